package io.github.widthbench.backend.cpu;

import io.github.widthbench.backend.BlockForward;
import io.github.widthbench.backend.Checks;
import io.github.widthbench.backend.DescentStretch;
import io.github.widthbench.backend.DescentTrace;
import io.github.widthbench.backend.GaussianBatch;
import io.github.widthbench.backend.Ops;
import io.github.widthbench.backend.Shape;
import io.github.widthbench.backend.Tensor;
import io.github.widthbench.backend.Transpose;
import io.github.widthbench.backend.TwoLayerBatch;
import io.github.widthbench.backend.cpu.kernel.Function;
import io.github.widthbench.math.Activation;
import io.github.widthbench.math.Draws;
import io.github.widthbench.math.Draws.Stream;
import io.github.widthbench.math.Precision;
import java.util.function.IntConsumer;

/**
 * The operations on Java arrays, FP64 and FP32: products by OpenBLAS, activations by loops over
 * vector lanes, and the two-layer passes fused over tiles of neurons. The matrices of a batch are
 * shared out among threads; what one of them gets depends neither on the others nor on threads.
 */
final class CpuOps implements Ops {

  /** Fewer numbers than this are done before another thread would have begun. */
  private static final int WORTH_SHARING = 1 << 15;

  /** What is held for the next pass: the numbers of one network, and the hands of some. */
  private static final long SCRATCH_BYTES = 2 * TwoLayerTiles.KEPT_BYTES;

  private final Workers workers;
  private final Scratch scratch = new Scratch(SCRATCH_BYTES);

  CpuOps(Workers workers) {
    this.workers = workers;
  }

  @Override
  public Tensor allocate(Precision precision, Shape shape) {
    return CpuTensor.allocate(precision, shape);
  }

  @Override
  public void gemm(
      Transpose ta, Transpose tb, double alpha, Tensor a, Tensor b, double beta, Tensor c) {
    Checks.requireProduct(ta, tb, a, b, c);
    boolean at = ta == Transpose.YES;
    boolean bt = tb == Transpose.YES;
    int m = c.shape().rows();
    int n = c.shape().columns();
    int k = at ? a.shape().rows() : a.shape().columns();
    switch (CpuTensor.of(c)) {
      case Tensor64 out -> {
        Tensor64 left = Tensor64.of(a);
        Tensor64 right = Tensor64.of(b);
        Gemm product = new Gemm(at, bt, m, n, k);
        forEachMatrix(
            c, i -> product.run(alpha, left.matrix(i), right.matrix(i), beta, out.matrix(i)));
      }
      case Tensor32 out -> {
        Tensor32 left = Tensor32.of(a);
        Tensor32 right = Tensor32.of(b);
        Gemm product = new Gemm(at, bt, m, n, k);
        forEachMatrix(
            c,
            i ->
                product.run(
                    (float) alpha, left.matrix(i), right.matrix(i), (float) beta, out.matrix(i)));
      }
    }
  }

  @Override
  public void activate(Activation s, Tensor z, Tensor y) {
    Checks.requireOperand("z", z, y);
    pointwise(s, Function.VALUE, new Tensor[] {z}, y);
  }

  @Override
  public void derivative(Activation s, Tensor z, Tensor y) {
    Checks.requireOperand("z", z, y);
    pointwise(s, Function.SLOPE, new Tensor[] {z}, y);
  }

  @Override
  public void pairDifference(Activation s, Tensor p, Tensor q, Tensor y) {
    Checks.requireOperand("p", p, y);
    Checks.requireOperand("q", q, y);
    pointwise(s, Function.PAIR_DIFFERENCE, new Tensor[] {p, q}, y);
  }

  @Override
  public void pairDerivatives(Activation s, Tensor p, Tensor q, Tensor mean, Tensor half) {
    Checks.requireOperand("p", p, mean);
    Checks.requireOperand("q", q, mean);
    Checks.requireShape("half", half, mean.shape());
    pointwise(s, Function.PAIR_SLOPES, new Tensor[] {p, q}, mean, half);
  }

  private void pointwise(Activation s, Function f, Tensor[] operands, Tensor... results) {
    Precision precision = results[0].precision();
    for (Tensor tensor : operands) {
      Checks.require(
          tensor.precision() == precision,
          "operand is %s, the result %s",
          tensor.precision().label(),
          precision.label());
    }
    forEachMatrix(
        results[0],
        b ->
            new PointwiseOps(s, f, precision, operands.length, results.length)
                .run(b, operands, results));
  }

  @Override
  public void secondDerivative(Activation s, Tensor z, Tensor y) {
    Checks.requireOperand("z", z, y);
    pointwise(s, Function.CURVATURE, new Tensor[] {z}, y);
  }

  /** The products by OpenBLAS, then values and derivatives in one pass. */
  @Override
  public void blockForward(BlockForward block) {
    double kept = 0;
    for (BlockForward.Link link : block.links()) {
      gemm(Transpose.NO, Transpose.YES, 1, link.input(), link.weight(), kept, block.z());
      kept = 1;
    }
    Activation s = block.activation();
    Tensor slope = block.slope();
    if (s != null && slope != null) {
      pointwise(s, Function.VALUE_AND_SLOPE, new Tensor[] {block.z()}, block.x(), slope);
    } else if (s != null) {
      activate(s, block.z(), block.x());
    }
  }

  @Override
  public boolean[] clip(double limit, Tensor z) {
    boolean[] clipped = new boolean[z.shape().batch()];
    forEachRow(z, (b, i) -> clipped[b] |= CpuRow.of(z, b, i).clip(limit));
    return clipped;
  }

  @Override
  public boolean[] clipPair(double limit, Tensor p, Tensor q) {
    Checks.requireShape("q", q, p.shape());
    boolean[] clipped = new boolean[p.shape().batch()];
    forEachRow(p, (b, i) -> clipped[b] |= CpuRow.of(p, b, i).clipPair(limit, CpuRow.of(q, b, i)));
    return clipped;
  }

  @Override
  public void scaleOuter(Tensor rows, Tensor columns, Tensor x) {
    Checks.requireVector("rows", rows, x, x.shape().rows());
    Checks.requireVector("columns", columns, x, x.shape().columns());
    CpuTensor byRow = CpuTensor.of(rows);
    forEachRow(
        x, (b, i) -> CpuRow.of(x, b, i).multiply(byRow.get(b, 0, i), CpuRow.of(columns, b, 0)));
  }

  @Override
  public void hadamard(Tensor y, Tensor x) {
    Checks.requireOperand("y", y, x);
    forEachRow(x, (b, i) -> CpuRow.of(x, b, i).multiply(1, CpuRow.of(y, b, i)));
  }

  @Override
  public void axpy(double[] alpha, Tensor x, Tensor y) {
    Checks.requireOperand("x", x, y);
    Checks.requireFactors(alpha, y);
    forEachRow(y, (b, i) -> CpuRow.of(y, b, i).axpy(alpha[b], CpuRow.of(x, b, i)));
  }

  @Override
  public void weightedSum(double alpha, Tensor y, Tensor a, double beta, Tensor f) {
    Checks.requireVector("a", a, y, y.shape().columns());
    Checks.requireShape("f", f, new Shape(y.shape().batch(), 1, y.shape().rows()));
    Tensor64 out = Tensor64.of(f);
    forEachRow(
        y,
        (b, i) -> {
          int at = out.layout().row(b, 0) + i;
          double kept = beta == 0 ? 0 : beta * out.data()[at];
          out.data()[at] = kept + alpha * CpuRow.of(y, b, i).dot(CpuRow.of(a, b, 0));
        });
  }

  @Override
  public void fill(double value, Tensor x) {
    forEachRow(x, (b, i) -> CpuRow.of(x, b, i).fill(value));
  }

  @Override
  public void copy(Tensor from, Tensor to) {
    Checks.requireOperand("source", from, to);
    forEachRow(to, (b, i) -> CpuRow.of(to, b, i).copy(CpuRow.of(from, b, i)));
  }

  @Override
  public void normals(long[] seeds, Stream stream, long from, double scale, Tensor x) {
    Checks.require(
        seeds.length == x.shape().batch(), "%d seeds for tensor %s", seeds.length, x.shape());
    CpuTensor own = CpuTensor.of(x);
    forEachMatrix(
        x,
        b ->
            new NormalBlock(new Draws(seeds[b], stream), scale, x.shape().rows())
                .copy(
                    from,
                    x.shape().columns(),
                    own.array(),
                    own.layout().row(b, 0),
                    own.layout().rowStride()));
  }

  @Override
  public double[] dot(Tensor x, Tensor y) {
    Checks.requireShape("y", y, x.shape());
    double[] sums = new double[x.shape().batch()];
    forEachRow(x, (b, i) -> sums[b] += CpuRow.of(x, b, i).dot(CpuRow.of(y, b, i)));
    return sums;
  }

  @Override
  public void twoLayerForward(TwoLayerBatch net, Tensor x, Tensor f) {
    new TwoLayerPasses(workers, scratch, net, x).forward(f);
  }

  @Override
  public DescentTrace twoLayerDescend(
      TwoLayerBatch net, Tensor x, Tensor y, Tensor f, DescentStretch stretch) {
    return new TwoLayerPasses(workers, scratch, net, x).descend(y, f, stretch);
  }

  @Override
  public int stretch(TwoLayerBatch net, int n) {
    return TwoLayerPasses.dualStretch(net, n).orElseGet(() -> Ops.super.stretch(net, n));
  }

  @Override
  public void twoLayerGram(TwoLayerBatch net, Tensor x, Tensor h) {
    GramPass.of(net).run(workers, x, h);
  }

  @Override
  public void gaussianGram(GaussianBatch net, Tensor x, Tensor h) {
    GramPass.of(net, x.shape().columns()).run(workers, x, h);
  }

  private void forEachRow(Tensor tensor, RowTask task) {
    int rows = tensor.shape().rows();
    forEachMatrix(
        tensor,
        b -> {
          for (int i = 0; i < rows; i++) {
            task.run(b, i);
          }
        });
  }

  private void forEachMatrix(Tensor tensor, IntConsumer task) {
    int batch = tensor.shape().batch();
    if (batch > 1 && tensor.shape().size() >= WORTH_SHARING) {
      workers.forEach(batch, (worker, b) -> task.accept(b));
    } else {
      for (int b = 0; b < batch; b++) {
        task.accept(b);
      }
    }
  }

  private interface RowTask {
    void run(int batch, int row);
  }
}
