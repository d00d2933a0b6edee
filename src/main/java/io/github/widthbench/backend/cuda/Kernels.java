package io.github.widthbench.backend.cuda;

import static io.github.widthbench.backend.cuda.CudaFailure.check;
import static jcuda.driver.JCudaDriver.cuFuncSetAttribute;
import static jcuda.driver.JCudaDriver.cuLaunchKernel;
import static jcuda.driver.JCudaDriver.cuModuleGetFunction;
import static jcuda.driver.JCudaDriver.cuModuleLoadData;
import static jcuda.driver.JCudaDriver.cuModuleUnload;

import io.github.widthbench.backend.Shape;
import io.github.widthbench.backend.cuda.DeviceClock.Kind;
import java.lang.foreign.Arena;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import jcuda.driver.CUfunction;
import jcuda.driver.CUfunction_attribute;
import jcuda.driver.CUmodule;
import jcuda.driver.CUresult;
import jcuda.driver.CUstream;

/**
 * The kernels of this build, assembled by the driver when a family is first used, and launched on
 * one stream.
 */
final class Kernels implements AutoCloseable {

  /** A file of kernels/. */
  enum Family {
    ACTIVATION,
    ELEMENTWISE,
    REDUCTION,
    DESCENT,
    DRAWS,
    TWO_LAYER,
    TWO_LAYER_TENSOR,
    GRAM,
    RELU_GRAM,
    JACOBI
  }

  /** Numbers of blocks and threads, in x, y and z. */
  record Extent(int x, int y, int z) {}

  /**
   * How a kernel is launched.
   *
   * @param sharedBytes dynamic shared memory of a block
   */
  record Launch(Family family, String kernel, Extent grid, Extent block, int sharedBytes) {}

  /** What a block may have without asking. */
  private static final int SHARED_BYTES = 48 << 10;

  private static final int SUCCESS = CUresult.CUDA_SUCCESS;
  private static final int THREADS = 256;
  private static final int WARP = 32;
  static final int MOST_BLOCKS = 65535;

  /** The usual block. */
  static final Extent BLOCK = new Extent(THREADS, 1, 1);

  private final CUstream stream;
  private final DeviceClock clock;
  private final Map<Family, CUmodule> modules = new EnumMap<>(Family.class);
  private final Map<String, CUfunction> functions = new HashMap<>();
  private final Arena arena = Arena.ofShared();
  private final Arguments arguments = new Arguments(arena);

  Kernels(CUstream stream, DeviceClock clock) {
    this.stream = stream;
    this.clock = clock;
  }

  /** The arguments of the next launch, empty. */
  Arguments arguments() {
    return arguments.reset();
  }

  /** Launches a kernel that visits every entry of {@code shape}. */
  void overEntries(Family family, String kernel, Shape shape, Arguments given) {
    int warps = Math.min(THREADS / WARP, Math.ceilDiv(shape.columns(), WARP));
    int threads = warps * WARP;
    int across = Math.ceilDiv(shape.columns(), threads);
    Extent block = new Extent(threads, 1, 1);
    launch(family, kernel, grid(across, shape.rows(), shape.batch()), block, given);
  }

  /** A grid, cut where the device's limit is: kernels go over what is left. */
  static Extent grid(int x, int y, int z) {
    return new Extent(x, Math.min(y, MOST_BLOCKS), Math.min(z, MOST_BLOCKS));
  }

  void launch(Family family, String kernel, Extent grid, Extent block, Arguments given) {
    launch(new Launch(family, kernel, grid, block, 0), given);
  }

  void launch(Launch launch, Arguments given) {
    CUfunction function = function(launch.family(), launch.kernel());
    if (launch.sharedBytes() > SHARED_BYTES) {
      check(
          cuFuncSetAttribute(
              function,
              CUfunction_attribute.CU_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES,
              launch.sharedBytes()),
          "cuFuncSetAttribute");
    }
    clock.time(Kind.COMPUTE, () -> launch(function, launch, given));
  }

  private void launch(CUfunction function, Launch launch, Arguments given) {
    Extent grid = launch.grid();
    Extent block = launch.block();
    check(
        cuLaunchKernel(
            function,
            grid.x(),
            grid.y(),
            grid.z(),
            block.x(),
            block.y(),
            block.z(),
            launch.sharedBytes(),
            stream,
            given.pointer(),
            null),
        "launch of " + launch.kernel());
  }

  private CUfunction function(Family family, String kernel) {
    CUfunction known = functions.get(kernel);
    if (known != null) {
      return known;
    }
    CUfunction function = new CUfunction();
    check(
        cuModuleGetFunction(function, modules.computeIfAbsent(family, Kernels::load), kernel),
        "kernel " + kernel);
    functions.put(kernel, function);
    return function;
  }

  private static CUmodule load(Family family) {
    KernelCode code = KernelCode.of(family.name().toLowerCase(Locale.ROOT));
    CUmodule module = new CUmodule();
    boolean machineCode =
        code.fatbin().map(image -> cuModuleLoadData(module, image) == SUCCESS).orElse(false);
    if (!machineCode) { // none, or none for this GPU: the driver assembles
      check(cuModuleLoadData(module, code.ptx()), "kernels of " + code.name() + ".ptx");
    }
    return module;
  }

  @Override
  public void close() {
    modules.values().forEach(module -> check(cuModuleUnload(module), "cuModuleUnload"));
    arena.close();
  }
}
