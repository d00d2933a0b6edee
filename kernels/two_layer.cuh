// The tile that the fused passes of two-layer networks share: 128 columns of weights in shared memory, and the
// preactivations of a chunk of samples on them. No array of samples × neurons leaves the multiprocessor.
//
// A block has 8 warps. Lane l owns columns l, l + 32, l + 64 and l + 96 of the tile, and each warp an eighth of the
// chunk's samples (or of the inputs' coordinates): what depends on samples is the same for a warp, and is read from
// shared memory 16 bytes at a time. Four columns a thread, because every number that is read is then multiplied by
// several: what limits such a pass is how much a multiprocessor reads from its shared memory, 128 bytes a clock.
//
// Plain networks: the columns of a tile are 128 neurons. Paired ones: column c < 64 is the mean v of pair c, and
// c + 64 its half difference u, so that one thread holds both of a pair.
#pragma once

#include "activation.cuh"

constexpr int TILE = 128;
constexpr int PAIRS = TILE / 2; // of a tile
constexpr int LANES = 32;
constexpr int OWN = TILE / LANES; // columns of a thread
constexpr int GROUPS = 8;
constexpr int THREADS = LANES * GROUPS;

// Samples of a chunk: in either format the preactivations of a tile take 32 KiB.
template <class T>
struct Chunk {
  static constexpr int SAMPLES = 256 / sizeof(T);
  static constexpr int EACH = SAMPLES / GROUPS; // samples of a group
  static constexpr int VECTOR = 16 / sizeof(T); // numbers of one load
};

template <class T>
struct Vector;
template <>
struct Vector<float> {
  using type = float4;
};
template <>
struct Vector<double> {
  using type = double2;
};

// Reads numbers from shared memory, 16 bytes at a time; `from` is aligned to that.
template <int COUNT, class T>
__device__ __forceinline__ void loadVectors(const T* from, T (&to)[COUNT]) {
  using V = typename Vector<T>::type;
  union Parts {
    V whole;
    T parts[16 / sizeof(T)];
    __device__ Parts() {}
  };
#pragma unroll
  for (int v = 0; v < COUNT; v += Chunk<T>::VECTOR) {
    Parts loaded;
    loaded.whole = *reinterpret_cast<const V*>(from + v);
#pragma unroll
    for (int p = 0; p < Chunk<T>::VECTOR; p++) {
      to[v + p] = loaded.parts[p];
    }
  }
}

// A batch of networks, as in the Java class TwoLayerBatch. 80 bytes.
template <class T>
struct TwoLayer {
  Matrices<T> w;       // batch × d × columns
  Matrices<const T> a; // batch × 1 × units; its rowStride is not read
  double clip;         // largest preactivation let through, or infinity
  int activation;
  int paired; // 1: the second half of the columns holds half differences
  int inputDim;
  int units;
  int unitsOfSlice; // units that one block goes through: a multiple of unitsOfTile
  int slices;       // ceil(units / unitsOfSlice)

  __device__ __forceinline__ int unitsOfTile() const { return paired != 0 ? PAIRS : TILE; }

  // Place of column c of the tile that begins at unit `first`, or −1 where the tile ends before.
  __device__ __forceinline__ int column(int first, int c) const {
    int unit = first + (paired != 0 ? c % PAIRS : c);
    if (unit >= units) return -1;
    return paired != 0 && c >= PAIRS ? units + unit : unit;
  }
};

// What functions of preactivations need to know. They are long and the same for all kernels, so they are not inlined.
template <class T>
struct Units {
  int activation;
  int paired;
  T clip;
  int inputDim;

  __device__ __forceinline__ explicit Units(const TwoLayer<T>& net)
      : activation(net.activation), paired(net.paired), clip(T(net.clip)), inputDim(net.inputDim) {}
};

// What a block keeps in shared memory.
template <class T>
struct TileMemory {
  T* weights; // d × TILE
  T* inputs;  // d × Chunk::SAMPLES, a coordinate a row
  T* values;  // Chunk::SAMPLES × TILE
  T* outputWeights; // TILE
  T* residuals; // Chunk::SAMPLES

  __device__ __forceinline__ TileMemory(T* memory, int inputDim) {
    weights = memory;
    inputs = weights + inputDim * TILE;
    values = inputs + inputDim * Chunk<T>::SAMPLES;
    outputWeights = values + Chunk<T>::SAMPLES * TILE;
    residuals = outputWeights + TILE;
  }

  __device__ __forceinline__ T& value(int sample, int column) const { return values[sample * TILE + column]; }
};

template <class T>
__device__ __forceinline__ void loadWeights(const TwoLayer<T>& net, TileMemory<T> tile, int b, int first) {
  for (int e = threadIdx.x; e < net.inputDim * TILE; e += THREADS) {
    int column = net.column(first, e % TILE);
    tile.weights[e] = column < 0 ? T(0) : net.w.at(b, e / TILE, column);
  }
  for (int c = threadIdx.x; c < TILE; c += THREADS) {
    bool owner = net.paired == 0 || c < PAIRS;
    int column = net.column(first, c);
    tile.outputWeights[c] = owner && column >= 0 ? net.a.at(b, 0, column) : T(0);
  }
}

// inputs ← samples from `first` on, a coordinate a row; zeros beyond the last. xt is batch × d × n.
template <class T>
__device__ __forceinline__ void loadInputs(
    Matrices<const T> xt, TileMemory<T> tile, int b, int inputDim, int first, int n) {
  constexpr int SAMPLES = Chunk<T>::SAMPLES;
  for (int e = threadIdx.x; e < inputDim * SAMPLES; e += THREADS) {
    int sample = first + e % SAMPLES;
    tile.inputs[e] = sample < n ? xt.at(b, e / SAMPLES, sample) : T(0);
  }
}

// values ← preactivations of the chunk, each thread those of its columns and its group's samples.
template <class T>
__device__ __forceinline__ void preactivate(TileMemory<T> tile, int inputDim) {
  constexpr int EACH = Chunk<T>::EACH;
  int lane = threadIdx.x % LANES;
  int from = threadIdx.x / LANES * EACH;
  T z[OWN][EACH] = {};
#pragma unroll 1 // more would not fit beside the registers of the gradient
  for (int k = 0; k < inputDim; k++) {
    T x[EACH];
    loadVectors(tile.inputs + k * Chunk<T>::SAMPLES + from, x);
#pragma unroll
    for (int c = 0; c < OWN; c++) {
      T w = tile.weights[k * TILE + lane + c * LANES];
#pragma unroll
      for (int r = 0; r < EACH; r++) z[c][r] = fusedMultiplyAdd(w, x[r], z[c][r]);
    }
  }
#pragma unroll
  for (int r = 0; r < EACH; r++) {
#pragma unroll
    for (int c = 0; c < OWN; c++) tile.value(from + r, lane + c * LANES) = z[c][r];
  }
}

// Lets no preactivation through beyond the clip; says whether one was.
template <class T>
struct Clip {
  T most;
  bool paired;

  __device__ __forceinline__ bool apply(T& left, T& right) const {
    T above = paired ? left + right : left;
    T below = paired ? left - right : right;
    if (!(above > most || below > most)) return false;
    above = above > most ? most : above;
    below = below > most ? most : below;
    left = paired ? (above + below) / T(2) : above;
    right = paired ? (above - below) / T(2) : below;
    return true;
  }
};

// (left, right) ← what two units, or the pair of mean `left` and half difference `right`, add to the outputs before the
// output weight. A pair's is in `left`.
template <int S, class T>
__device__ __forceinline__ void valueOf(bool paired, T& left, T& right) {
  if (paired) {
    left = pairDifference<S>(left, right);
  } else {
    left = Activation<S, T>::value(left);
    right = Activation<S, T>::value(right);
  }
}

// (left, right) ← s′ of each. A pair's mean moves by half the difference of the two derivatives, its half difference by
// their mean.
template <int S, class T>
__device__ __forceinline__ void derivativeOf(bool paired, T& left, T& right) {
  T above = Activation<S, T>::derivative(paired ? left + right : left);
  T below = Activation<S, T>::derivative(paired ? left - right : right);
  left = paired ? (above - below) / T(2) : above;
  right = paired ? (above + below) / T(2) : below;
}

// Calls body(left, right, sample, column) for the values at each of the thread's samples in columns `column` and
// `column` + 64, in place. Only its own values are touched, so no barrier is needed before. Loops are not unrolled: an
// activation is long code.
template <class T, class Body>
__device__ __forceinline__ void forEachValue(TileMemory<T> tile, Body body) {
  constexpr int EACH = Chunk<T>::EACH;
  int from = threadIdx.x / LANES * EACH;
#pragma unroll 1
  for (int e = 0; e < EACH * PAIRS / LANES; e++) {
    int sample = from + e / (PAIRS / LANES);
    int column = threadIdx.x % LANES + e % (PAIRS / LANES) * LANES;
    body(tile.value(sample, column), tile.value(sample, column + PAIRS), sample, column);
  }
}
