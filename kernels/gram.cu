// Gram matrices of two-layer networks, fused: H_ij = ⟨x_i, x_j⟩·(1/m)·Σ_r s′(z_ir)·s′(z_jr) with no array of
// samples × neurons. P is f32 or f64. Pays where the inputs are few (inputDim ≤ 32 or so): each tile of 64 × 64
// pairs of samples computes the derivatives of its 128 samples anew.
//
//   gram_P(TwoLayer net, Matrices xt, int n, double* partials)
//       partials[((b·splits + s)·n + i)·n + j] ← Σ s′(z_ir)·s′(z_jr) over the neurons of split s, for j ≤ i, with
//       splits = net.slices. Products are summed in P over 32 neurons, these sums in FP64.
//       xt is (1 or batch) × d × n. Block (256, 1, 1), grid (t·(t+1)/2, splits, batch) with t = ceil(n/64), dynamic
//       shared memory (2·d·64 + d·32 + 2·32·64)·(4 or 8) bytes; ask for it where it is above 48 KiB.
//   gram_finish_P(const double* partials, int splits, double share, Matrices x, int inputDim, Matrices h, Shape)
//       h_ij = h_ji ← ⟨x_i, x_j⟩·share·Σ_s partials for j ≤ i, with share = 1/m; h is FP64, batch × n × n, and Shape
//       is that of h; x is (1 or batch) × n × d. Grid as forEachEntry says.
//
// In TwoLayer unitsOfSlice is a multiple of 32 (of 16 where paired); splits must depend on n and units alone, so that
// the bits do not depend on the batch.
#include "two_layer.cuh"

constexpr int SIDE = 64;     // samples of a side of a tile
constexpr int NEURONS = 32;  // neurons of a chunk: 16 pairs where paired
constexpr int CORNER = 4;    // a thread has CORNER × CORNER pairs of samples

template <class T>
struct GramMemory {
  T* rowInputs;    // d × SIDE
  T* columnInputs; // d × SIDE
  T* weights;      // d × NEURONS
  T* rows;         // NEURONS × SIDE: derivatives of the tile's row samples
  T* columns;      // NEURONS × SIDE

  __device__ __forceinline__ GramMemory(T* memory, int inputDim) {
    rowInputs = memory;
    columnInputs = rowInputs + inputDim * SIDE;
    weights = columnInputs + inputDim * SIDE;
    rows = weights + inputDim * NEURONS;
    columns = rows + NEURONS * SIDE;
  }
};

template <class T>
__device__ __forceinline__ void loadSide(Matrices<const T> xt, T* side, int b, int inputDim, int first, int n) {
  for (int e = threadIdx.x; e < inputDim * SIDE; e += THREADS) {
    int sample = first + e % SIDE;
    side[e] = sample < n ? xt.at(b, e / SIDE, sample) : T(0);
  }
}

// Column of the weights that chunk place c of the units from `first` on stands for, or −1 beyond the last.
template <class T>
__device__ __forceinline__ int gramColumn(const TwoLayer<T>& net, int first, int c, int end) {
  int unit = first + (net.paired != 0 ? c % (NEURONS / 2) : c);
  if (unit >= end) return -1;
  return net.paired != 0 && c >= NEURONS / 2 ? net.units + unit : unit;
}

// side ← s′ of the chunk's neurons on 64 samples. Place c < 16 of a pair is its first neuron, c + 16 its second.
template <int S, class T>
__device__ __forceinline__ void deriveSide(
    const TwoLayer<T>& net, const T* weights, const T* inputs, T* side, int valid) {
  T most = T(net.clip);
#pragma unroll 1
  for (int e = threadIdx.x; e < NEURONS * SIDE; e += THREADS) {
    int c = e / SIDE;
    int unit = net.paired != 0 ? c % (NEURONS / 2) : c;
    T z = T(0);
    T reach = T(0);
    for (int k = 0; k < net.inputDim; k++) {
      T x = inputs[k * SIDE + e % SIDE];
      z = fusedMultiplyAdd(weights[k * NEURONS + unit], x, z);
      if (net.paired != 0) reach = fusedMultiplyAdd(weights[k * NEURONS + unit + NEURONS / 2], x, reach);
    }
    if (net.paired != 0) z = c < NEURONS / 2 ? z + reach : z - reach;
    z = z > most ? most : z;
    side[e] = unit < valid ? Activation<S, T>::derivative(z) : T(0);
  }
}

// sums += rows·columnsᵀ over the chunk, for the thread's corner.
template <class T>
__device__ __forceinline__ void addProducts(const GramMemory<T>& memory, double (&sums)[CORNER][CORNER]) {
  int row = threadIdx.x / 16 * CORNER;
  int column = threadIdx.x % 16 * CORNER;
  T chunk[CORNER][CORNER] = {};
#pragma unroll 4
  for (int r = 0; r < NEURONS; r++) {
    T left[CORNER];
    T right[CORNER];
    loadVectors(memory.rows + r * SIDE + row, left);
    loadVectors(memory.columns + r * SIDE + column, right);
#pragma unroll
    for (int i = 0; i < CORNER; i++) {
#pragma unroll
      for (int j = 0; j < CORNER; j++) chunk[i][j] = fusedMultiplyAdd(left[i], right[j], chunk[i][j]);
    }
  }
#pragma unroll
  for (int i = 0; i < CORNER; i++) {
#pragma unroll
    for (int j = 0; j < CORNER; j++) sums[i][j] += static_cast<double>(chunk[i][j]);
  }
}

// Row and column of tile t among those on and below the diagonal, counted row by row.
struct TilePlace {
  int row;
  int column;

  __device__ __forceinline__ explicit TilePlace(int t) {
    row = 0;
    while ((row + 1) * (row + 2) / 2 <= t) row++;
    column = t - row * (row + 1) / 2;
  }
};

template <class T>
__device__ void gram(const TwoLayer<T>& net, Matrices<const T> xt, int n, double* partials) {
  DYNAMIC_SHARED(T, shared);
  GramMemory<T> memory(shared, net.inputDim);
  TilePlace place(blockIdx.x);
  int b = blockIdx.z;
  int from = blockIdx.y * net.unitsOfSlice;
  int to = min(from + net.unitsOfSlice, net.units);
  int step = net.paired != 0 ? NEURONS / 2 : NEURONS;
  loadSide(xt, memory.rowInputs, b, net.inputDim, place.row * SIDE, n);
  loadSide(xt, memory.columnInputs, b, net.inputDim, place.column * SIDE, n);
  double sums[CORNER][CORNER] = {};
  for (int first = from; first < to; first += step) {
    for (int e = threadIdx.x; e < net.inputDim * NEURONS; e += THREADS) {
      int column = gramColumn(net, first, e % NEURONS, to);
      memory.weights[e] = column < 0 ? T(0) : net.w.at(b, e / NEURONS, column);
    }
    __syncthreads(); // weights (and at first inputs) are there, and nobody reads the chunk before
    withActivation(net.activation, [&](auto code) {
      constexpr int S = decltype(code)::value;
      deriveSide<S>(net, memory.weights, memory.rowInputs, memory.rows, to - first);
      deriveSide<S>(net, memory.weights, memory.columnInputs, memory.columns, to - first);
    });
    __syncthreads(); // derivatives are there
    addProducts(memory, sums); // the next chunk's weights may be loaded meanwhile: nobody reads these any more
  }
  long long matrix = (static_cast<long long>(b) * net.slices + blockIdx.y) * n;
#pragma unroll
  for (int i = 0; i < CORNER; i++) {
#pragma unroll
    for (int j = 0; j < CORNER; j++) {
      int row = place.row * SIDE + threadIdx.x / 16 * CORNER + i;
      int column = place.column * SIDE + threadIdx.x % 16 * CORNER + j;
      if (row < n && column <= row) partials[(matrix + row) * n + column] = sums[i][j];
    }
  }
}

template <class T>
__device__ void finishGram(const double* partials, int splits, double share, Matrices<const T> x, int inputDim,
                           Matrices<double> h, Shape shape) {
  long long n = shape.rows;
  forEachEntry(shape, [&](int b, int i, int j) {
    if (j > i) return;
    double sum = 0;
    for (int s = 0; s < splits; s++) {
      sum += partials[((static_cast<long long>(b) * splits + s) * n + i) * n + j];
    }
    double inputs = 0;
    for (int k = 0; k < inputDim; k++) {
      inputs = fma(static_cast<double>(x.at(b, i, k)), static_cast<double>(x.at(b, j, k)), inputs);
    }
    double value = inputs * (share * sum);
    h.at(b, i, j) = value;
    h.at(b, j, i) = value;
  });
}

#define GRAM(P, T)                                                                                                 \
  extern "C" __global__ void __launch_bounds__(THREADS, 2) gram_##P(                                               \
      TwoLayer<T> net, Matrices<const T> xt, int n, double* partials) {                                            \
    gram(net, xt, n, partials);                                                                                    \
  }                                                                                                                \
  KERNEL(gram_##P)                                                                                                 \
  extern "C" __global__ void gram_finish_##P(const double* partials, int splits, double share,                     \
                                             Matrices<const T> x, int inputDim, Matrices<double> h, Shape shape) { \
    finishGram(partials, splits, share, x, inputDim, h, shape);                                                    \
  }                                                                                                                \
  KERNEL(gram_finish_##P)
FOR_EACH_FORMAT(GRAM)
