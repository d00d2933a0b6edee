package io.github.widthbench.backend.cuda;

import static io.github.widthbench.backend.cuda.TestDevice.address;

import io.github.widthbench.backend.TwoLayerBatch.Form;
import io.github.widthbench.backend.cuda.TestDevice.Matrices;
import io.github.widthbench.math.Activation;
import io.github.widthbench.math.Precision;
import jcuda.driver.CUdeviceptr;

/** A batch of two-layer networks for the fused kernels, and the launches of their passes. */
final class FusedNetwork {

  /** What the kernels are told besides the tensors. */
  record Kind(Activation s, Form form, double scale, double clip) {
    boolean paired() {
      return form == Form.PAIRED;
    }
  }

  private static final int[] BLOCK = {256, 1, 1};

  private final TestDevice device;
  private final Kind kind;
  private final Matrices w;
  private final Matrices a;
  private final Matrices x;
  private final Matrices xt;

  /** The kernels for tensor cores. */
  private final boolean tensor;

  private final int n;
  private final int slices;
  private final CUdeviceptr partials;

  /** Two tiles of neurons a slice, so that tiles and slices are both gone through. */
  FusedNetwork(TestDevice device, Kind kind, Matrices w, Matrices a, Matrices x, boolean tensor) {
    this.device = device;
    this.x = x;
    this.tensor = tensor;
    this.kind = kind;
    this.w = w;
    this.a = a;
    this.n = x.rows();
    this.slices = (a.columns() + unitsOfSlice() - 1) / unitsOfSlice();
    this.partials = device.allocate(8L * w.batch() * slices * n);
    this.xt = device.matrices(x.precision(), x.batch(), x.columns(), n);
    int[] grid = {(x.columns() + 31) / 32, (n + 31) / 32, x.batch()};
    device.launch(
        "two_layer", "transpose" + x.suffix(), grid, new int[] {32, 8, 1}, 0, x, xt, x.shape());
  }

  private int unitsOfSlice() {
    return kind.paired() ? 128 : 256;
  }

  private long[] parameter(int unitsOfSlice, int slices) {
    return new long[] {
      address(w.pointer()),
      w.rowStride(),
      w.batchStride(),
      address(a.pointer()),
      a.rowStride(),
      a.batchStride(),
      Double.doubleToRawLongBits(kind.clip()),
      TestDevice.code(kind.s()) | (kind.paired() ? 1L : 0) << 32,
      w.rows() | (long) a.columns() << 32,
      unitsOfSlice | (long) slices << 32
    };
  }

  private String family() {
    return tensor ? "two_layer_tensor" : "two_layer";
  }

  private String tensorKernel(String pass) {
    String format = w.precision() == Precision.TF32 ? "_tf32" : w.suffix();
    return "two_layer_tensor_" + pass + "_" + mostInputs() + format;
  }

  private String mostInputs() {
    return w.rows() <= 16 ? "16" : "64";
  }

  private int[] block() {
    return tensor ? new int[] {128, 1, 1} : BLOCK;
  }

  private int sharedBytes() {
    if (tensor) {
      return 0;
    }
    int samples = w.precision() == Precision.FP64 ? 32 : 64;
    return (w.rows() * (128 + samples) + samples * 128 + 128 + samples) * w.precision().bytes();
  }

  /** f ← outputs. */
  void forward(Matrices f, CUdeviceptr clipped) {
    device.launch(
        family(),
        tensor ? tensorKernel("forward") : "two_layer_forward" + w.suffix(),
        new int[] {slices, w.batch(), 1},
        block(),
        sharedBytes(),
        parameter(unitsOfSlice(), slices),
        tensor ? x : xt,
        n,
        0L,
        partials,
        clipped);
    sum(f);
  }

  /** One step of descent, and the outputs of the new weights. */
  void step(Descent descent, Matrices f, CUdeviceptr clipped) {
    device.launch(
        family(),
        tensor ? tensorKernel("step") : "two_layer_step_" + mostInputs() + w.suffix(),
        new int[] {slices, w.batch(), 1},
        block(),
        sharedBytes(),
        parameter(unitsOfSlice(), slices),
        tensor ? x : xt,
        descent.residual(),
        n,
        descent.rate,
        descent.active,
        partials,
        clipped);
    sum(f);
  }

  private void sum(Matrices f) {
    int[] grid = {(n + 31) / 32, w.batch(), 1};
    device.launch(
        "reduction",
        "sum_slices",
        grid,
        new int[] {32, 8, 1},
        0,
        kind.scale(),
        partials,
        slices,
        0.0,
        f,
        f.shape());
  }

  /** h ← Gram matrix, the neurons in {@code splits} parts. */
  void gram(Matrices x, Matrices h, int splits) {
    int chunk = kind.paired() ? 16 : 32;
    int chunks = (a.columns() + chunk - 1) / chunk;
    int each = (chunks + splits - 1) / splits * chunk;
    int used = (a.columns() + each - 1) / each;
    int tiles = (n + 63) / 64;
    CUdeviceptr sums = device.allocate(8L * w.batch() * used * n * n);
    int bytes = (2 * w.rows() * 64 + w.rows() * 32 + 2 * 32 * 64) * w.precision().bytes();
    int[] grid = {tiles * (tiles + 1) / 2, used, w.batch()};
    device.launch(
        "gram", "gram" + w.suffix(), grid, BLOCK, bytes, parameter(each, used), xt, n, sums);
    device.each(
        "gram",
        "gram_finish" + w.suffix(),
        sums,
        used,
        1.0 / w.columns(),
        x,
        w.rows(),
        h,
        h.shape());
  }
}
