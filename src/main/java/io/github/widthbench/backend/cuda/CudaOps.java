package io.github.widthbench.backend.cuda;

import static io.github.widthbench.backend.cuda.Kernels.Family.ACTIVATION;
import static io.github.widthbench.backend.cuda.Kernels.Family.ELEMENTWISE;
import static io.github.widthbench.backend.cuda.Kernels.Family.REDUCTION;

import io.github.widthbench.backend.Checks;
import io.github.widthbench.backend.DescentStretch;
import io.github.widthbench.backend.DescentTrace;
import io.github.widthbench.backend.GaussianBatch;
import io.github.widthbench.backend.Ops;
import io.github.widthbench.backend.Shape;
import io.github.widthbench.backend.Tensor;
import io.github.widthbench.backend.Transpose;
import io.github.widthbench.backend.TwoLayerBatch;
import io.github.widthbench.backend.cuda.DeviceMemory.Block;
import io.github.widthbench.math.Activation;
import io.github.widthbench.math.Draws;
import io.github.widthbench.math.Precision;

/**
 * The operations on one GPU: products by cuBLAS, the rest by kernels, queued on one stream. Only
 * what answers with numbers waits for the device.
 */
final class CudaOps implements Ops {
  private static final int SLICE = 4096;

  /** Rows from which on a product with the own transpose is asked of SYRK. */
  private static final int SYMMETRIC_SAMPLES = 128;

  private final CudaDevice device;

  CudaOps(CudaDevice device) {
    this.device = device;
  }

  @Override
  public Tensor allocate(Precision precision, Shape shape) {
    return CudaTensor.allocate(device, precision, shape);
  }

  @Override
  public void gemm(
      Transpose ta, Transpose tb, double alpha, Tensor a, Tensor b, double beta, Tensor c) {
    Checks.requireProduct(ta, tb, a, b, c);
    device.enter();
    if (a.equals(b) && ta == Transpose.NO && tb == Transpose.YES && beta == 0 && symmetricPays(c)) {
      square(alpha, CudaTensor.of(a), CudaTensor.of(c));
      return;
    }
    device.blas().gemm(ta, tb, alpha, CudaTensor.of(a), CudaTensor.of(b), beta, CudaTensor.of(c));
  }

  /** Whether half the work of a product, a call for each matrix and a mirroring cost less. */
  private static boolean symmetricPays(Tensor c) {
    return c.shape().rows() >= SYMMETRIC_SAMPLES && c.precision() != Precision.TF32;
  }

  /** C ← alpha·A·Aᵀ: one triangle by SYRK, the other is its mirror image. */
  private void square(double alpha, CudaTensor a, CudaTensor c) {
    for (int b = 0; b < c.shape().batch(); b++) {
      CudaTensor factor = a.shape().batch() == 1 ? a : a.replicas(b, b + 1);
      device.blas().square(alpha, factor, 0, c.replicas(b, b + 1));
    }
    Arguments arguments = arguments().matrices(c).shape(c.shape());
    device.kernels().overEntries(ELEMENTWISE, "mirror_" + c.format(), c.shape(), arguments);
  }

  @Override
  public void activate(Activation s, Tensor z, Tensor y) {
    activate(s, 0, z, y);
  }

  @Override
  public void derivative(Activation s, Tensor z, Tensor y) {
    activate(s, 1, z, y);
  }

  @Override
  public void secondDerivative(Activation s, Tensor z, Tensor y) {
    activate(s, 2, z, y);
  }

  private void activate(Activation s, int order, Tensor z, Tensor y) {
    Checks.requireOperand("z", z, y);
    Entries entries = entries(y, z, y);
    String kernel = "activate_" + entries.format();
    entries.launch(ACTIVATION, kernel, arguments().integer(Arguments.code(s)).integer(order));
  }

  @Override
  public void pairDifference(Activation s, Tensor p, Tensor q, Tensor y) {
    Checks.requireOperand("p", p, y);
    Checks.requireOperand("q", q, y);
    Entries entries = entries(y, p, q, y);
    entries.launch(
        ACTIVATION, "pair_difference_" + entries.format(), arguments().integer(Arguments.code(s)));
  }

  @Override
  public void pairDerivatives(Activation s, Tensor p, Tensor q, Tensor mean, Tensor half) {
    Checks.requireOperand("p", p, mean);
    Checks.requireOperand("q", q, mean);
    Checks.requireShape("half", half, mean.shape());
    Entries entries = entries(mean, p, q, mean, half);
    entries.launch(
        ACTIVATION, "pair_derivatives_" + entries.format(), arguments().integer(Arguments.code(s)));
  }

  @Override
  public boolean[] clip(double limit, Tensor z) {
    device.enter();
    int batch = z.shape().batch();
    long flags = device.parameters().clearFlags(batch);
    clip(limit, CudaTensor.of(z), flags);
    return device.parameters().flags(flags, batch);
  }

  @Override
  public boolean[] clipPair(double limit, Tensor p, Tensor q) {
    Checks.requireShape("q", q, p.shape());
    device.enter();
    int batch = p.shape().batch();
    long flags = device.parameters().clearFlags(batch);
    clipPair(limit, CudaTensor.of(p), CudaTensor.of(q), flags);
    return device.parameters().flags(flags, batch);
  }

  /** Clips; raises the flag (device memory) of each matrix with an entry above. */
  void clip(double limit, CudaTensor z, long flags) {
    Arguments arguments = arguments().real(limit).matrices(z).address(flags).shape(z.shape());
    device.kernels().overEntries(ELEMENTWISE, "clip_" + z.format(), z.shape(), arguments);
  }

  /** Clips sums and differences; raises the flag (device memory) of each matrix with one above. */
  void clipPair(double limit, CudaTensor p, CudaTensor q, long flags) {
    Arguments arguments =
        arguments().real(limit).matrices(p).matrices(q).address(flags).shape(p.shape());
    device.kernels().overEntries(ELEMENTWISE, "clip_pair_" + p.format(), p.shape(), arguments);
  }

  @Override
  public void scaleOuter(Tensor rows, Tensor columns, Tensor x) {
    Checks.requireVector("rows", rows, x, x.shape().rows());
    Checks.requireVector("columns", columns, x, x.shape().columns());
    device.enter();
    CudaTensor left = CudaTensor.of(rows);
    CudaTensor right = CudaTensor.of(columns);
    CudaTensor out = CudaTensor.of(x);
    Arguments arguments = arguments().matrices(left).matrices(right).matrices(out).shape(x.shape());
    String kernel = "scale_outer_%s_%s_%s".formatted(left.format(), right.format(), out.format());
    device.kernels().overEntries(ELEMENTWISE, kernel, x.shape(), arguments);
  }

  @Override
  public void axpy(double[] alpha, Tensor x, Tensor y) {
    Checks.requireOperand("x", x, y);
    Checks.requireFactors(alpha, y);
    device.enter();
    axpy(device.parameters().send(alpha), 0, CudaTensor.of(x), CudaTensor.of(y));
  }

  /**
   * Y ← Y + alpha_b·X.
   *
   * @param alpha factors in device memory
   * @param active flags in device memory of the matrices to change; 0 for all
   */
  void axpy(long alpha, long active, CudaTensor x, CudaTensor y) {
    Entries entries = entries(y, x, y);
    entries.launch(
        ELEMENTWISE,
        "axpy_" + entries.format(0) + "_" + entries.format(1),
        arguments().address(alpha).address(active));
  }

  @Override
  public void weightedSum(double alpha, Tensor y, Tensor a, double beta, Tensor f) {
    Shape shape = y.shape();
    Checks.requireVector("a", a, y, shape.columns());
    Checks.requireShape("f", f, new Shape(shape.batch(), 1, shape.rows()));
    Checks.require(f.precision() == Precision.FP64, "f must be fp64");
    device.enter();
    int slices = Math.ceilDiv(shape.columns(), SLICE);
    Block partials =
        device.memory().take((long) shape.batch() * slices * shape.rows() * Double.BYTES);
    CudaTensor in = CudaTensor.of(y);
    CudaTensor weights = CudaTensor.of(a);
    Arguments slice =
        arguments().matrices(in).matrices(weights).address(partials.address()).shape(shape);
    device
        .kernels()
        .launch(
            REDUCTION,
            "weighted_sum_" + in.format() + "_" + weights.format(),
            Kernels.grid(slices, shape.rows(), shape.batch()),
            Kernels.BLOCK,
            slice);
    sumSlices(alpha, partials, slices, beta, CudaTensor.of(f));
    device.memory().give(partials); // the next to take it queues its work behind this
  }

  /** F ← beta·F + alpha·(the sum over slices of partial sums), in a fixed order. */
  void sumSlices(double alpha, Block partials, int slices, double beta, CudaTensor f) {
    Arguments arguments =
        arguments()
            .real(alpha)
            .address(partials.address())
            .integer(slices)
            .real(beta)
            .matrices(f)
            .shape(f.shape());
    device
        .kernels()
        .launch(
            REDUCTION,
            "sum_slices",
            Kernels.grid((f.shape().columns() + 31) / 32, f.shape().batch(), 1),
            new Kernels.Extent(32, 8, 1),
            arguments);
  }

  @Override
  public void fill(double value, Tensor x) {
    Entries entries = entries(x, x);
    entries.launch(ELEMENTWISE, "fill_" + entries.format(0), arguments().real(value));
  }

  @Override
  public void hadamard(Tensor y, Tensor x) {
    Checks.requireOperand("y", y, x);
    Entries entries = entries(x, y, x);
    String kernel = "hadamard_" + entries.format(0) + "_" + entries.format(1);
    entries.launch(ELEMENTWISE, kernel, arguments());
  }

  @Override
  public void copy(Tensor from, Tensor to) {
    Checks.requireOperand("source", from, to);
    Entries entries = entries(to, from, to);
    String kernel = "copy_" + entries.format(0) + "_" + entries.format(1);
    entries.launch(ELEMENTWISE, kernel, arguments());
  }

  @Override
  public void twoLayerForward(TwoLayerBatch net, Tensor x, Tensor f) {
    if (!FusedPasses.fit(device, net)) {
      Ops.super.twoLayerForward(net, x, f);
      return;
    }
    Checks.requireInputs(net, x);
    Checks.requireOutputs(net, x, f);
    device.enter();
    try (FusedPasses passes = new FusedPasses(device, net, x, f)) {
      passes.forward();
    }
  }

  @Override
  public DescentTrace twoLayerDescend(
      TwoLayerBatch net, Tensor x, Tensor y, Tensor f, DescentStretch stretch) {
    Checks.requireInputs(net, x);
    Checks.requireOutputs(net, x, f);
    Checks.requireStretch(net, stretch);
    Checks.requireVector("labels", y, f, x.shape().rows());
    device.enter();
    try (DescentStep step =
        FusedPasses.fit(device, net)
            ? new FusedPasses(device, net, x, f)
            : new ComposedStep(device, net, x, f)) {
      return new CudaDescent(device, net, CudaTensor.of(y), CudaTensor.of(f)).run(step, stretch);
    }
  }

  @Override
  public void twoLayerGram(TwoLayerBatch net, Tensor x, Tensor h) {
    int n = x.shape().rows();
    Checks.requireShape("Gram matrix", h, new Shape(net.replicas(), n, n));
    device.enter();
    if (!FusedGram.of(device, net, x, h).run()) {
      Ops.super.twoLayerGram(net, x, h);
    }
  }

  @Override
  public void gaussianGram(GaussianBatch net, Tensor x, Tensor h) {
    if (!ReluGram.draws(net, x)) {
      Ops.super.gaussianGram(net, x, h);
      return;
    }
    int n = x.shape().rows();
    Checks.requireShape("Gram matrix", h, new Shape(net.seeds().length, n, n));
    device.enter();
    try (ReluGram gram = new ReluGram(device, CudaTensor.of(x), h.shape(), net.width())) {
      gram.count(net);
      gram.finish(net.width(), CudaTensor.of(h));
    }
  }

  @Override
  public void normals(long[] seeds, Draws.Stream stream, long from, double scale, Tensor x) {
    Shape shape = x.shape();
    Checks.require(seeds.length == shape.batch(), "%d seeds for tensor %s", seeds.length, shape);
    device.enter();
    CudaTensor out = CudaTensor.of(x);
    long inDevice = device.parameters().send(seeds);
    Arguments arguments =
        arguments()
            .address(inDevice)
            .integer(stream.code())
            .structure()
            .put(from * shape.rows())
            .put(1L)
            .put((long) shape.rows())
            .real(scale)
            .matrices(out)
            .shape(shape);
    device.kernels().overEntries(Kernels.Family.DRAWS, "normals_" + out.format(), shape, arguments);
  }

  @Override
  public void synchronize() {
    device.enter();
    device.synchronize();
  }

  private Arguments arguments() {
    return device.kernels().arguments();
  }

  private Entries entries(Tensor out, Tensor... operands) {
    device.enter();
    return Entries.of(device.kernels(), out.shape(), operands);
  }
}
