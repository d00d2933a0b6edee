// Sums in FP64 and in a fixed order: the bits depend neither on the grid nor on the batch. P, Q are f32 or f64.
//
//   weighted_sum_P_Q(Matrices y, Matrices a, double* partials, Shape)
//       partials[(b·slices + s)·rows + i] ← Σ_j a_j·y_ij over slice s, columns 4096·s … 4096·s + 4095 of y (P);
//       slices = ceil(columns/4096). a (Q) is a row of numbers, its rowStride is not read.
//       Block (256, 1, 1), grid (slices, min(rows, 65535), min(batch, 65535)).
//   sum_slices(double alpha, const double* partials, int slices, double beta, Matrices f, Shape)
//       f_i ← beta·f_i + alpha·Σ_s partials[(b·slices + s)·n + i]; with beta 0, f is not read.
//       f is FP64, batch × 1 × n, and Shape is that of f.
//       Block (32, 8, 1), grid (ceil(n/32), min(batch, 65535), 1).
//
// The inner product of two tensors is a weighted sum too: every row a matrix of its own (batch·rows matrices of 1 ×
// columns, batchStride = rowStride, for both), then sum_slices over rows·slices partials with n = 1.
#include "device.cuh"

constexpr int SLICE = 4096;

template <class T, class U>
__device__ void weightedSum(Matrices<const T> y, Matrices<const U> a, double* partials, Shape shape) {
  int from = blockIdx.x * SLICE;
  int to = from + min(SLICE, shape.columns - from);
  for (int b = blockIdx.z; b < shape.batch; b += gridDim.z) {
    for (int i = blockIdx.y; i < shape.rows; i += gridDim.y) {
      double sum = 0;
      for (unsigned j = from + threadIdx.x; j < static_cast<unsigned>(to); j += blockDim.x) {
        sum = fma(static_cast<double>(a.at(b, 0, j)), static_cast<double>(y.at(b, i, j)), sum);
      }
      sum = blockSum(sum);
      if (threadIdx.x == 0) {
        partials[(static_cast<long long>(b) * gridDim.x + blockIdx.x) * shape.rows + i] = sum;
      }
    }
  }
}

#define WEIGHTED_SUM(P, T, Q, U)                                                                                   \
  extern "C" __global__ void __launch_bounds__(256)                                                                \
      weighted_sum_##P##_##Q(Matrices<const T> y, Matrices<const U> a, double* partials, Shape shape) {            \
    weightedSum(y, a, partials, shape);                                                                            \
  }                                                                                                                \
  KERNEL(weighted_sum_##P##_##Q)
FOR_EACH_PAIR(WEIGHTED_SUM)

extern "C" __global__ void __launch_bounds__(256)
    sum_slices(double alpha, const double* partials, int slices, double beta, Matrices<double> f, Shape shape) {
  __shared__ double lanes[8][32];
  int n = shape.columns;
  int i = blockIdx.x * 32 + threadIdx.x;
  for (int b = blockIdx.y; b < shape.batch; b += gridDim.y) {
    double sum = 0;
    if (i < n) {
#pragma unroll 8 // so that loads are in flight together; the order of the sum stays
      for (int s = threadIdx.y; s < slices; s += 8) {
        sum += partials[(static_cast<long long>(b) * slices + s) * n + i];
      }
    }
    lanes[threadIdx.y][threadIdx.x] = sum;
    __syncthreads();
    if (threadIdx.y == 0 && i < n) {
      double total = 0;
      for (int lane = 0; lane < 8; lane++) {
        total += lanes[lane][threadIdx.x];
      }
      double* out = f.row(b, 0) + i;
      double kept = beta == 0 ? 0 : beta * *out;
      *out = kept + alpha * total;
    }
    __syncthreads(); // before the next matrix overwrites the lanes
  }
}
KERNEL(sum_slices)
