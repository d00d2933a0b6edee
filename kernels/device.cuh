// What every kernel file shares: how tensors are handed over, and how entries are shared out among threads.
//
// The same sources are compiled by nvcc for a GPU and by g++ for the software device of the tests, so nothing
// below relies on more than CUDA C++ as both read it. All are compiled without contraction (-fmad=false,
// -ffp-contract=off): a fused multiply-add is one only where fma is written.
#pragma once

#ifdef __CUDACC__
#define KERNEL(name)
// The block's dynamic shared memory, seen as numbers of `type`.
#define DYNAMIC_SHARED(type, name)                             \
  extern __shared__ __align__(16) double dynamic_shared_[];    \
  type* name = reinterpret_cast<type*>(dynamic_shared_)
#else
#include "cuda_on_host.h"
#endif

// A tensor or a view of one: matrix b, row i, column j stands at data[b*batchStride + i*rowStride + j].
// Strides count numbers, not bytes. A matrix that is shared by a whole batch has batchStride 0.
template <class T>
struct Matrices {
  T* data;
  long long rowStride;
  long long batchStride;

  __device__ __forceinline__ T* row(int b, int i) const { return data + b * batchStride + i * rowStride; }

  __device__ __forceinline__ T& at(int b, int i, int j) const { return row(b, i)[j]; }
};

// As in the Java class of this name.
struct Shape {
  int batch;
  int rows;
  int columns;
};

// Calls body(b, i, j) once for every entry of a shape: columns over the threads in x, so that neighbours in a
// warp are neighbours in memory, rows over y, matrices over z. Right for any grid; meant for blocks of
// (256, 1, 1) and a grid of (ceil(columns/256), min(rows, 65535), min(batch, 65535)).
template <class Body>
__device__ __forceinline__ void forEachEntry(Shape shape, Body body) {
  for (int b = blockIdx.z; b < shape.batch; b += gridDim.z) {
    for (int i = blockIdx.y; i < shape.rows; i += gridDim.y) {
      // unsigned: the last j and the step to the next may both be close to 2^31
      for (unsigned j = blockIdx.x * blockDim.x + threadIdx.x; j < static_cast<unsigned>(shape.columns);
           j += gridDim.x * blockDim.x) {
        body(b, i, static_cast<int>(j));
      }
    }
  }
}

// The sum over the threads of a block, in a fixed tree, in every thread. The block has a multiple of 32 threads,
// at most 1024; all of them call this.
__device__ __forceinline__ double blockSum(double value) {
  __shared__ double warps[32];
  for (int distance = 16; distance > 0; distance /= 2) {
    value += __shfl_down_sync(0xffffffffu, value, distance);
  }
  if (threadIdx.x % 32 == 0) {
    warps[threadIdx.x / 32] = value;
  }
  __syncthreads();
  double sum = 0;
  for (int w = 0; w < static_cast<int>(blockDim.x) / 32; w++) {
    sum += warps[w];
  }
  __syncthreads(); // before the next call overwrites the warps' sums
  return sum;
}

// Makes a kernel for FP32 and FP64, and for each pair of formats.
#define FOR_EACH_FORMAT(make) make(f32, float) make(f64, double)
#define FOR_EACH_PAIR(make) \
  make(f32, float, f32, float) make(f32, float, f64, double) make(f64, double, f32, float) make(f64, double, f64, double)
