// Passes of two-layer networks, fused: each tile of weights is read once, gives its share of all outputs, and is
// written once where it is trained. P is f32 or f64. Meant for inputDim ≤ 64, and for GPUs before compute capability 8.0:
// the others have two_layer_tensor.cu.
//
//   transpose_P(Matrices x, Matrices xt, Shape)
//       xt ← xᵀ for each matrix; Shape is that of x. Block (32, 8, 1), grid (ceil(columns/32), ceil(rows/32), batch).
//   two_layer_forward_P(TwoLayer net, Matrices xt, int n, const int* active, double* partials, int* clipped)
//       partials[(b·slices + s)·n + i] ← Σ over the units of slice s of a·s(z_i), in FP64; sum_slices with alpha = the
//       network's scale and beta = 0 makes the outputs. xt is (1 or batch) × d × n. clipped[b] ← 1 where a
//       preactivation was above the clip. active as in two_layer_step.
//   two_layer_step_16_P, two_layer_step_64_P(TwoLayer net, Matrices xt, Matrices residual, int n, const double* rate,
//       const int* active, double* partials, int* clipped), for inputDim ≤ 16 and ≤ 64
//       w ← w + rate[b]·Σ_i residual_i·a·s′(z_i)·x_i, then partials as above with the new weights. residual is FP64,
//       batch × 1 × n; rate and active are what `look` keeps. Where active[b] is 0 nothing of replica b is touched,
//       neither weights nor partials; active may be null.
//
// Block (256, 1, 1), grid (slices, batch, 1), dynamic shared memory: with C = 64 (f32) or 32 (f64)
// samples a chunk, (d·128 + d·C + C·128 + 128 + C)·(4 or 8) bytes; ask for it where it is above 48 KiB.
// A step is: two_layer_step, sum_slices, look. Because partials of a replica that has stopped are left alone, they must
// be those of its weights before the first step: begin a stretch with two_layer_forward for all replicas.
#include "two_layer.cuh"

// values ← what each unit adds to the outputs before its output weight. Says whether one was clipped.
template <class T>
__device__ __noinline__ bool evaluate(Units<T> units) {
  DYNAMIC_SHARED(T, memory);
  TileMemory<T> tile(memory, units.inputDim);
  Clip<T> clip = {units.clip, units.paired != 0};
  bool clipped = false;
  withActivation(units.activation, [&](auto code) {
    forEachValue(tile, [&](T& left, T& right, int, int) {
      clipped |= clip.apply(left, right);
      valueOf<decltype(code)::value>(units.paired != 0, left, right);
    });
  });
  return clipped;
}

// values ← residual_i·a·s′: the factor of x_i in the gradient of the column. Says whether one was clipped.
template <class T>
__device__ __noinline__ bool differentiate(Units<T> units) {
  DYNAMIC_SHARED(T, memory);
  TileMemory<T> tile(memory, units.inputDim);
  Clip<T> clip = {units.clip, units.paired != 0};
  bool clipped = false;
  int apart = units.paired != 0 ? 0 : PAIRS; // both of a pair have one output weight
  withActivation(units.activation, [&](auto code) {
    forEachValue(tile, [&](T& left, T& right, int sample, int column) {
      clipped |= clip.apply(left, right);
      derivativeOf<decltype(code)::value>(units.paired != 0, left, right);
      left *= tile.residuals[sample] * tile.outputWeights[column];
      right *= tile.residuals[sample] * tile.outputWeights[column + apart];
    });
  });
  return clipped;
}

// Adds the tile's share to the outputs of the samples from `first` on: a warp a sample, its sum in FP64.
template <class T>
__device__ void addOutputs(const TwoLayer<T>& net, TileMemory<T> tile, double* outputs, int first, int n, bool begin) {
  int lane = threadIdx.x % LANES;
  int own = net.paired != 0 ? PAIRS / LANES : OWN;
  double weights[OWN];
#pragma unroll
  for (int c = 0; c < OWN; c++) weights[c] = static_cast<double>(tile.outputWeights[lane + c * LANES]);
  for (int i = threadIdx.x / LANES; i < Chunk<T>::SAMPLES && first + i < n; i += GROUPS) {
    double sum = 0;
#pragma unroll
    for (int c = 0; c < OWN; c++) {
      if (c < own) sum = fma(weights[c], static_cast<double>(tile.value(i, lane + c * LANES)), sum);
    }
    for (int distance = 16; distance > 0; distance /= 2) {
      sum += __shfl_down_sync(0xffffffffu, sum, distance);
    }
    if (lane == 0) {
      double* out = outputs + first + i;
      *out = begin ? sum : *out + sum;
    }
  }
}

template <class T>
__device__ bool forwardTile(
    const TwoLayer<T>& net, TileMemory<T> tile, Matrices<const T> xt, int b, int n, double* outputs, bool begin) {
  bool clipped = false;
  for (int first = 0; first < n; first += Chunk<T>::SAMPLES) {
    loadInputs(xt, tile, b, net.inputDim, first, n);
    __syncthreads(); // inputs (and before the first chunk the weights) are there
    preactivate(tile, net.inputDim);
    clipped |= evaluate(Units<T>(net));
    __syncthreads(); // all values are there
    addOutputs(net, tile, outputs, first, n, begin);
    __syncthreads(); // before the next tile overwrites the output weights
  }
  return clipped;
}

// gradient[q][c] += Σ_i x_i[k]·value(i, column c of the thread) over the chunk, for the coordinates k = group + 8·q.
template <int MOST, class T>
__device__ __forceinline__ void addGradient(TileMemory<T> tile, int inputDim, T (&gradient)[MOST][OWN]) {
  constexpr int VECTOR = Chunk<T>::VECTOR;
  int lane = threadIdx.x % LANES;
  int group = threadIdx.x / LANES;
#pragma unroll 1
  for (int i = 0; i < Chunk<T>::SAMPLES; i += VECTOR) {
    T values[OWN][VECTOR];
#pragma unroll
    for (int c = 0; c < OWN; c++) {
#pragma unroll
      for (int v = 0; v < VECTOR; v++) values[c][v] = tile.value(i + v, lane + c * LANES);
    }
#pragma unroll
    for (int q = 0; q < MOST; q++) {
      int k = group + GROUPS * q;
      if (k < inputDim) {
        T x[VECTOR];
        loadVectors(tile.inputs + k * Chunk<T>::SAMPLES + i, x);
#pragma unroll
        for (int c = 0; c < OWN; c++) {
#pragma unroll
          for (int v = 0; v < VECTOR; v++) gradient[q][c] = fusedMultiplyAdd(x[v], values[c][v], gradient[q][c]);
        }
      }
    }
  }
}

template <int MOST, class T>
__device__ bool updateTile(const TwoLayer<T>& net, TileMemory<T> tile, Matrices<const T> xt,
                           Matrices<const double> residual, int b, int n, int firstUnit, T rate) {
  T gradient[MOST][OWN] = {};
  bool clipped = false;
  for (int first = 0; first < n; first += Chunk<T>::SAMPLES) {
    loadInputs(xt, tile, b, net.inputDim, first, n);
    for (int i = threadIdx.x; i < Chunk<T>::SAMPLES; i += THREADS) {
      tile.residuals[i] = first + i < n ? T(residual.at(b, 0, first + i)) : T(0);
    }
    __syncthreads(); // inputs and residuals (and before the first chunk the weights) are there
    preactivate(tile, net.inputDim);
    clipped |= differentiate(Units<T>(net));
    __syncthreads(); // all values are there
    addGradient(tile, net.inputDim, gradient);
    __syncthreads(); // before the next chunk, or the new weights, overwrite what was read
  }
  int lane = threadIdx.x % LANES;
  int group = threadIdx.x / LANES;
#pragma unroll
  for (int q = 0; q < MOST; q++) {
    int k = group + GROUPS * q;
    if (k < net.inputDim) {
#pragma unroll
      for (int c = 0; c < OWN; c++) {
        T& weight = tile.weights[k * TILE + lane + c * LANES];
        weight += rate * gradient[q][c];
        int column = net.column(firstUnit, lane + c * LANES);
        if (column >= 0) net.w.at(b, k, column) = weight;
      }
    }
  }
  return clipped;
}

// Goes through the tiles of the block's slice: update (unless MOST is 0), then forward.
template <int MOST, class T>
__device__ void pass(const TwoLayer<T>& net, Matrices<const T> xt, Matrices<const double> residual, int n,
                     const double* rate, const int* active, double* partials, int* clipped) {
  DYNAMIC_SHARED(T, memory);
  TileMemory<T> tile(memory, net.inputDim);
  int b = blockIdx.y;
  if (active != nullptr && active[b] == 0) return;
  int from = blockIdx.x * net.unitsOfSlice;
  int to = min(from + net.unitsOfSlice, net.units);
  double* outputs = partials + (static_cast<long long>(b) * net.slices + blockIdx.x) * n;
  bool above = false;
  for (int first = from; first < to; first += net.unitsOfTile()) {
    loadWeights(net, tile, b, first);
    if constexpr (MOST > 0) {
      above |= updateTile<MOST>(net, tile, xt, residual, b, n, first, T(rate[b]));
    }
    above |= forwardTile(net, tile, xt, b, n, outputs, first == from);
  }
  if (above) clipped[b] = 1;
}

template <class T>
__device__ void transpose(Matrices<const T> x, Matrices<T> xt, Shape shape) {
  __shared__ T square[32][33];
  int column = blockIdx.x * 32 + threadIdx.x;
  for (int y = threadIdx.y; y < 32; y += 8) {
    int row = blockIdx.y * 32 + y;
    if (row < shape.rows && column < shape.columns) square[y][threadIdx.x] = x.at(blockIdx.z, row, column);
  }
  __syncthreads();
  int row = blockIdx.y * 32 + threadIdx.x;
  for (int y = threadIdx.y; y < 32; y += 8) {
    int k = blockIdx.x * 32 + y;
    if (row < shape.rows && k < shape.columns) xt.at(blockIdx.z, k, row) = square[threadIdx.x][y];
  }
}

#define STEP(P, T, MOST)                                                                                           \
  extern "C" __global__ void __launch_bounds__(THREADS, MOST == 16 ? 2 : 1)                                        \
      two_layer_step_##MOST##_##P(                                                                                 \
      TwoLayer<T> net, Matrices<const T> xt, Matrices<const double> residual, int n, const double* rate,           \
      const int* active, double* partials, int* clipped) {                                                         \
    pass<MOST / GROUPS>(net, xt, residual, n, rate, active, partials, clipped);                                    \
  }                                                                                                                \
  KERNEL(two_layer_step_##MOST##_##P)
#define PASSES(P, T)                                                                                               \
  extern "C" __global__ void __launch_bounds__(256) transpose_##P(                                                 \
      Matrices<const T> x, Matrices<T> xt, Shape shape) {                                                          \
    transpose(x, xt, shape);                                                                                       \
  }                                                                                                                \
  KERNEL(transpose_##P)                                                                                            \
  extern "C" __global__ void __launch_bounds__(THREADS, 2) two_layer_forward_##P(                                     \
      TwoLayer<T> net, Matrices<const T> xt, int n, const int* active, double* partials, int* clipped) {           \
    pass<0>(net, xt, {}, n, nullptr, active, partials, clipped);                                                   \
  }                                                                                                                \
  KERNEL(two_layer_forward_##P)                                                                                    \
  STEP(P, T, 16)                                                                                                   \
  STEP(P, T, 64)
FOR_EACH_FORMAT(PASSES)
