package io.github.widthbench.experiment.recovery;

import io.github.widthbench.math.Draws;
import io.github.widthbench.math.Draws.Stream;
import io.github.widthbench.network.SquareLoss;

/**
 * Points on which student and teacher are compared: 601 equispaced on [−3, 3] in one dimension,
 * 1,000 standard normal ones, always the same, in more.
 */
@SuppressWarnings("ArrayRecordComponent") // read only
record TestSet(double[][] x, double[] y) {
  private static final int GRID = 601;
  private static final double END = 3;
  private static final int NORMAL = 1000;

  static TestSet of(Teacher teacher) {
    int d = teacher.inputDim();
    double[][] x = new double[d == 1 ? GRID : NORMAL][d];
    for (int i = 0; i < x.length; i++) {
      if (d == 1) {
        x[i][0] = END * (2.0 * i / (GRID - 1) - 1);
      } else {
        new Draws(0, Stream.SPLIT).normals((long) i * d, x[i]);
      }
    }
    return new TestSet(x, teacher.outputs(x));
  }

  /** Root of the mean of (f − f*)² over the points. */
  double rms(SquareLoss loss, double[] theta) {
    double sum = 0;
    for (int i = 0; i < y.length; i++) {
      double difference = loss.output(theta, x[i]) - y[i];
      sum += difference * difference;
    }
    return Math.sqrt(sum / y.length);
  }
}
