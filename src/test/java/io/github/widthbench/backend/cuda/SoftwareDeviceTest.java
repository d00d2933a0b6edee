package io.github.widthbench.backend.cuda;

import static jcuda.driver.JCudaDriver.cuGraphDestroy;
import static jcuda.driver.JCudaDriver.cuGraphExecDestroy;
import static jcuda.driver.JCudaDriver.cuGraphInstantiate;
import static jcuda.driver.JCudaDriver.cuGraphLaunch;
import static jcuda.driver.JCudaDriver.cuMemFree;
import static jcuda.driver.JCudaDriver.cuMemcpyDtoH;
import static jcuda.driver.JCudaDriver.cuMemsetD32Async;
import static jcuda.driver.JCudaDriver.cuModuleGetFunction;
import static jcuda.driver.JCudaDriver.cuModuleLoadData;
import static jcuda.driver.JCudaDriver.cuStreamBeginCapture;
import static jcuda.driver.JCudaDriver.cuStreamCreate;
import static jcuda.driver.JCudaDriver.cuStreamDestroy;
import static jcuda.driver.JCudaDriver.cuStreamEndCapture;
import static jcuda.driver.JCudaDriver.cuStreamSynchronize;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.widthbench.backend.cuda.TestDevice.Matrices;
import io.github.widthbench.math.Precision;
import java.util.Random;
import jcuda.CudaException;
import jcuda.Pointer;
import jcuda.cudaDataType;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUfunction;
import jcuda.driver.CUgraph;
import jcuda.driver.CUgraphExec;
import jcuda.driver.CUmodule;
import jcuda.driver.CUstream;
import jcuda.driver.JCudaDriver;
import jcuda.jcublas.JCublas2;
import jcuda.jcublas.cublasComputeType;
import jcuda.jcublas.cublasHandle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What the software device refuses: whatever a GPU would answer with an error, or with nonsense.
 */
@Tag("software-device")
class SoftwareDeviceTest {

  private TestDevice device;
  private cublasHandle cublas;

  @BeforeAll
  static void load() {
    SoftwareDevice.load(12);
  }

  @BeforeEach
  void open() {
    device = new TestDevice();
    JCublas2.setExceptionsEnabled(true);
    cublas = new cublasHandle();
    JCublas2.cublasCreate(cublas);
  }

  @AfterEach
  void close() {
    SoftwareDevice.set("loseAfter", -1);
    SoftwareDevice.set("memory", 2L << 30);
    JCublas2.cublasDestroy(cublas);
    device.close();
  }

  @Test
  void memory_neverWritten_isNaN() {
    Matrices fresh = device.matrices(Precision.FP64, 1, 1, 3);
    assertThat(device.download(fresh)).containsOnly(Double.NaN);
    assertThat(device.download(device.matrices(Precision.FP32, 1, 1, 3))).containsOnly(Double.NaN);
  }

  @Test
  void copy_beyondAnAllocation_isRefused() {
    CUdeviceptr three = device.allocate(24);
    assertThatThrownBy(() -> cuMemcpyDtoH(Pointer.to(new double[4]), three, 32))
        .hasMessageContaining("CUDA_ERROR_INVALID_VALUE");
  }

  @Test
  void allocation_beyondTheMemory_isOutOfMemory() {
    SoftwareDevice.set("memory", 1 << 20);
    assertThatThrownBy(() -> device.allocate(2 << 20))
        .hasMessageContaining("CUDA_ERROR_OUT_OF_MEMORY");
  }

  @Test
  void free_ofWhatWasFreed_isRefused() {
    CUdeviceptr pointer = new CUdeviceptr();
    JCudaDriver.cuMemAlloc(pointer, 8);
    cuMemFree(pointer);
    assertThatThrownBy(() -> cuMemFree(pointer)).hasMessageContaining("INVALID_VALUE");
  }

  @Test
  void kernel_thatRunsOverTheEnd_losesTheDevice() {
    Matrices x = device.matrices(Precision.FP64, 1, 1, 100);
    assertThatThrownBy(() -> device.each("elementwise", "fill_f64", 1.0, x, new int[] {1, 1, 2000}))
        .hasMessageContaining("CUDA_ERROR_ILLEGAL_ADDRESS");
    assertThatThrownBy(() -> device.allocate(8)).hasMessageContaining("ILLEGAL_ADDRESS");
  }

  @Test
  void kernel_thatWritesJustBesideATensor_isFoundWhenItIsFreed() {
    CUdeviceptr pointer = new CUdeviceptr();
    JCudaDriver.cuMemAlloc(pointer, 8);
    Matrices x = new Matrices(Precision.FP64, pointer, 1, 1, 1, 1);
    device.each("elementwise", "fill_f64", 1.0, x, new int[] {1, 1, 2}); // 16 bytes are aligned
    assertThatThrownBy(() -> cuMemFree(pointer)).hasMessageContaining("ILLEGAL_ADDRESS");
  }

  @Test
  void device_lostInTheMiddle_answersEveryCallWithThat() {
    Matrices x = device.matrices(Precision.FP64, 1, 1, 10);
    SoftwareDevice.set("loseAfter", 1);
    device.each("elementwise", "fill_f64", 1.0, x, x.shape());
    assertThatThrownBy(() -> device.each("elementwise", "fill_f64", 1.0, x, x.shape()))
        .hasMessageContaining("CUDA_ERROR_LAUNCH_FAILED");
    assertThatThrownBy(() -> device.download(x)).hasMessageContaining("LAUNCH_FAILED");
  }

  @Test
  void block_ofMoreThreadsThanTheKernelAllows_isRefused() {
    Matrices f = device.matrices(Precision.FP64, 1, 1, 3);
    assertThatThrownBy(() ->
            device.launch(
                "reduction",
                "sum_slices",
                new int[] {1, 1, 1},
                new int[] {32, 16, 1},
                0,
                1.0,
                f.pointer(),
                1,
                0.0,
                f,
                f.shape()))
        .hasMessageContaining("CUDA_ERROR_LAUNCH_OUT_OF_RESOURCES");
  }

  @Test
  void module_withoutTheKernel_orWithAnotherSignature_isRefused() {
    CUmodule module = new CUmodule();
    cuModuleLoadData(module, TestDevice.ptx("elementwise"));
    assertThatThrownBy(() -> cuModuleGetFunction(new CUfunction(), module, "no_such_kernel"))
        .hasMessageContaining("CUDA_ERROR_NOT_FOUND");
    CUmodule stale = new CUmodule();
    cuModuleLoadData(
        stale,
        TestDevice.ptx("elementwise")
            .replace(".param .f64 fill_f64_param_0", ".param .f32 fill_f64_param_0"));
    assertThatThrownBy(() -> cuModuleGetFunction(new CUfunction(), stale, "fill_f64"))
        .hasMessageContaining("CUDA_ERROR_NO_BINARY_FOR_GPU");
    assertThatThrownBy(() -> cuModuleLoadData(new CUmodule(), "not PTX"))
        .hasMessageContaining("CUDA_ERROR_INVALID_PTX");
  }

  @Test
  void capture_isReplayed_andRefusesToWait() {
    CUdeviceptr words = device.upload(0, 0);
    CUstream stream = new CUstream();
    cuStreamCreate(stream, 0);
    cuStreamBeginCapture(stream, 0);
    cuMemsetD32Async(words, 7, 2, stream);
    assertThatThrownBy(() -> cuStreamSynchronize(stream)).isInstanceOf(CudaException.class);
    CUgraph graph = new CUgraph();
    cuStreamEndCapture(stream, graph);
    assertThat(device.ints(words, 2)).containsExactly(0, 0);
    CUgraphExec executable = new CUgraphExec();
    cuGraphInstantiate(executable, graph, 0);
    cuGraphLaunch(executable, stream);
    assertThat(device.ints(words, 2)).containsExactly(7, 7);
    cuGraphExecDestroy(executable);
    cuGraphDestroy(graph);
    cuStreamDestroy(stream);
  }

  @Test
  void call_thatIsNotSimulated_isRefusedAndDoesNotEndTheJvm() {
    assertThatThrownBy(() -> JCudaDriver.cuMemAllocManaged(new CUdeviceptr(), 8, 1))
        .hasMessageContaining("CUDA_ERROR_NOT_SUPPORTED");
    assertThatThrownBy(() ->
            JCublas2.cublasDsymm(
                cublas,
                0,
                0,
                1,
                1,
                one(),
                device.allocate(8),
                1,
                device.allocate(8),
                1,
                one(),
                device.allocate(8),
                1))
        .hasMessageContaining("CUBLAS_STATUS_NOT_SUPPORTED");
  }

  @Test
  void product_withSwappedLeadingDimensions_isRefused() {
    CUdeviceptr a = device.allocate(8 * 6);
    CUdeviceptr b = device.allocate(8 * 15);
    CUdeviceptr c = device.allocate(8 * 10);
    // a 2×3 by a 3×5 matrix, column-major: leading dimensions 2 and 3
    JCublas2.cublasDgemm(cublas, 0, 0, 2, 5, 3, one(), a, 2, b, 3, one(), c, 2);
    assertThatThrownBy(
            () -> JCublas2.cublasDgemm(cublas, 0, 0, 2, 5, 3, one(), a, 3, b, 2, one(), c, 2))
        .hasMessageContaining("CUBLAS_STATUS_INVALID_VALUE");
    // and one that is large enough to pass reads beyond the matrix
    assertThatThrownBy(
            () -> JCublas2.cublasDgemm(cublas, 0, 0, 2, 5, 3, one(), a, 5, b, 3, one(), c, 2))
        .hasMessageContaining("CUBLAS_STATUS_INVALID_VALUE");
  }

  @Test
  void product_inTf32_roundsItsInputsToTenBits() {
    double[] values = new Random(1).doubles(64, -1, 1).toArray();
    Matrices a = device.matrices(Precision.FP32, 1, 8, 8, values);
    double[] full = product(a, cublasComputeType.CUBLAS_COMPUTE_32F);
    double[] rounded = product(a, cublasComputeType.CUBLAS_COMPUTE_32F_FAST_TF32);
    assertThat(rounded).containsExactly(full, within(8 * 0x1p-10)).isNotEqualTo(full);
    assertThat(Math.abs(rounded[0] - full[0])).isGreaterThan(0x1p-20);
  }

  private double[] product(Matrices a, int computeType) {
    Matrices c = device.matrices(Precision.FP32, 1, 8, 8);
    int type = cudaDataType.CUDA_R_32F;
    JCublas2.cublasGemmEx_new(
        cublas,
        0,
        0,
        8,
        8,
        8,
        Pointer.to(new float[] {1}),
        a.pointer(),
        type,
        8,
        a.pointer(),
        type,
        8,
        Pointer.to(new float[] {0}),
        c.pointer(),
        type,
        8,
        computeType,
        -1);
    return device.download(c);
  }

  @Test
  void triangularSolve_undoesTheProduct_onEachSide() {
    int n = 5;
    double[] a = new Random(2).doubles((long) n * n, 1, 2).toArray();
    for (int side = 0; side < 2; side++) {
      for (int upper = 0; upper < 2; upper++) {
        for (int transposed = 0; transposed < 2; transposed++) {
          checkSolve(a, n, side, upper, transposed);
        }
      }
    }
  }

  /** Column-major, as cuBLAS: B = op(A)·X or X·op(A), then back. */
  private void checkSolve(double[] a, int n, int side, int upper, int transposed) {
    double[] x = new Random(3).doubles((long) n * n, -1, 1).toArray();
    double[] b = new double[n * n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        for (int k = 0; k < n; k++) {
          b[j * n + i] +=
              side == 0
                  ? entry(a, n, i, k, upper, transposed) * x[j * n + k]
                  : x[k * n + i] * entry(a, n, k, j, upper, transposed);
        }
      }
    }
    CUdeviceptr solved = device.upload(b);
    JCublas2.cublasDtrsm(
        cublas, side, upper, transposed, 0, n, n, one(), device.upload(a), n, solved, n);
    assertThat(device.doubles(solved, n * n)).containsExactly(x, within(1e-12));
  }

  private static double entry(double[] a, int n, int i, int j, int upper, int transposed) {
    int row = transposed == 0 ? i : j;
    int column = transposed == 0 ? j : i;
    boolean inside = upper == 1 ? row <= column : row >= column;
    return inside ? a[column * n + row] : 0;
  }

  private static Pointer one() {
    return Pointer.to(new double[] {1});
  }
}
