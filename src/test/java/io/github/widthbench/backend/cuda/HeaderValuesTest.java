package io.github.widthbench.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.widthbench.backend.DeviceHealth.Slowdown;
import java.util.Set;
import jcuda.cudaDataType;
import jcuda.driver.CUdevice_attribute;
import jcuda.driver.CUfunction_attribute;
import jcuda.driver.CUresult;
import jcuda.driver.CUstreamCaptureMode;
import jcuda.driver.CUstream_flags;
import jcuda.jcublas.cublasComputeType;
import jcuda.jcublas.cublasDiagType;
import jcuda.jcublas.cublasFillMode;
import jcuda.jcublas.cublasGemmAlgo;
import jcuda.jcublas.cublasOperation;
import jcuda.jcublas.cublasSideMode;
import org.junit.jupiter.api.Test;

/**
 * Numbers that go to NVIDIA's libraries, against their headers: the software device was written
 * from the same heads as the backend and would take a wrong one. Those of JCuda 12.6 are here
 * because the libraries may be of CUDA 13.
 */
class HeaderValuesTest {

  /** cuda.h of CUDA 13.0. */
  @Test
  void driver_valuesAreThoseOfItsHeader() {
    assertThat(CudaDriver.Question.NO_DEVICE).isEqualTo(100);
    assertThat(CudaDriver.Question.COMPUTE_CAPABILITY_MAJOR).isEqualTo(75);
    assertThat(CudaDriver.Question.COMPUTE_CAPABILITY_MINOR).isEqualTo(76);
    assertThat(CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR).isEqualTo(75);
    assertThat(CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR).isEqualTo(76);
    assertThat(CUdevice_attribute.CU_DEVICE_ATTRIBUTE_MAX_SHARED_MEMORY_PER_BLOCK_OPTIN)
        .isEqualTo(97);
    assertThat(CUfunction_attribute.CU_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES).isEqualTo(8);
    assertThat(CUstream_flags.CU_STREAM_NON_BLOCKING).isEqualTo(1);
    assertThat(CUstreamCaptureMode.CU_STREAM_CAPTURE_MODE_RELAXED).isEqualTo(2);
    assertThat(CUresult.CUDA_ERROR_OUT_OF_MEMORY).isEqualTo(2);
    assertThat(CUresult.CUDA_ERROR_ILLEGAL_ADDRESS).isEqualTo(700);
    assertThat(CUresult.CUDA_ERROR_MISALIGNED_ADDRESS).isEqualTo(716);
    assertThat(CUresult.CUDA_ERROR_LAUNCH_FAILED).isEqualTo(719);
  }

  /** library_types.h of CUDA 13.0; cublas_api.h of cuBLAS 12 and 13. */
  @Test
  void blas_valuesAreThoseOfItsHeader() {
    assertThat(cudaDataType.CUDA_R_32F).isEqualTo(0);
    assertThat(cudaDataType.CUDA_R_64F).isEqualTo(1);
    assertThat(cudaDataType.CUDA_R_8I).isEqualTo(3);
    assertThat(cudaDataType.CUDA_R_32I).isEqualTo(10);
    assertThat(cublasComputeType.CUBLAS_COMPUTE_32F).isEqualTo(68);
    assertThat(cublasComputeType.CUBLAS_COMPUTE_64F).isEqualTo(70);
    assertThat(cublasComputeType.CUBLAS_COMPUTE_32I).isEqualTo(72);
    assertThat(cublasComputeType.CUBLAS_COMPUTE_32F_FAST_TF32).isEqualTo(77);
    assertThat(cublasGemmAlgo.CUBLAS_GEMM_DEFAULT).isEqualTo(-1);
    assertThat(cublasOperation.CUBLAS_OP_N).isEqualTo(0);
    assertThat(cublasOperation.CUBLAS_OP_T).isEqualTo(1);
    assertThat(cublasFillMode.CUBLAS_FILL_MODE_UPPER).isEqualTo(1);
    assertThat(cublasSideMode.CUBLAS_SIDE_LEFT).isEqualTo(0);
    assertThat(cublasDiagType.CUBLAS_DIAG_NON_UNIT).isEqualTo(0);
  }

  /** cusolver_common.h of cuSOLVER 11 and 12, with the types of cuBLAS and of library_types.h. */
  @Test
  void solver_valuesAreThoseOfItsHeader() {
    assertThat(CuSolver.WITH_VECTORS).as("CUSOLVER_EIG_MODE_VECTOR").isEqualTo(1);
    assertThat(CuSolver.LOWER).isEqualTo(cublasFillMode.CUBLAS_FILL_MODE_LOWER).isEqualTo(0);
    assertThat(CuSolver.DOUBLE).isEqualTo(cudaDataType.CUDA_R_64F);
  }

  /** nvml.h, API version 13: NVML_CLOCK_SM, NVML_CLOCK_MEM, NVML_TEMPERATURE_GPU, the reasons. */
  @Test
  void management_valuesAreThoseOfItsHeader() {
    assertThat(Nvml.PROCESSOR_CLOCK).isEqualTo(1);
    assertThat(Nvml.MEMORY_CLOCK).isEqualTo(2);
    assertThat(Nvml.TEMPERATURE_OF_GPU).isEqualTo(0);
    assertThat(Nvml.UNSUPPORTED).as("NVML_ERROR_NOT_SUPPORTED").isEqualTo(3);
    assertThat(Slowdown.bits(Set.of(Slowdown.POWER_CAP))).isEqualTo(0x04);
    assertThat(Slowdown.bits(Set.of(Slowdown.HARDWARE))).isEqualTo(0x08);
    assertThat(Slowdown.bits(Set.of(Slowdown.SOFTWARE_THERMAL))).isEqualTo(0x20);
    assertThat(Slowdown.bits(Set.of(Slowdown.HARDWARE_THERMAL))).isEqualTo(0x40);
    assertThat(Slowdown.bits(Set.of(Slowdown.POWER_BRAKE))).isEqualTo(0x80);
    assertThat(Slowdown.of(0x01 | 0x02 | 0x10 | 0x100)).as("idle, set, synchronous").isEmpty();
  }
}
