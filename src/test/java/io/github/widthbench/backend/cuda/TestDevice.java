package io.github.widthbench.backend.cuda;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static jcuda.driver.JCudaDriver.cuCtxSetCurrent;
import static jcuda.driver.JCudaDriver.cuDeviceGet;
import static jcuda.driver.JCudaDriver.cuDeviceGetAttribute;
import static jcuda.driver.JCudaDriver.cuDevicePrimaryCtxRetain;
import static jcuda.driver.JCudaDriver.cuFuncSetAttribute;
import static jcuda.driver.JCudaDriver.cuInit;
import static jcuda.driver.JCudaDriver.cuLaunchKernel;
import static jcuda.driver.JCudaDriver.cuMemAlloc;
import static jcuda.driver.JCudaDriver.cuMemFree;
import static jcuda.driver.JCudaDriver.cuMemcpyDtoH;
import static jcuda.driver.JCudaDriver.cuMemcpyHtoD;
import static jcuda.driver.JCudaDriver.cuModuleGetFunction;
import static jcuda.driver.JCudaDriver.cuModuleLoadData;
import static jcuda.driver.JCudaDriver.cuModuleUnload;
import static jcuda.driver.JCudaDriver.setExceptionsEnabled;

import io.github.widthbench.math.Activation;
import io.github.widthbench.math.Precision;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jcuda.Pointer;
import jcuda.driver.CUcontext;
import jcuda.driver.CUdevice;
import jcuda.driver.CUdevice_attribute;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUfunction;
import jcuda.driver.CUfunction_attribute;
import jcuda.driver.CUmodule;

/**
 * Calls kernels one by one through JCuda, as their heads say. Frees what it allocated when closed.
 */
final class TestDevice implements AutoCloseable {

  private final Map<String, CUmodule> modules = new HashMap<>();
  private final List<CUdeviceptr> allocated = new ArrayList<>();

  private final CUdevice device = new CUdevice();

  TestDevice() {
    setExceptionsEnabled(true);
    cuInit(0);
    cuDeviceGet(device, 0);
    CUcontext context = new CUcontext();
    cuDevicePrimaryCtxRetain(context, device);
    cuCtxSetCurrent(context);
  }

  /** 10·major + minor. */
  int computeCapability() {
    return 10 * attribute(CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR)
        + attribute(CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR);
  }

  private int attribute(int attribute) {
    int[] value = new int[1];
    cuDeviceGetAttribute(value, attribute, device);
    return value[0];
  }

  /** A tensor as kernels see it. */
  record Matrices(
      Precision precision, CUdeviceptr pointer, int batch, int rows, int columns, long rowStride) {

    long batchStride() {
      return batch == 1 ? 0 : rows * rowStride;
    }

    Matrices columns(int from, int to) {
      CUdeviceptr moved = pointer.withByteOffset((long) from * precision.bytes());
      return new Matrices(precision, moved, batch, rows, to - from, rowStride);
    }

    int[] shape() {
      return new int[] {batch, rows, columns};
    }

    int[] shape(int batch) {
      return new int[] {batch, rows, columns};
    }

    /** The suffix of kernels for this format. */
    String suffix() {
      return "_" + (precision == Precision.FP64 ? "f64" : "f32");
    }

    private Pointer parameter() {
      return Pointer.to(new long[] {new Address(pointer).value(), rowStride, batchStride()});
    }
  }

  /** Makes the address of a device pointer readable. */
  private static final class Address extends CUdeviceptr {
    Address(CUdeviceptr pointer) {
      super(pointer);
    }

    long value() {
      return getNativePointer() + getByteOffset();
    }
  }

  /** The number by which kernels know an activation: ActivationCode in activation.cuh. */
  static int code(Activation s) {
    return switch (s) {
      case RELU -> 0;
      case TANH -> 1;
      case EXP -> 2;
      case ERF -> 3;
      case SIGMOID -> 4;
      case SOFTPLUS -> 5;
    };
  }

  static long address(CUdeviceptr pointer) {
    return new Address(pointer).value();
  }

  CUdeviceptr allocate(long bytes) {
    CUdeviceptr pointer = new CUdeviceptr();
    cuMemAlloc(pointer, bytes);
    allocated.add(pointer);
    return pointer;
  }

  Matrices matrices(Precision precision, int batch, int rows, int columns) {
    long size = (long) batch * rows * columns;
    return new Matrices(
        precision, allocate(size * precision.bytes()), batch, rows, columns, columns);
  }

  Matrices matrices(Precision precision, int batch, int rows, int columns, double[] values) {
    Matrices made = matrices(precision, batch, rows, columns);
    if (precision == Precision.FP64) {
      cuMemcpyHtoD(made.pointer(), Pointer.to(values), 8L * values.length);
    } else {
      cuMemcpyHtoD(made.pointer(), Pointer.to(floats(values)), 4L * values.length);
    }
    return made;
  }

  CUdeviceptr upload(double... values) {
    CUdeviceptr pointer = allocate(8L * values.length);
    cuMemcpyHtoD(pointer, Pointer.to(values), 8L * values.length);
    return pointer;
  }

  CUdeviceptr upload(long... values) {
    CUdeviceptr pointer = allocate(8L * values.length);
    cuMemcpyHtoD(pointer, Pointer.to(values), 8L * values.length);
    return pointer;
  }

  CUdeviceptr upload(int... values) {
    CUdeviceptr pointer = allocate(4L * values.length);
    cuMemcpyHtoD(pointer, Pointer.to(values), 4L * values.length);
    return pointer;
  }

  int[] ints(CUdeviceptr pointer, int count) {
    int[] values = new int[count];
    cuMemcpyDtoH(Pointer.to(values), pointer, 4L * count);
    return values;
  }

  double[] doubles(CUdeviceptr pointer, int count) {
    double[] values = new double[count];
    cuMemcpyDtoH(Pointer.to(values), pointer, 8L * count);
    return values;
  }

  /** The numbers of contiguous matrices. */
  double[] download(Matrices m) {
    int count = Math.toIntExact((long) m.batch() * m.rows() * m.rowStride());
    if (m.precision() == Precision.FP64) {
      return doubles(m.pointer(), count);
    }
    float[] values = new float[count];
    cuMemcpyDtoH(Pointer.to(values), m.pointer(), 4L * count);
    double[] wide = new double[count];
    for (int i = 0; i < count; i++) {
      wide[i] = values[i];
    }
    return wide;
  }

  /**
   * Launches a kernel that works entry by entry, on a small grid so that its loops are gone
   * through.
   */
  void each(String file, String kernel, Object... arguments) {
    launch(file, kernel, new int[] {2, 3, 2}, new int[] {64, 1, 1}, 0, arguments);
  }

  /**
   * Launches a kernel.
   *
   * @param arguments {@link Matrices}, device pointers, {@code int[]}, {@code long[]} for
   *     structures, and numbers
   */
  void launch(
      String file, String kernel, int[] grid, int[] block, int sharedBytes, Object... arguments) {
    CUfunction function = new CUfunction();
    cuModuleGetFunction(function, modules.computeIfAbsent(file, TestDevice::load), kernel);
    if (sharedBytes > 48 << 10) {
      cuFuncSetAttribute(
          function,
          CUfunction_attribute.CU_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES,
          sharedBytes);
    }
    Pointer[] parameters = new Pointer[arguments.length];
    for (int i = 0; i < arguments.length; i++) {
      parameters[i] = parameter(arguments[i]);
    }
    cuLaunchKernel(
        function,
        grid[0],
        grid[1],
        grid[2],
        block[0],
        block[1],
        block[2],
        sharedBytes,
        null,
        Pointer.to(parameters),
        null);
  }

  private static Pointer parameter(Object argument) {
    return switch (argument) {
      case Matrices m -> m.parameter();
      case CUdeviceptr pointer -> Pointer.to(pointer);
      case int[] numbers -> Pointer.to(numbers);
      case long[] numbers -> Pointer.to(numbers);
      case float[] numbers -> Pointer.to(numbers);
      case Integer number -> Pointer.to(new int[] {number});
      case Long number -> Pointer.to(new long[] {number});
      case Double number -> Pointer.to(new double[] {number});
      default -> throw new IllegalArgumentException(argument.getClass().toString());
    };
  }

  private static CUmodule load(String file) {
    CUmodule module = new CUmodule();
    cuModuleLoadData(module, ptx(file));
    return module;
  }

  /** The PTX of a kernel file as the product ships it. */
  static String ptx(String file) {
    try (InputStream in = TestDevice.class.getResourceAsStream(file + ".ptx")) {
      if (in == null) {
        throw new IllegalStateException(file + ".ptx is not on the class path; run ci/ptx");
      }
      return new String(in.readAllBytes(), US_ASCII);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private static float[] floats(double[] values) {
    float[] narrow = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      narrow[i] = (float) values[i];
    }
    return narrow;
  }

  @Override
  public void close() {
    allocated.forEach(pointer -> cuMemFree(pointer));
    modules.values().forEach(module -> cuModuleUnload(module));
  }
}
