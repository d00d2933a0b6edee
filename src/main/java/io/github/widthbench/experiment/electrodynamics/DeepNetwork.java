package io.github.widthbench.experiment.electrodynamics;

import io.github.widthbench.backend.Ops;
import io.github.widthbench.backend.Shape;
import io.github.widthbench.backend.Tensor;
import io.github.widthbench.dataset.Datasets;
import io.github.widthbench.experiment.electrodynamics.potential.Feature;
import io.github.widthbench.math.Draws;
import io.github.widthbench.math.Draws.Stream;
import io.github.widthbench.math.Precision;
import io.github.widthbench.network.Dag;
import io.github.widthbench.network.DagForward;
import io.github.widthbench.network.DagLoss;
import io.github.widthbench.network.DagWeights;
import io.github.widthbench.network.WeightScale;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * A student of any depth and the teacher of the same shape that labels its points: depth − 1 layers
 * of the width and one output, s at every neuron, the output included, and the mean squared error.
 * With s(z) = σ(cz) the graph applies σ to weights that are c times those meant here, so a step
 * along the gradient is c² times as long there.
 */
final class DeepNetwork implements AutoCloseable {
  private static final int TEST_POINTS = 2000;

  private final Ops ops;
  private final double scale;
  private final List<AutoCloseable> owned = new ArrayList<>();
  private final DagWeights student;
  private final DagWeights kept;
  private final DagLoss loss;
  private final DagForward test;
  private final double[] testLabels;

  /** Draws teacher and student, and labels points to train on and fresh ones. */
  DeepNetwork(Ops ops, ElectrodynamicsCase cell) {
    this.ops = ops;
    Feature.Built feature = (Feature.Built) cell.potential().feature().orElseThrow();
    scale = feature.scale();
    List<Integer> sizes = new ArrayList<>();
    sizes.add(cell.inputDim());
    sizes.addAll(Collections.nCopies(cell.depth() - 1, cell.width()));
    sizes.add(1);
    Dag dag = Dag.chain(sizes, feature.activation(), feature.activation());
    DagWeights teacher = drawn(dag, scale, -1 - cell.seed());
    student =
        cell.startsOrthonormal()
            ? own(
                DagWeights.orthonormal(
                    ops, dag, Precision.FP64, WeightScale.constant(scale), cell.seed()))
            : drawn(dag, scale * cell.startScale(), cell.seed());
    kept = own(student.zerosLike());
    Tensor x = points(Datasets.read(cell.settings()).x());
    Tensor fresh = points(testPoints(cell.inputDim()));
    double[] labels = outputs(own(new DagForward(ops, teacher, x, false)));
    testLabels = outputs(own(new DagForward(ops, teacher, fresh, false)));
    Tensor y = own(ops.allocate(Precision.FP64, new Shape(1, labels.length, 1)));
    y.upload(labels);
    DagForward training = own(new DagForward(ops, student, x, true));
    loss = own(new DagLoss(ops, training, y, 2.0 / labels.length));
    test = own(new DagForward(ops, student, fresh, false));
  }

  /** The mean squared error on the points trained on. */
  double evaluate() {
    return loss.evaluate()[0];
  }

  /** Finds the gradient where {@link #evaluate} was last called; answers its norm. */
  double differentiate() {
    loss.differentiate();
    kept.copyFrom(student);
    return scale * Math.sqrt(loss.gradient().dot(loss.gradient())[0]);
  }

  /** |w| of the student. */
  double weightNorm() {
    return Math.sqrt(student.dot(student)[0]) / scale;
  }

  /** Goes that far against the gradient from where it was found. */
  void step(double length) {
    student.copyFrom(kept);
    student.add(new double[] {-length * scale * scale}, loss.gradient());
  }

  /** The mean squared error on fresh points. */
  double testError() {
    double[] found = outputs(test);
    for (int i = 0; i < found.length; i++) {
      found[i] -= testLabels[i];
    }
    return meanSquare(found);
  }

  /** The test error of a student that always answers 0. */
  double trivialError() {
    return meanSquare(testLabels);
  }

  private static double[][] testPoints(int dim) {
    double[][] points = new double[TEST_POINTS][dim];
    Draws draws = new Draws(0, Stream.SPLIT);
    for (int i = 0; i < TEST_POINTS; i++) {
      draws.normals((long) i * dim, points[i]);
    }
    return points;
  }

  private DagWeights drawn(Dag dag, double deviation, long seed) {
    return own(
        DagWeights.gaussian(ops, dag, Precision.FP64, WeightScale.constant(deviation), seed));
  }

  private Tensor points(double[][] rows) {
    Tensor x = own(ops.allocate(Precision.FP64, new Shape(1, rows.length, rows[0].length)));
    x.upload(Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray());
    return x;
  }

  private static double[] outputs(DagForward forward) {
    forward.run();
    return forward.values(forward.weights().dag().outputs().getFirst()).toArray();
  }

  private static double meanSquare(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value * value;
    }
    return sum / values.length;
  }

  private <T extends AutoCloseable> T own(T part) {
    owned.add(part);
    return part;
  }

  @Override
  public void close() {
    for (AutoCloseable part : owned.reversed()) {
      try {
        part.close();
      } catch (Exception unexpected) {
        throw new IllegalStateException(unexpected);
      }
    }
  }
}
