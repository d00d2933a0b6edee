package io.github.widthbench.backend;

import io.github.widthbench.math.Precision;
import java.util.Locale;

/** Shape checks at the door of every operation, with the numbers in the message. */
public final class Checks {

  private Checks() {}

  /**
   * Refuses with numbers.
   *
   * @throws IllegalArgumentException with the formatted message unless {@code condition} holds
   */
  @SuppressWarnings("AnnotateFormatMethod") // the annotation would be a dependency of its own
  public static void require(boolean condition, String format, Object... arguments) {
    if (!condition) {
      throw new IllegalArgumentException(String.format(Locale.ROOT, format, arguments));
    }
  }

  /**
   * Refuses a wrong shape.
   *
   * @throws IllegalArgumentException naming both unless {@code found} equals {@code expected}
   */
  public static void requireShape(String name, Tensor found, Shape expected) {
    require(
        found.shape().equals(expected),
        "%s is %s, expected %s (batch×rows×columns)",
        name,
        found.shape(),
        expected);
  }

  /** Refuses an operand that is neither {@code out}'s shape nor one matrix shared by its batch. */
  public static void requireOperand(String name, Tensor found, Tensor out) {
    Shape shape = out.shape();
    require(
        found.shape().rows() == shape.rows()
            && found.shape().columns() == shape.columns()
            && isShared(found, shape.batch()),
        "%s is %s, the result is %s",
        name,
        found.shape(),
        shape);
  }

  /** Refuses anything but a row of {@code length} for each matrix of {@code matrix}, or for all. */
  public static void requireVector(String name, Tensor found, Tensor matrix, int length) {
    require(
        found.shape().rows() == 1
            && found.shape().columns() == length
            && isShared(found, matrix.shape().batch()),
        "%s is %s, expected a row of %d for a matrix of %s",
        name,
        found.shape(),
        length,
        matrix.shape());
  }

  /** Refuses shapes that do not make the product C = op(A)·op(B), and mixed precisions. */
  public static void requireProduct(Transpose ta, Transpose tb, Tensor a, Tensor b, Tensor c) {
    boolean at = ta == Transpose.YES;
    boolean bt = tb == Transpose.YES;
    int rows = at ? a.shape().columns() : a.shape().rows();
    int inner = at ? a.shape().rows() : a.shape().columns();
    int innerOfB = bt ? b.shape().columns() : b.shape().rows();
    int columns = bt ? b.shape().rows() : b.shape().columns();
    int batch = c.shape().batch();
    require(
        inner == innerOfB
            && c.shape().rows() == rows
            && c.shape().columns() == columns
            && isShared(a, batch)
            && isShared(b, batch),
        "product of A %s%s and B %s%s into C %s",
        a.shape(),
        at ? " transposed" : "",
        b.shape(),
        bt ? " transposed" : "",
        c.shape());
    require(
        a.precision() == c.precision() && b.precision() == c.precision(),
        "product of %s and %s into %s: precisions must agree",
        a.precision(),
        b.precision(),
        c.precision());
  }

  /** Refuses anything but one factor for each matrix of {@code batch}. */
  public static void requireFactors(double[] factors, Tensor batch) {
    int count = batch.shape().batch();
    require(factors.length == count, "%d factors for a batch of %d", factors.length, count);
  }

  /** Refuses samples that are not inputs of every network. */
  public static void requireInputs(TwoLayerBatch net, Tensor x) {
    require(
        x.shape().columns() == net.inputDim() && isShared(x, net.replicas()),
        "inputs are %s, weights are %s: inputDim or batch differs",
        x.shape(),
        net.w().shape());
  }

  /** Refuses anything but a number in FP64 for each network and sample. */
  public static void requireOutputs(TwoLayerBatch net, Tensor x, Tensor f) {
    requireShape("outputs", f, new Shape(net.replicas(), 1, x.shape().rows()));
    require(f.precision() == Precision.FP64, "outputs must be fp64");
  }

  /** Refuses a stretch of descent that is not one of these networks. */
  public static void requireStretch(TwoLayerBatch net, DescentStretch stretch) {
    int rates = stretch.learningRate().length;
    require(rates == net.replicas(), "%d learning rates for %d replicas", rates, net.replicas());
  }

  /** Refuses what an eigen-solver cannot take: wrong length, n beyond its limit, NaN, infinity. */
  public static void requireSymmetricInput(double[] symmetric, int n, int limit) {
    require(n >= 1 && n <= limit, "n is %d, this solver takes 1 to %d", n, limit);
    require(symmetric.length == (long) n * n, "%d entries for n = %d", symmetric.length, n);
    for (int i = 0; i < symmetric.length; i++) {
      require(
          Double.isFinite(symmetric[i]),
          "entry (%d, %d) of the matrix is %s",
          i / n,
          i % n,
          symmetric[i]);
    }
  }

  private static boolean isShared(Tensor found, int batch) {
    return found.shape().batch() == 1 || found.shape().batch() == batch;
  }
}
