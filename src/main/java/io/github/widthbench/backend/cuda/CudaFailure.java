package io.github.widthbench.backend.cuda;

import java.util.Set;
import jcuda.driver.CUresult;
import jcuda.jcublas.cublasStatus;

/** A call to one of NVIDIA's libraries that did not succeed. */
final class CudaFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Results after which a context answers nothing but errors. */
  private static final Set<Integer> LOST =
      Set.of(
          CUresult.CUDA_ERROR_ECC_UNCORRECTABLE,
          CUresult.CUDA_ERROR_NVLINK_UNCORRECTABLE,
          CUresult.CUDA_ERROR_ILLEGAL_ADDRESS,
          CUresult.CUDA_ERROR_LAUNCH_TIMEOUT,
          CUresult.CUDA_ERROR_CONTEXT_IS_DESTROYED,
          CUresult.CUDA_ERROR_ASSERT,
          CUresult.CUDA_ERROR_HARDWARE_STACK_ERROR,
          CUresult.CUDA_ERROR_ILLEGAL_INSTRUCTION,
          CUresult.CUDA_ERROR_MISALIGNED_ADDRESS,
          CUresult.CUDA_ERROR_INVALID_ADDRESS_SPACE,
          CUresult.CUDA_ERROR_INVALID_PC,
          CUresult.CUDA_ERROR_LAUNCH_FAILED,
          CUresult.CUDA_ERROR_UNKNOWN);

  CudaFailure(String message) {
    super(message);
  }

  /** Refuses any {@code CUresult} but success, naming the call. */
  static void check(int result, String call) {
    if (result != CUresult.CUDA_SUCCESS) {
      String lost =
          LOST.contains(result)
              ? "; the device is lost to this process: see nvidia-smi, and start again"
              : "";
      throw new CudaFailure(call + ": " + CUresult.stringFor(result) + lost);
    }
  }

  /** Refuses any status of cuBLAS but success, naming the call. */
  static void checkBlas(int status, String call) {
    if (status != cublasStatus.CUBLAS_STATUS_SUCCESS) {
      throw new CudaFailure(call + ": " + cublasStatus.stringFor(status));
    }
  }

  /** Device memory that is not there, with the numbers. */
  static CudaFailure outOfMemory(long wanted, long used, long budget) {
    return new CudaFailure(
        "out of device memory: %d bytes wanted, %d of %d in use".formatted(wanted, used, budget));
  }
}
