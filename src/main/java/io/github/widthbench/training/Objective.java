package io.github.widthbench.training;

/**
 * What training makes small: the sum over the samples of the loss of an answer, which is the
 * network's output F or tanh F.
 *
 * @param tanh whether answers are tanh F
 */
public record Objective(Loss loss, boolean tanh) {

  /** Whether it is ½|F − y|². */
  public boolean isSquared() {
    return loss == Loss.SQUARED && !tanh;
  }

  /** The answer to one sample. */
  public double answer(double f) {
    return tanh ? StrictMath.tanh(f) : f;
  }

  /** The loss of one sample. */
  public double value(double f, double y) {
    return loss.value(answer(f), y);
  }

  /** Its derivative by F. */
  public double slope(double f, double y) {
    double answer = answer(f);
    return loss.slope(answer, y) * (tanh ? 1 - answer * answer : 1);
  }

  /**
   * Twice the loss of each of several networks, summed in sample order.
   *
   * @param f outputs, those of one network after those of another
   * @param y labels of all of them
   */
  double[] twiceLoss(double[] f, double[] y) {
    double[] sums = new double[f.length / y.length];
    for (int k = 0; k < f.length; k++) {
      double label = y[k % y.length];
      double residual = f[k] - label;
      sums[k / y.length] += isSquared() ? residual * residual : 2 * value(f[k], label);
    }
    return sums;
  }

  /** The loss of one network. */
  public double total(double[] f, double[] y) {
    return twiceLoss(f, y)[0] / 2;
  }
}
