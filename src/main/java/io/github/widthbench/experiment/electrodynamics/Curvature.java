package io.github.widthbench.experiment.electrodynamics;

import io.github.widthbench.math.Vectors;
import java.util.ArrayList;
import java.util.List;

/** Second derivatives of a loss, by differences of its gradient along straight lines or circles. */
final class Curvature {

  /** A direction of one electron: a tangent vector of its place, or its charge. */
  @SuppressWarnings("ArrayRecordComponent") // made here, never compared
  private record Axis(int electron, double[] tangent) {
    boolean isCharge() {
      return tangent.length == 0;
    }
  }

  private final Landscape landscape;
  private final Neurons electrons;

  Curvature(Landscape landscape, Neurons electrons) {
    this.landscape = landscape;
    this.electrons = electrons;
  }

  /** Number of directions, the order of {@link #hessian}. */
  int order() {
    return axes().size();
  }

  /** The Hessian in all that may move, row-major and symmetric, error about {@code step}². */
  double[] hessian(double step) {
    List<Axis> axes = axes();
    int n = axes.size();
    double[] hessian = new double[n * n];
    for (int c = 0; c < n; c++) {
      double[] ahead = slopes(axes, axes.get(c), step);
      double[] behind = slopes(axes, axes.get(c), -step);
      for (int r = 0; r < n; r++) {
        double entry = (ahead[r] - behind[r]) / (4 * step); // half of it from each triangle
        hessian[r * n + c] += entry;
        hessian[c * n + r] += entry;
      }
    }
    return hessian;
  }

  /** The direction that the coordinates of an eigenvector of {@link #hessian} stand for. */
  Neurons direction(double[] coordinates) {
    List<Axis> axes = axes();
    Neurons direction = Neurons.zeros(electrons.count(), electrons.dim());
    for (int c = 0; c < coordinates.length; c++) {
      Axis axis = axes.get(c);
      if (axis.isCharge()) {
        direction.a()[axis.electron()] += coordinates[c];
      } else {
        Vectors.add(coordinates[c], axis.tangent(), direction.w()[axis.electron()]);
      }
    }
    return direction;
  }

  /** Trace of the Hessian in the place of one electron, error about {@code step}⁴. */
  double trace(int electron, double step) {
    double sum = 0;
    for (double[] tangent : landscape.basis(electrons.w()[electron])) {
      Axis axis = new Axis(electron, tangent);
      List<Axis> only = List.of(axis);
      double near = slopes(only, axis, step)[0] - slopes(only, axis, -step)[0];
      double far = slopes(only, axis, 2 * step)[0] - slopes(only, axis, -2 * step)[0];
      sum += (8 * near - far) / (12 * step);
    }
    return sum;
  }

  private List<Axis> axes() {
    List<Axis> axes = new ArrayList<>();
    for (int i = 0; i < electrons.count(); i++) {
      for (double[] tangent : landscape.basis(electrons.w()[i])) {
        axes.add(new Axis(i, tangent));
      }
      if (landscape.all()) {
        axes.add(new Axis(i, new double[0]));
      }
    }
    return axes;
  }

  /** The gradient after a step along one axis, in the axes carried along. */
  private double[] slopes(List<Axis> axes, Axis along, double step) {
    Neurons moved = displaced(along, step);
    Neurons gradient = landscape.gradient(moved);
    double[] slopes = new double[axes.size()];
    for (int r = 0; r < slopes.length; r++) {
      Axis axis = axes.get(r);
      slopes[r] =
          axis.isCharge()
              ? gradient.a()[axis.electron()]
              : Vectors.dot(gradient.w()[axis.electron()], carried(axis, along, step));
    }
    return slopes;
  }

  private Neurons displaced(Axis along, double step) {
    int i = along.electron();
    if (along.isCharge()) {
      double[] charges = electrons.a().clone();
      charges[i] += step;
      return electrons.charged(charges);
    }
    return electrons.moved(i, landscape.place(electrons.w()[i], along.tangent(), -step));
  }

  /**
   * A tangent vector after parallel transport along a great circle; only the circle's own turns.
   */
  @SuppressWarnings("ReferenceEquality") // an axis carried along itself
  private double[] carried(Axis axis, Axis along, double step) {
    if (!landscape.spherical() || axis != along) {
      return axis.tangent();
    }
    double[] turned = axis.tangent().clone();
    Vectors.scale(StrictMath.cos(step), turned);
    Vectors.add(-StrictMath.sin(step), electrons.w()[axis.electron()], turned);
    return turned;
  }
}
