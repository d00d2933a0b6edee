package io.github.widthbench.backend.reference;

import io.github.widthbench.backend.Checks;
import io.github.widthbench.backend.Ops;
import io.github.widthbench.backend.Shape;
import io.github.widthbench.backend.Tensor;
import io.github.widthbench.backend.Transpose;
import io.github.widthbench.math.Activation;
import io.github.widthbench.math.Precision;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/** The primitives as plain loops in FP64. Sums run from the first index to the last. */
final class ReferenceOps implements Ops {

  @Override
  public Tensor allocate(Precision precision, Shape shape) {
    Checks.require(
        precision == Precision.FP64, "the reference computes in fp64, not %s", precision.label());
    return new ReferenceTensor(shape);
  }

  @Override
  public void gemm(
      Transpose ta, Transpose tb, double alpha, Tensor a, Tensor b, double beta, Tensor c) {
    ReferenceTensor left = ReferenceTensor.of(a);
    ReferenceTensor right = ReferenceTensor.of(b);
    ReferenceTensor out = ReferenceTensor.of(c);
    boolean at = ta == Transpose.YES;
    boolean bt = tb == Transpose.YES;
    int inner = at ? a.shape().rows() : a.shape().columns();
    Checks.requireProduct(ta, tb, a, b, c);
    forEach(
        c,
        (batch, i, j) -> {
          double sum = 0;
          for (int k = 0; k < inner; k++) {
            sum +=
                (at ? left.get(batch, k, i) : left.get(batch, i, k))
                    * (bt ? right.get(batch, j, k) : right.get(batch, k, j));
          }
          double kept = beta == 0 ? 0 : beta * out.get(batch, i, j);
          out.set(batch, i, j, alpha * sum + kept);
        });
  }

  @Override
  public void activate(Activation s, Tensor z, Tensor y) {
    map(z, y, s::value);
  }

  @Override
  public void derivative(Activation s, Tensor z, Tensor y) {
    map(z, y, s::derivative);
  }

  @Override
  public void pairDifference(Activation s, Tensor p, Tensor q, Tensor y) {
    map(p, q, y, s::pairDifference);
  }

  @Override
  public void pairDerivatives(Activation s, Tensor p, Tensor q, Tensor mean, Tensor half) {
    Checks.requireOperand("p", p, mean);
    Checks.requireOperand("q", q, mean);
    ReferenceTensor means = ReferenceTensor.of(p);
    ReferenceTensor differences = ReferenceTensor.of(q);
    ReferenceTensor outMean = ReferenceTensor.of(mean);
    ReferenceTensor outHalf = ReferenceTensor.of(half);
    forEach(
        mean,
        (b, i, j) -> {
          double x = means.get(b, i, j);
          double u = differences.get(b, i, j);
          double above = s.derivative(x + u);
          double below = s.derivative(x - u);
          outMean.set(b, i, j, (above + below) / 2);
          outHalf.set(b, i, j, (above - below) / 2);
        });
  }

  @Override
  public boolean[] clip(double limit, Tensor z) {
    ReferenceTensor out = ReferenceTensor.of(z);
    boolean[] clipped = new boolean[z.shape().batch()];
    forEach(
        z,
        (b, i, j) -> {
          if (out.get(b, i, j) > limit) {
            out.set(b, i, j, limit);
            clipped[b] = true;
          }
        });
    return clipped;
  }

  @Override
  public boolean[] clipPair(double limit, Tensor p, Tensor q) {
    Checks.requireOperand("q", q, p);
    ReferenceTensor means = ReferenceTensor.of(p);
    ReferenceTensor halves = ReferenceTensor.of(q);
    boolean[] clipped = new boolean[p.shape().batch()];
    forEach(
        p,
        (b, i, j) -> {
          double above = means.get(b, i, j) + halves.get(b, i, j);
          double below = means.get(b, i, j) - halves.get(b, i, j);
          if (above > limit || below > limit) {
            above = Math.min(above, limit);
            below = Math.min(below, limit);
            means.set(b, i, j, (above + below) / 2);
            halves.set(b, i, j, (above - below) / 2);
            clipped[b] = true;
          }
        });
    return clipped;
  }

  @Override
  public void scaleOuter(Tensor rows, Tensor columns, Tensor x) {
    Checks.requireVector("rows", rows, x, x.shape().rows());
    Checks.requireVector("columns", columns, x, x.shape().columns());
    ReferenceTensor byRow = ReferenceTensor.of(rows);
    ReferenceTensor byColumn = ReferenceTensor.of(columns);
    ReferenceTensor out = ReferenceTensor.of(x);
    forEach(
        x,
        (b, i, j) ->
            out.set(b, i, j, out.get(b, i, j) * (byRow.get(b, 0, i) * byColumn.get(b, 0, j))));
  }

  @Override
  public void axpy(double[] alpha, Tensor x, Tensor y) {
    Checks.requireOperand("x", x, y);
    Checks.requireFactors(alpha, y);
    ReferenceTensor in = ReferenceTensor.of(x);
    ReferenceTensor out = ReferenceTensor.of(y);
    forEach(y, (b, i, j) -> out.set(b, i, j, out.get(b, i, j) + alpha[b] * in.get(b, i, j)));
  }

  @Override
  public void weightedSum(double alpha, Tensor y, Tensor a, double beta, Tensor f) {
    Checks.requireVector("a", a, y, y.shape().columns());
    Checks.requireShape("f", f, new Shape(y.shape().batch(), 1, y.shape().rows()));
    ReferenceTensor in = ReferenceTensor.of(y);
    ReferenceTensor weights = ReferenceTensor.of(a);
    ReferenceTensor out = ReferenceTensor.of(f);
    forEach(
        f,
        (b, ignored, i) -> {
          double sum = 0;
          for (int j = 0; j < y.shape().columns(); j++) {
            sum += weights.get(b, 0, j) * in.get(b, i, j);
          }
          double kept = beta == 0 ? 0 : beta * out.get(b, 0, i);
          out.set(b, 0, i, kept + alpha * sum);
        });
  }

  @Override
  public void fill(double value, Tensor x) {
    ReferenceTensor out = ReferenceTensor.of(x);
    forEach(x, (b, i, j) -> out.set(b, i, j, value));
  }

  @Override
  public void hadamard(Tensor y, Tensor x) {
    map(x, y, x, (first, second) -> first * second);
  }

  @Override
  public void copy(Tensor from, Tensor to) {
    map(from, to, value -> value);
  }

  private static void map(Tensor in, Tensor out, DoubleUnaryOperator f) {
    Checks.requireOperand("operand", in, out);
    ReferenceTensor source = ReferenceTensor.of(in);
    ReferenceTensor target = ReferenceTensor.of(out);
    forEach(out, (b, i, j) -> target.set(b, i, j, f.applyAsDouble(source.get(b, i, j))));
  }

  private static void map(Tensor first, Tensor second, Tensor out, DoubleBinaryOperator f) {
    Checks.requireOperand("first operand", first, out);
    Checks.requireOperand("second operand", second, out);
    ReferenceTensor p = ReferenceTensor.of(first);
    ReferenceTensor q = ReferenceTensor.of(second);
    ReferenceTensor target = ReferenceTensor.of(out);
    forEach(out, (b, i, j) -> target.set(b, i, j, f.applyAsDouble(p.get(b, i, j), q.get(b, i, j))));
  }

  private static void forEach(Tensor tensor, Entry entry) {
    Shape shape = tensor.shape();
    for (int b = 0; b < shape.batch(); b++) {
      for (int i = 0; i < shape.rows(); i++) {
        for (int j = 0; j < shape.columns(); j++) {
          entry.at(b, i, j);
        }
      }
    }
  }

  /** What is done at one entry. */
  private interface Entry {
    void at(int batch, int row, int column);
  }
}
