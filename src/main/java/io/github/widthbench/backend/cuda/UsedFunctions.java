package io.github.widthbench.backend.cuda;

import java.util.List;

/**
 * The functions of NVIDIA's libraries that the backend calls through JCuda. JCuda's natives look
 * them up when they are first called, and a missing one would end the JVM: so each is looked for
 * beforehand.
 */
final class UsedFunctions {

  /** Of libcuda, under the names of their newest revisions that JCuda 12.6 binds. */
  static final List<String> DRIVER =
      List.of(
          "cuInit",
          "cuDeviceGet",
          "cuDeviceGetAttribute",
          "cuDevicePrimaryCtxRetain",
          "cuDevicePrimaryCtxRelease_v2",
          "cuCtxSetCurrent",
          "cuMemGetInfo_v2",
          "cuMemAlloc_v2",
          "cuMemFree_v2",
          "cuMemHostAlloc",
          "cuMemFreeHost",
          "cuMemcpyHtoDAsync_v2",
          "cuMemcpyDtoHAsync_v2",
          "cuMemsetD8Async",
          "cuModuleLoadData",
          "cuModuleUnload",
          "cuModuleGetFunction",
          "cuFuncSetAttribute",
          "cuLaunchKernel",
          "cuStreamCreate",
          "cuStreamDestroy_v2",
          "cuStreamSynchronize",
          "cuStreamBeginCapture_v2",
          "cuStreamEndCapture",
          "cuEventCreate",
          "cuEventRecord",
          "cuEventElapsedTime",
          "cuEventDestroy_v2",
          "cuGraphInstantiateWithFlags",
          "cuGraphLaunch",
          "cuGraphExecDestroy",
          "cuGraphDestroy");

  /** Of libcublas. */
  static final List<String> BLAS =
      List.of(
          "cublasCreate_v2",
          "cublasDestroy_v2",
          "cublasSetStream_v2",
          "cublasSetWorkspace_v2",
          "cublasGemmStridedBatchedEx",
          "cublasDsyrk_v2",
          "cublasSsyrk_v2",
          "cublasDtrsm_v2");

  private UsedFunctions() {}
}
