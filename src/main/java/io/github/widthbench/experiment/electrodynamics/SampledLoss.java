package io.github.widthbench.experiment.electrodynamics;

import io.github.widthbench.backend.Ops;
import io.github.widthbench.backend.Shape;
import io.github.widthbench.backend.Tensor;
import io.github.widthbench.backend.Transpose;
import io.github.widthbench.experiment.electrodynamics.potential.Feature;
import io.github.widthbench.math.Precision;
import java.util.function.UnaryOperator;

/**
 * The mean squared error on N samples that the protons label, by passes through the network on a
 * device. A gradient costs about 6·N·K·d flops.
 */
final class SampledLoss implements Loss, AutoCloseable {
  private final Ops ops;
  private final Feature feature;
  private final int samples;
  private final int dim;
  private final Tensor x;
  private final Tensor residual;
  private final double[] labels;

  /**
   * Labels the points.
   *
   * @param points N×d
   * @param faults what befalls the labels
   */
  SampledLoss(
      Ops ops,
      Feature feature,
      double[][] points,
      Neurons protons,
      UnaryOperator<double[]> faults) {
    this.ops = ops;
    this.feature = feature;
    this.samples = points.length;
    this.dim = points[0].length;
    x = matrix(points);
    residual = tensor(1, samples);
    try (Layer teacher = new Layer(protons)) {
      labels = faults.apply(teacher.outputs());
    }
  }

  @Override
  public double value(Neurons electrons) {
    try (Layer student = new Layer(electrons)) {
      return meanSquare(student.residuals());
    }
  }

  @Override
  public Neurons gradient(Neurons electrons) {
    try (Layer student = new Layer(electrons)) {
      residual.upload(student.residuals());
      return new Neurons(student.placeGradient(), student.chargeGradient());
    }
  }

  @Override
  public void close() {
    x.close();
    residual.close();
  }

  /** The activations of one set of neurons on every sample. */
  private final class Layer implements AutoCloseable {
    private final int count;
    private final Tensor w;
    private final Tensor a;
    private final Tensor z;
    private final Tensor s;

    Layer(Neurons neurons) {
      count = neurons.count();
      w = matrix(neurons.w());
      a = tensor(1, count);
      a.upload(neurons.a());
      z = tensor(samples, count);
      s = tensor(samples, count);
      ops.gemm(Transpose.NO, Transpose.YES, feature.scale(), x, w, 0, z);
      feature.value(ops, z, s);
    }

    double[] outputs() {
      try (Tensor f = tensor(1, samples)) {
        ops.weightedSum(1, s, a, 0, f);
        return f.toArray();
      }
    }

    double[] residuals() {
      double[] outputs = outputs();
      for (int n = 0; n < outputs.length; n++) {
        outputs[n] -= labels[n];
      }
      return outputs;
    }

    /** (2/N)·rᵀS. */
    double[] chargeGradient() {
      try (Tensor g = tensor(1, count)) {
        ops.gemm(Transpose.NO, Transpose.NO, 2.0 / samples, residual, s, 0, g);
        return g.toArray();
      }
    }

    /** (2/N)·(r·a ∘ S′)ᵀX. */
    double[][] placeGradient() {
      try (Tensor g = tensor(count, dim);
          Tensor slopes = tensor(samples, count)) {
        feature.derivative(ops, z, slopes);
        ops.scaleOuter(residual, a, slopes);
        double factor = 2 * feature.scale() / samples;
        ops.gemm(Transpose.YES, Transpose.NO, factor, slopes, x, 0, g);
        double[] flat = g.toArray();
        double[][] rows = new double[count][dim];
        for (int i = 0; i < count; i++) {
          System.arraycopy(flat, i * dim, rows[i], 0, dim);
        }
        return rows;
      }
    }

    @Override
    public void close() {
      w.close();
      a.close();
      z.close();
      s.close();
    }
  }

  private double meanSquare(double[] residuals) {
    double sum = 0;
    for (double r : residuals) {
      sum += r * r;
    }
    return sum / samples;
  }

  private Tensor tensor(int rows, int columns) {
    return ops.allocate(Precision.FP64, new Shape(1, rows, columns));
  }

  private Tensor matrix(double[][] rows) {
    int columns = rows[0].length;
    double[] flat = new double[rows.length * columns];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(rows[i], 0, flat, i * columns, columns);
    }
    Tensor tensor = tensor(rows.length, columns);
    tensor.upload(flat);
    return tensor;
  }
}
