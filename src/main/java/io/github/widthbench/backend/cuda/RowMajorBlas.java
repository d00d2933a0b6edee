package io.github.widthbench.backend.cuda;

import static io.github.widthbench.backend.cuda.CudaFailure.checkBlas;
import static jcuda.jcublas.JCublas2.cublasCreate;
import static jcuda.jcublas.JCublas2.cublasDestroy;
import static jcuda.jcublas.JCublas2.cublasDtrsm;
import static jcuda.jcublas.JCublas2.cublasGemmStridedBatchedEx_new;
import static jcuda.jcublas.JCublas2.cublasSetStream;
import static jcuda.jcublas.JCublas2.cublasSetWorkspace;

import io.github.widthbench.backend.Shape;
import io.github.widthbench.backend.Transpose;
import io.github.widthbench.backend.cuda.DeviceClock.Kind;
import io.github.widthbench.backend.cuda.DeviceMemory.Block;
import io.github.widthbench.math.Precision;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.function.IntSupplier;
import jcuda.Pointer;
import jcuda.cudaDataType;
import jcuda.driver.CUstream;
import jcuda.jcublas.JCublas2;
import jcuda.jcublas.cublasComputeType;
import jcuda.jcublas.cublasDiagType;
import jcuda.jcublas.cublasFillMode;
import jcuda.jcublas.cublasGemmAlgo;
import jcuda.jcublas.cublasHandle;
import jcuda.jcublas.cublasOperation;
import jcuda.jcublas.cublasSideMode;
import jcuda.runtime.cudaStream_t;

/**
 * cuBLAS for row-major matrices. cuBLAS reads a row-major A as the column-major Aᵀ; so C = A·B is
 * asked for as Cᵀ = Bᵀ·Aᵀ: operands swapped, everything else as it is. No other class knows of
 * column-major order.
 *
 * <p>The calls named {@code …_new} are cuBLAS's own; the older names are overloads that take
 * another type of computation. Scalars are in native memory: for Java arrays JCublas2 would wait
 * for the device, which ends a capture.
 */
final class RowMajorBlas implements AutoCloseable {

  /** What cuBLAS asks for on recent GPUs. A capture must find it set. */
  private static final long WORKSPACE_BYTES = 32L << 20;

  private final cublasHandle handle = new cublasHandle();
  private final Arena arena = Arena.ofShared();
  private final MemorySegment scalars = arena.allocate(2 * Long.BYTES, Long.BYTES);
  private final Pointer alphaPointer = Address.pointer(scalars.address());
  private final Pointer betaPointer = Address.pointer(scalars.address() + Long.BYTES);
  private final DeviceMemory memory;
  private final DeviceClock clock;
  private final Block workspace;

  RowMajorBlas(CUstream stream, DeviceMemory memory, DeviceClock clock) {
    this.memory = memory;
    this.clock = clock;
    checkBlas(cublasCreate(handle), "cublasCreate");
    checkBlas(cublasSetStream(handle, new cudaStream_t(stream)), "cublasSetStream");
    workspace = memory.take(WORKSPACE_BYTES); // after the stream, which resets it
    checkBlas(
        cublasSetWorkspace(handle, workspace.pointer(), WORKSPACE_BYTES), "cublasSetWorkspace");
  }

  /**
   * C ← alpha·op(A)·op(B) + beta·C for matrices whose shapes agree. One call serves single matrices
   * and batches, so that a matrix has the same bits in both.
   */
  void gemm(
      Transpose ta,
      Transpose tb,
      double alpha,
      CudaTensor a,
      CudaTensor b,
      double beta,
      CudaTensor c) {
    Format format = Format.of(c.precision());
    format.store(scalars, alpha, beta);
    int inner = ta == Transpose.YES ? a.shape().rows() : a.shape().columns();
    queue(
        "cublasGemmStridedBatchedEx",
        () ->
            cublasGemmStridedBatchedEx_new(
                handle,
                operation(tb),
                operation(ta),
                c.shape().columns(),
                c.shape().rows(),
                inner,
                alphaPointer,
                Address.pointer(b.address()),
                format.data,
                leading(b),
                stride(b),
                Address.pointer(a.address()),
                format.data,
                leading(a),
                stride(a),
                betaPointer,
                Address.pointer(c.address()),
                format.data,
                leading(c),
                stride(c),
                c.shape().batch(),
                format.compute,
                cublasGemmAlgo.CUBLAS_GEMM_DEFAULT));
  }

  /**
   * The lower triangle of C ← alpha·A·Aᵀ + beta·C for single matrices in FP64 or FP32; cuBLAS sees
   * its mirror image, the upper one.
   */
  void square(double alpha, CudaTensor a, double beta, CudaTensor c) {
    Format format = Format.of(c.precision());
    format.store(scalars, alpha, beta);
    RankUpdate update = format == Format.DOUBLE ? JCublas2::cublasDsyrk : JCublas2::cublasSsyrk;
    queue(
        "cublasDsyrk or cublasSsyrk",
        () ->
            update.call(
                handle,
                cublasFillMode.CUBLAS_FILL_MODE_UPPER,
                cublasOperation.CUBLAS_OP_T,
                c.shape().rows(),
                a.shape().columns(),
                alphaPointer,
                Address.pointer(a.address()),
                leading(a),
                betaPointer,
                Address.pointer(c.address()),
                leading(c)));
  }

  /** A call that cuBLAS has once for each precision. */
  private interface RankUpdate {
    int call(
        cublasHandle handle,
        int fill,
        int operation,
        int n,
        int k,
        Pointer alpha,
        Pointer a,
        int leadingA,
        Pointer beta,
        Pointer c,
        int leadingC);
  }

  /**
   * Products of bytes with their own transposes, S·Sᵀ, in 32-bit integers: exact below 2³¹, on
   * tensor cores where the GPU has some for bytes. Each is the sum of products of slices of the
   * columns, which are stored one behind another.
   *
   * @param bytes batch × rows × columns of them, one row behind another; rows and the columns of a
   *     slice are multiples of 4
   * @param added whether to add to {@code sums}, batch × slices × rows × rows, instead of storing
   *     there
   */
  void squareOfBytes(long bytes, Shape shape, int slices, boolean added, long sums) {
    long matrix = (long) shape.rows() * shape.columns();
    long square = (long) shape.rows() * shape.rows();
    for (int b = 0; b < shape.batch(); b++) {
      squareOfBytes(
          Address.pointer(bytes + b * matrix),
          shape,
          slices,
          added,
          Address.pointer(sums + (long) b * slices * square * Integer.BYTES));
    }
  }

  private void squareOfBytes(Pointer bytes, Shape shape, int slices, boolean added, Pointer sums) {
    scalars.setAtIndex(ValueLayout.JAVA_INT, 0, 1);
    scalars.setAtIndex(ValueLayout.JAVA_INT, 2, added ? 1 : 0);
    int n = shape.rows();
    int columns = shape.columns();
    int slice = columns / slices;
    queue(
        "cublasGemmStridedBatchedEx of bytes",
        () ->
            cublasGemmStridedBatchedEx_new(
                handle,
                cublasOperation.CUBLAS_OP_T,
                cublasOperation.CUBLAS_OP_N,
                n,
                n,
                slice,
                alphaPointer,
                bytes,
                cudaDataType.CUDA_R_8I,
                columns,
                slice,
                bytes,
                cudaDataType.CUDA_R_8I,
                columns,
                slice,
                betaPointer,
                sums,
                cudaDataType.CUDA_R_32I,
                n,
                (long) n * n,
                slices,
                cublasComputeType.CUBLAS_COMPUTE_32I,
                cublasGemmAlgo.CUBLAS_GEMM_DEFAULT));
  }

  /** B ← B·op(L)⁻¹ for a lower triangular L, FP64; cuBLAS sees op(L)ᵀ and solves from the left. */
  void divideBy(Transpose transpose, CudaTensor lower, CudaTensor b) {
    Format.DOUBLE.store(scalars, 1, 0);
    queue(
        "cublasDtrsm",
        () ->
            cublasDtrsm(
                handle,
                cublasSideMode.CUBLAS_SIDE_LEFT,
                cublasFillMode.CUBLAS_FILL_MODE_UPPER,
                operation(transpose),
                cublasDiagType.CUBLAS_DIAG_NON_UNIT,
                b.shape().columns(),
                b.shape().rows(),
                alphaPointer,
                Address.pointer(lower.address()),
                leading(lower),
                Address.pointer(b.address()),
                leading(b)));
  }

  private void queue(String name, IntSupplier call) {
    clock.time(Kind.COMPUTE, () -> checkBlas(call.getAsInt(), name));
  }

  private static int operation(Transpose transpose) {
    return transpose == Transpose.YES ? cublasOperation.CUBLAS_OP_T : cublasOperation.CUBLAS_OP_N;
  }

  private static int leading(CudaTensor tensor) {
    return Math.toIntExact(tensor.rowStride());
  }

  /** Numbers from one matrix to the next; a single one is shared by the whole batch. */
  private static long stride(CudaTensor tensor) {
    return tensor.shape().batch() == 1 ? 0 : tensor.batchStride();
  }

  @Override
  public void close() {
    checkBlas(cublasDestroy(handle), "cublasDestroy");
    memory.give(workspace);
    arena.close();
  }

  /** How cuBLAS names what a precision stores and computes in. */
  private enum Format {
    DOUBLE(cudaDataType.CUDA_R_64F, cublasComputeType.CUBLAS_COMPUTE_64F),
    SINGLE(cudaDataType.CUDA_R_32F, cublasComputeType.CUBLAS_COMPUTE_32F),
    TENSOR(cudaDataType.CUDA_R_32F, cublasComputeType.CUBLAS_COMPUTE_32F_FAST_TF32);

    final int data;
    final int compute;

    Format(int data, int compute) {
      this.data = data;
      this.compute = compute;
    }

    static Format of(Precision precision) {
      return switch (precision) {
        case FP64 -> DOUBLE;
        case FP32 -> SINGLE;
        case TF32 -> TENSOR;
      };
    }

    /** Scalars have the type of the computation. */
    void store(MemorySegment scalars, double alpha, double beta) {
      if (this == DOUBLE) {
        scalars.setAtIndex(ValueLayout.JAVA_DOUBLE, 0, alpha);
        scalars.setAtIndex(ValueLayout.JAVA_DOUBLE, 1, beta);
      } else {
        scalars.setAtIndex(ValueLayout.JAVA_FLOAT, 0, (float) alpha);
        scalars.setAtIndex(ValueLayout.JAVA_FLOAT, 2, (float) beta);
      }
    }
  }
}
