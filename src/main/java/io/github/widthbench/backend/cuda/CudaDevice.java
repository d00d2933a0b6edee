package io.github.widthbench.backend.cuda;

import static io.github.widthbench.backend.cuda.CudaFailure.check;
import static jcuda.driver.JCudaDriver.cuCtxSetCurrent;
import static jcuda.driver.JCudaDriver.cuDeviceGet;
import static jcuda.driver.JCudaDriver.cuDeviceGetAttribute;
import static jcuda.driver.JCudaDriver.cuDevicePrimaryCtxRelease;
import static jcuda.driver.JCudaDriver.cuDevicePrimaryCtxRetain;
import static jcuda.driver.JCudaDriver.cuInit;
import static jcuda.driver.JCudaDriver.cuMemGetInfo;
import static jcuda.driver.JCudaDriver.cuMemcpyDtoHAsync;
import static jcuda.driver.JCudaDriver.cuMemcpyHtoDAsync;
import static jcuda.driver.JCudaDriver.cuMemsetD8Async;
import static jcuda.driver.JCudaDriver.cuStreamCreate;
import static jcuda.driver.JCudaDriver.cuStreamDestroy;
import static jcuda.driver.JCudaDriver.cuStreamSynchronize;

import io.github.widthbench.backend.cuda.DeviceClock.Kind;
import io.github.widthbench.backend.cuda.DeviceMemory.Block;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalLong;
import jcuda.Pointer;
import jcuda.driver.CUcontext;
import jcuda.driver.CUdevice;
import jcuda.driver.CUdevice_attribute;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUstream;
import jcuda.driver.CUstream_flags;
import jcuda.driver.JCudaDriver;
import jcuda.jcublas.JCublas2;
import org.jspecify.annotations.Nullable;

/**
 * One GPU with a stream, its memory, kernels and cuBLAS. Its context is the device's primary one,
 * which cuSOLVER and other libraries of the process share.
 */
final class CudaDevice implements AutoCloseable {

  /** The rest is for the driver, the kernels' code and other processes. */
  private static final double SHARE_OF_FREE_MEMORY = 0.9;

  /** What the driver keeps for each thread, remembered because asking costs a native call. */
  private static final ThreadLocal<@Nullable CudaDevice> ENTERED = new ThreadLocal<>();

  /** What was opened, the last first, to be closed in this order. */
  private final Deque<Runnable> opened = new ArrayDeque<>();

  private final CUcontext context = new CUcontext();
  private final CUstream stream = new CUstream();
  private final DeviceMemory memory;
  private final DeviceClock clock;
  private final Kernels kernels;
  private final RowMajorBlas blas;
  private final Staging staging;
  private final Parameters parameters;
  private int sharedBytes;
  private int computeCapability;

  private CudaDevice(int ordinal, OptionalLong budgetBytes) {
    try {
      retainContext(ordinal);
      check(cuStreamCreate(stream, CUstream_flags.CU_STREAM_NON_BLOCKING), "cuStreamCreate");
      opened.push(() -> check(cuStreamDestroy(stream), "cuStreamDestroy"));
      memory = new DeviceMemory(budgetBytes.orElseGet(CudaDevice::shareOfFreeMemory));
      opened.push(memory::close);
      clock = new DeviceClock(this);
      opened.push(clock::close);
      kernels = new Kernels(stream, clock);
      opened.push(kernels::close);
      blas = new RowMajorBlas(stream, memory, clock);
      opened.push(blas::close);
      staging = new Staging(this);
      opened.push(staging::close);
      parameters = new Parameters(this);
      opened.push(parameters::close);
      opened.push(this::synchronize); // before what is queued loses its memory
    } catch (RuntimeException | LinkageError e) {
      closeOpened();
      throw e;
    }
  }

  /**
   * Opens the GPU of a number.
   *
   * @param budgetBytes most memory to use; empty for 90 % of what is free
   * @throws CudaFailure if it does not open
   */
  static CudaDevice open(int ordinal, OptionalLong budgetBytes) {
    return new CudaDevice(ordinal, budgetBytes);
  }

  private void retainContext(int ordinal) {
    JCudaDriver.setExceptionsEnabled(false); // results are checked here, with the call's name
    JCublas2.setExceptionsEnabled(false);
    check(cuInit(0), "cuInit");
    CUdevice device = new CUdevice();
    check(cuDeviceGet(device, ordinal), "cuDeviceGet");
    check(cuDevicePrimaryCtxRetain(context, device), "cuDevicePrimaryCtxRetain");
    opened.push(() -> check(cuDevicePrimaryCtxRelease(device), "cuDevicePrimaryCtxRelease"));
    enter();
    sharedBytes =
        attribute(CUdevice_attribute.CU_DEVICE_ATTRIBUTE_MAX_SHARED_MEMORY_PER_BLOCK_OPTIN, device);
    computeCapability =
        10 * attribute(CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR, device)
            + attribute(CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR, device);
  }

  private static int attribute(int attribute, CUdevice device) {
    int[] value = new int[1];
    check(cuDeviceGetAttribute(value, attribute, device), "cuDeviceGetAttribute");
    return value[0];
  }

  private static long shareOfFreeMemory() {
    long[] free = new long[1];
    check(cuMemGetInfo(free, new long[1]), "cuMemGetInfo");
    return (long) (SHARE_OF_FREE_MEMORY * free[0]);
  }

  /** Makes the context that of the calling thread; every way into the backend passes here. */
  void enter() {
    if (ENTERED.get() != this) {
      check(cuCtxSetCurrent(context), "cuCtxSetCurrent");
      ENTERED.set(this);
    }
  }

  /** Most shared memory that a block may ask for. */
  int sharedBytes() {
    return sharedBytes;
  }

  /** 10·major + minor. */
  int computeCapability() {
    return computeCapability;
  }

  CUstream stream() {
    return stream;
  }

  DeviceMemory memory() {
    return memory;
  }

  DeviceClock clock() {
    return clock;
  }

  Kernels kernels() {
    return kernels;
  }

  RowMajorBlas blas() {
    return blas;
  }

  Staging staging() {
    return staging;
  }

  Parameters parameters() {
    return parameters;
  }

  /** Queues a copy from pinned host memory. */
  void send(Pointer pinned, CUdeviceptr to, long bytes) {
    clock.time(
        Kind.COPY, () -> check(cuMemcpyHtoDAsync(to, pinned, bytes, stream), "cuMemcpyHtoDAsync"));
  }

  /** Queues a copy to pinned host memory. */
  void fetch(CUdeviceptr from, Pointer pinned, long bytes) {
    clock.time(
        Kind.COPY,
        () -> check(cuMemcpyDtoHAsync(pinned, from, bytes, stream), "cuMemcpyDtoHAsync"));
  }

  /** Queues zeros for the first bytes of a block. */
  void zero(Block block, long bytes) {
    clock.time(
        Kind.COMPUTE,
        () -> check(cuMemsetD8Async(block.pointer(), (byte) 0, bytes, stream), "cuMemsetD8Async"));
  }

  /** Waits until queued work is done, and throws its error. */
  void synchronize() {
    check(cuStreamSynchronize(stream), "waiting for the device");
  }

  @Override
  public void close() {
    enter();
    closeOpened();
  }

  /** Closes all, whatever single calls answer: a lost device answers nothing but errors. */
  private void closeOpened() {
    @Nullable CudaFailure first = null;
    while (!opened.isEmpty()) {
      try {
        opened.pop().run();
      } catch (CudaFailure e) {
        first = first == null ? e : first;
      }
    }
    if (first != null) {
      throw first;
    }
  }
}
