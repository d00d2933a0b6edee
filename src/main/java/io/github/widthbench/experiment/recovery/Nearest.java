package io.github.widthbench.experiment.recovery;

import java.util.Arrays;

/**
 * A point of the set of exact recovery close to a student's parameters, and the branch it lies on.
 * Each neuron goes to what is nearest: a teacher neuron (of either sign for odd activations), off
 * (output weight 0), or, where s(0) = 0, to w = 0; then teacher neurons without any take the
 * cheapest. Close to a branch this is the nearest point; far away it is a point not far from that.
 *
 * @param point the parameters of the point
 * @param distance |θ − point|
 * @param label teacher neuron of each student neuron, {@link #OFF} or {@link #ZERO}
 */
@SuppressWarnings("ArrayRecordComponent") // a result to read, never compared
record Nearest(double[] point, double distance, int[] label) {
  static final int OFF = -1;
  static final int ZERO = -2;

  /** Finds it; a student narrower than the teacher has none, and its distance is infinite. */
  static Nearest to(Teacher teacher, double[] theta) {
    int width = theta.length / (teacher.inputDim() + 1);
    int[] label = new int[width];
    for (int k = 0; k < width; k++) {
      label[k] = OFF;
      double best = theta[k] * theta[k];
      double zero = squared(theta, width, k, teacher, ZERO);
      if (teacher.isOdd() && zero < best) {
        label[k] = ZERO;
        best = zero;
      }
      for (int j = 0; j < teacher.neurons(); j++) {
        double cost = squared(theta, width, k, teacher, j);
        if (cost < best) {
          best = cost;
          label[k] = j;
        }
      }
    }
    boolean complete = fill(teacher, theta, label);
    double[] point = project(teacher, theta, label);
    return new Nearest(point, complete ? distance(theta, point) : Double.POSITIVE_INFINITY, label);
  }

  /** Groups r: those on teacher neurons, and each neuron that is off. */
  int groups() {
    return (int) Arrays.stream(label).filter(l -> l >= 0).distinct().count() + count(OFF);
  }

  /** Neurons with a label. */
  int count(int wanted) {
    return (int) Arrays.stream(label).filter(l -> l == wanted).count();
  }

  /** Gives each teacher neuron without a student's the cheapest that is not another's only one. */
  private static boolean fill(Teacher teacher, double[] theta, int[] label) {
    boolean complete = true;
    for (int j = 0; j < teacher.neurons(); j++) {
      if (has(label, j) == 0) {
        int best = -1;
        double least = Double.POSITIVE_INFINITY;
        for (int k = 0; k < label.length; k++) {
          double cost = squared(theta, label.length, k, teacher, j);
          boolean free = label[k] < 0 || has(label, label[k]) > 1;
          if (free && cost < least) {
            least = cost;
            best = k;
          }
        }
        complete &= best >= 0;
        if (best >= 0) {
          label[best] = j;
        }
      }
    }
    return complete;
  }

  private static int has(int[] label, int j) {
    return (int) Arrays.stream(label).filter(l -> l == j).count();
  }

  /** |w_k − s·w*_j|² with the nearer sign s; |w_k|² for {@link #ZERO}. */
  private static double squared(double[] theta, int width, int k, Teacher teacher, int j) {
    double sign = j < 0 ? 0 : sign(theta, width, k, teacher, j);
    double sum = 0;
    int d = teacher.inputDim();
    for (int p = 0; p < d; p++) {
      double aim = j < 0 ? 0 : sign * teacher.w()[j][p];
      double difference = theta[width + k * d + p] - aim;
      sum += difference * difference;
    }
    return sum;
  }

  private static double sign(double[] theta, int width, int k, Teacher teacher, int j) {
    double product = 0;
    int d = teacher.inputDim();
    for (int p = 0; p < d; p++) {
      product += theta[width + k * d + p] * teacher.w()[j][p];
    }
    return teacher.isOdd() && product < 0 ? -1 : 1;
  }

  /** The nearest point of the branch with these labels, which is affine. */
  private static double[] project(Teacher teacher, double[] theta, int[] label) {
    int width = label.length;
    int d = teacher.inputDim();
    double[] point = theta.clone();
    double[] missing = teacher.a().clone();
    for (int k = 0; k < width; k++) {
      if (label[k] >= 0) {
        missing[label[k]] -= sign(theta, width, k, teacher, label[k]) * theta[k];
      }
    }
    for (int k = 0; k < width; k++) {
      int j = label[k];
      double sign = j < 0 ? 0 : sign(theta, width, k, teacher, j);
      if (j == OFF) {
        point[k] = 0;
        continue;
      }
      if (j >= 0) {
        point[k] += sign * missing[j] / has(label, j);
      }
      for (int p = 0; p < d; p++) {
        point[width + k * d + p] = j < 0 ? 0 : sign * teacher.w()[j][p];
      }
    }
    return point;
  }

  private static double distance(double[] theta, double[] point) {
    double sum = 0;
    for (int p = 0; p < theta.length; p++) {
      sum += (theta[p] - point[p]) * (theta[p] - point[p]);
    }
    return Math.sqrt(sum);
  }
}
