// The Gram matrix of relu networks, exactly: s′ is 0 or 1, so m·H_ij/⟨x_i, x_j⟩ is the number of neurons that are
// active on both samples, and 32 neurons are counted by one instruction. Counts are integers: any order of summing
// gives the same bits, at any width. P is f32 or f64.
//
//   relu_bits_P(Matrices w, Matrices x, unsigned* bits, int units, Shape)
//       bit r % 32 of bits[(b·n + i)·words + r/32] ← ⟨w_r, x_i⟩ > 0, with words = ceil(units/32); bits beyond the last
//       neuron are 0. Products are summed in the order of coordinates, each rounded, as the reference backend does.
//       Shape is (batch, n, d), that of x for the whole batch. Block (256, 1, 1), grid (ceil(words/8), any up to
//       ceil(n/4), batch).
//   relu_bits_drawn_16, relu_bits_drawn_64(const long long* seeds, int stream, long long first, Matrices x,
//       unsigned* bits, int units, Shape), for inputDim ≤ 16 and ≤ 64
//       the same in FP64 for weights that are drawn and not stored: coordinate k of neuron r is the normal of index
//       first + r·d + k. For widths beyond memory: block after block of neurons. A block of threads draws the weights of
//       1,024 (of 256) neurons; so the grid is (ceil(units/1024 or 256), few, batch), few up to ceil(n/64).
//   relu_signs_P(Matrices w, Matrices x, signed char* signs, int units, int padded, Shape)
//       signs[(b·n + i)·padded + r] ← 1 where ⟨w_r, x_i⟩ > 0, else 0, for r < padded (a multiple of 4 as cuBLAS asks;
//       0 from units on): the operand of an int8 product that counts on tensor cores. Block (256, 1, 1), grid
//       (ceil(padded/256), any up to ceil(n/4), batch).
//   relu_signs_drawn_16, relu_signs_drawn_64(const long long* seeds, int stream, long long first, Matrices x,
//       signed char* signs, int units, int padded, Shape): the same for weights that are drawn, as relu_bits_drawn draws
//       them; padded is a multiple of 4. Grid (ceil(padded/1024 or 256), few, batch).
//   relu_fold(const int* sums, int slices, long long* counts, Shape)
//       counts += sums, entry by entry of batch × n × n, and slice by slice of batch × slices × n × n: what int8 products
//       have counted. Grid as forEachEntry says.
//   relu_counts(const unsigned* bits, int words, long long* counts, Shape)
//       counts[(b·n + i)·n + j] += Σ_r bit_r of i and j, for all i, j; Shape is (batch, n, n).
//       Block (256, 1, 1), grid (t, t, batch) with t = ceil(n/64); tiles above the diagonal are mirrored.
//   relu_gram_P(const long long* counts, double share, Matrices x, int inputDim, Matrices h, Shape)
//       h_ij ← ⟨x_i, x_j⟩·share·counts_ij with share = 1/m; Shape is that of h. Grid as forEachEntry says.
#include "draws.cuh"

constexpr int WARPS = 8;
constexpr int SIDE = 64;
constexpr int WORDS = 32; // of a chunk: 1,024 neurons

// Samples that a thread looks at together, so that a weight is read once for all of them.
constexpr int TOGETHER = 4;

// Calls body(i, ⟨w, x_i⟩ > 0) for the samples of the block's rows of the grid. Each product is rounded, then each sum.
template <class W, class T, class Body>
__device__ __forceinline__ void forEachSample(W weight, Matrices<const T> x, Shape shape, Body body) {
  for (int first = blockIdx.y * TOGETHER; first < shape.rows; first += gridDim.y * TOGETHER) {
    const T* rows[TOGETHER];
    T z[TOGETHER];
#pragma unroll
    for (int s = 0; s < TOGETHER; s++) {
      rows[s] = x.row(blockIdx.z, min(first + s, shape.rows - 1));
      z[s] = T(0);
    }
    for (int k = 0; k < shape.columns; k++) {
      T w = weight(k);
#pragma unroll
      for (int s = 0; s < TOGETHER; s++) z[s] = z[s] + rows[s][k] * w;
    }
#pragma unroll
    for (int s = 0; s < TOGETHER; s++) {
      if (first + s < shape.rows) body(first + s, z[s] > T(0));
    }
  }
}

// Each warp has 32 neurons: a lane says whether its own is active, and the vote is the word.
template <class W, class T>
__device__ __forceinline__ void voteOnSamples(
    W weight, Matrices<const T> x, unsigned* bits, int units, Shape shape, int word) {
  int words = (units + 31) / 32;
  bool exists = word * 32 + static_cast<int>(threadIdx.x) % 32 < units;
  forEachSample(weight, x, shape, [&](int i, bool active) {
    unsigned vote = __ballot_sync(0xffffffffu, exists && active);
    if (threadIdx.x % 32 == 0) {
      bits[(static_cast<long long>(blockIdx.z) * shape.rows + i) * words + word] = vote;
    }
  });
}

template <class T>
__device__ void reluBits(Matrices<const T> w, Matrices<const T> x, unsigned* bits, int units, Shape shape) {
  int word = blockIdx.x * WARPS + threadIdx.x / 32;
  if (word >= (units + 31) / 32) return;
  int column = min(word * 32 + static_cast<int>(threadIdx.x) % 32, units - 1);
  const T* first = w.row(blockIdx.z, 0) + column;
  voteOnSamples([&](int k) { return first[k * w.rowStride]; }, x, bits, units, shape, word);
}

// Samples that a block of threads has in shared memory while it goes over them with weights that were drawn.
constexpr int CHUNK = 64;

// Neurons of a thread whose weights of at most MOST coordinates are in registers: as many as fit.
template <int MOST>
constexpr int EACH = 64 / MOST;

// Long code that is rarely or seldom called, and so not inlined: a weight, and whether ⟨w, x⟩ > 0 for the weights
// from `index` on, each product rounded, then each sum.
__device__ __noinline__ double drawnWeight(long long index, long long seed, int stream) {
  return normalDraw(index, seed, stream);
}
__device__ __noinline__ bool isActive(const double* x, int inputDim, long long index, long long seed, int stream) {
  double z = 0;
  for (int k = 0; k < inputDim; k++) z = z + x[k] * normalDraw(index + k, seed, stream);
  return z > 0;
}

// Where the weights of a replica are among the draws.
struct Drawing {
  long long seed;
  int stream;
  long long first;
  int inputDim;

  __device__ __forceinline__ long long index(int neuron) const {
    return first + static_cast<long long>(neuron) * inputDim;
  }
};

// Calls body(i, active) for the samples of the block's rows of the grid, with active[e] whether neuron + e·step has
// ⟨w, x_i⟩ > 0 in FP64. All threads of the block call it. The sum is taken in FP32 first, where GPUs are fast: rounding
// moves it by at most (d + 3)·2⁻²⁴·|w|·|x| (N. Higham, "Accuracy and stability of numerical algorithms", section 3.1),
// so beyond twice that its sign is the sign. Else, about once in 10⁵, and where numbers leave the range of FP32, the
// weights are drawn again and summed in FP64: no bit depends on which way was taken.
template <int MOST, class Body>
__device__ __forceinline__ void forEachSampleDrawn(
    Drawing draws, Matrices<const double> x, Shape shape, int neuron, int step, Body body) {
  __align__(16) __shared__ float inputs[CHUNK][MOST];
  __shared__ float reach[CHUNK]; // of rounding, for |w| = 1
  float w[EACH<MOST>][MOST];
  float length[EACH<MOST>];
#pragma unroll
  for (int e = 0; e < EACH<MOST>; e++) {
    double squared = 0;
#pragma unroll
    for (int k = 0; k < MOST; k++) {
      bool inside = k < draws.inputDim;
      double value = inside ? drawnWeight(draws.index(neuron + e * step) + k, draws.seed, draws.stream) : 0;
      w[e][k] = static_cast<float>(value);
      squared = fma(value, value, squared);
    }
    length[e] = static_cast<float>(sqrt(squared));
  }
  for (int from = blockIdx.y * CHUNK; from < shape.rows; from += gridDim.y * CHUNK) {
    for (int e = threadIdx.x; e < CHUNK * MOST; e += blockDim.x) {
      int i = from + e / MOST;
      int k = e % MOST;
      bool inside = i < shape.rows && k < draws.inputDim;
      inputs[e / MOST][k] = inside ? static_cast<float>(x.at(blockIdx.z, i, k)) : 0.0f;
    }
    for (int s = threadIdx.x; s < CHUNK && from + s < shape.rows; s += blockDim.x) {
      const double* row = x.row(blockIdx.z, from + s);
      double squared = 0;
      for (int k = 0; k < draws.inputDim; k++) squared = fma(row[k], row[k], squared);
      reach[s] = static_cast<float>(sqrt(squared) * (draws.inputDim + 3) * 0x1p-23);
    }
    __syncthreads(); // the samples are there
    for (int s = 0; s < CHUNK && from + s < shape.rows; s++) {
      float z[EACH<MOST>] = {};
#pragma unroll
      for (int k = 0; k < MOST; k += 4) {
        float4 four = *reinterpret_cast<const float4*>(&inputs[s][k]);
#pragma unroll
        for (int e = 0; e < EACH<MOST>; e++) {
          z[e] = fmaf(w[e][k], four.x, z[e]);
          z[e] = fmaf(w[e][k + 1], four.y, z[e]);
          z[e] = fmaf(w[e][k + 2], four.z, z[e]);
          z[e] = fmaf(w[e][k + 3], four.w, z[e]);
        }
      }
      bool active[EACH<MOST>];
#pragma unroll
      for (int e = 0; e < EACH<MOST>; e++) {
        float size = fabsf(z[e]);
        bool known = size > length[e] * reach[s] + 0x1p-100f && size < 0x1p127f;
        active[e] = known ? z[e] > 0.0f
                          : isActive(x.row(blockIdx.z, from + s), draws.inputDim, draws.index(neuron + e * step),
                                     draws.seed, draws.stream);
      }
      body(from + s, active);
    }
    __syncthreads(); // before the next samples overwrite them
  }
}

// A warp has as many words of bits as a thread has neurons.
template <int MOST>
__device__ __forceinline__ void reluBitsDrawn(
    const long long* seeds, int stream, long long first, Matrices<const double> x, unsigned* bits, int units, Shape shape) {
  int words = (units + 31) / 32;
  int word = (blockIdx.x * WARPS + threadIdx.x / 32) * EACH<MOST>;
  int neuron = word * 32 + threadIdx.x % 32;
  Drawing draws = {seeds[blockIdx.z], stream, first, shape.columns};
  forEachSampleDrawn<MOST>(draws, x, shape, neuron, 32, [&](int i, bool (&active)[EACH<MOST>]) {
#pragma unroll
    for (int e = 0; e < EACH<MOST>; e++) {
      unsigned vote = __ballot_sync(0xffffffffu, neuron + 32 * e < units && active[e]);
      if (threadIdx.x % 32 == 0 && word + e < words) {
        bits[(static_cast<long long>(blockIdx.z) * shape.rows + i) * words + word + e] = vote;
      }
    }
  });
}

// A thread has a neuron: a byte says whether it is active.
template <class W, class T>
__device__ __forceinline__ void signsOfSamples(
    W weight, Matrices<const T> x, signed char* signs, int units, int padded, Shape shape, int neuron) {
  forEachSample(weight, x, shape, [&](int i, bool active) {
    signs[(static_cast<long long>(blockIdx.z) * shape.rows + i) * padded + neuron] =
        active && neuron < units ? 1 : 0;
  });
}

template <class T>
__device__ void reluSigns(
    Matrices<const T> w, Matrices<const T> x, signed char* signs, int units, int padded, Shape shape) {
  int neuron = blockIdx.x * blockDim.x + threadIdx.x;
  if (neuron >= padded) return;
  const T* first = w.row(blockIdx.z, 0) + min(neuron, units - 1);
  signsOfSamples([&](int k) { return first[k * w.rowStride]; }, x, signs, units, padded, shape, neuron);
}

// The neurons of a thread are neighbours, so that their bytes are stored at once.
template <int MOST>
__device__ __forceinline__ void reluSignsDrawn(const long long* seeds, int stream, long long first,
                                               Matrices<const double> x, signed char* signs, int units, int padded,
                                               Shape shape) {
  int neuron = (blockIdx.x * blockDim.x + threadIdx.x) * EACH<MOST>;
  Drawing draws = {seeds[blockIdx.z], stream, first, shape.columns};
  forEachSampleDrawn<MOST>(draws, x, shape, neuron, 1, [&](int i, bool (&active)[EACH<MOST>]) {
    if (neuron >= padded) return;
    signed char* out = signs + (static_cast<long long>(blockIdx.z) * shape.rows + i) * padded + neuron;
    unsigned bytes = 0;
#pragma unroll
    for (int e = 0; e < EACH<MOST>; e++) bytes |= (active[e] && neuron + e < units ? 1u : 0u) << 8 * e;
    if constexpr (EACH<MOST> == 4) {
      *reinterpret_cast<unsigned*>(out) = bytes;
    } else {
      *out = static_cast<signed char>(bytes);
    }
  });
}

extern "C" __global__ void relu_fold(const int* sums, int slices, long long* counts, Shape shape) {
  long long square = static_cast<long long>(shape.rows) * shape.columns;
  forEachEntry(shape, [&](int b, int i, int j) {
    long long at = static_cast<long long>(i) * shape.columns + j;
    long long sum = 0;
    for (int s = 0; s < slices; s++) sum += sums[(static_cast<long long>(b) * slices + s) * square + at];
    counts[b * square + at] += sum;
  });
}
KERNEL(relu_fold)

// Words of 64 samples, sample by sample; zeros beyond the last sample or word.
__device__ __forceinline__ void loadWords(
    const unsigned* bits, unsigned (&side)[WORDS][SIDE + 1], int firstSample, int firstWord, int n, int words) {
  for (int e = threadIdx.x; e < WORDS * SIDE; e += 256) {
    int sample = firstSample + e / WORDS;
    int word = firstWord + e % WORDS;
    bool inside = sample < n && word < words;
    side[e % WORDS][e / WORDS] = inside ? bits[static_cast<long long>(sample) * words + word] : 0;
  }
}

extern "C" __global__ void __launch_bounds__(256)
    relu_counts(const unsigned* bits, int words, long long* counts, Shape shape) {
  __shared__ unsigned rows[WORDS][SIDE + 1];
  __shared__ unsigned columns[WORDS][SIDE + 1];
  if (blockIdx.x > blockIdx.y) return;
  int n = shape.rows;
  const unsigned* own = bits + static_cast<long long>(blockIdx.z) * n * words;
  int row = threadIdx.x / 16;
  int column = threadIdx.x % 16;
  int sums[4][4] = {}; // at most 2^31 neurons a call
  for (int first = 0; first < words; first += WORDS) {
    loadWords(own, rows, blockIdx.y * SIDE, first, n, words);
    loadWords(own, columns, blockIdx.x * SIDE, first, n, words);
    __syncthreads(); // the chunk's words are there
    for (int word = 0; word < WORDS; word++) {
#pragma unroll
      for (int i = 0; i < 4; i++) {
#pragma unroll
        for (int j = 0; j < 4; j++) {
          sums[i][j] += __popc(rows[word][row + 16 * i] & columns[word][column + 16 * j]);
        }
      }
    }
    __syncthreads(); // before the next chunk overwrites them
  }
  long long* out = counts + static_cast<long long>(blockIdx.z) * n * n;
#pragma unroll
  for (int i = 0; i < 4; i++) {
#pragma unroll
    for (int j = 0; j < 4; j++) {
      long long r = blockIdx.y * SIDE + row + 16 * i;
      long long c = blockIdx.x * SIDE + column + 16 * j;
      if (r < n && c < n) {
        out[r * n + c] += sums[i][j];
        if (blockIdx.x < blockIdx.y) out[c * n + r] += sums[i][j];
      }
    }
  }
}
KERNEL(relu_counts)

template <class T>
__device__ void reluGram(
    const long long* counts, double share, Matrices<const T> x, int inputDim, Matrices<double> h, Shape shape) {
  forEachEntry(shape, [&](int b, int i, int j) {
    double inputs = 0;
    for (int k = 0; k < inputDim; k++) {
      inputs = fma(static_cast<double>(x.at(b, i, k)), static_cast<double>(x.at(b, j, k)), inputs);
    }
    long long count = counts[(static_cast<long long>(b) * shape.rows + i) * shape.columns + j];
    h.at(b, i, j) = inputs * (share * static_cast<double>(count));
  });
}

#define RELU(P, T)                                                                                                 \
  extern "C" __global__ void __launch_bounds__(256) relu_bits_##P(                                                 \
      Matrices<const T> w, Matrices<const T> x, unsigned* bits, int units, Shape shape) {                          \
    reluBits(w, x, bits, units, shape);                                                                            \
  }                                                                                                                \
  KERNEL(relu_bits_##P)                                                                                            \
  extern "C" __global__ void __launch_bounds__(256) relu_signs_##P(                                                \
      Matrices<const T> w, Matrices<const T> x, signed char* signs, int units, int padded, Shape shape) {          \
    reluSigns(w, x, signs, units, padded, shape);                                                                  \
  }                                                                                                                \
  KERNEL(relu_signs_##P)                                                                                           \
  extern "C" __global__ void relu_gram_##P(const long long* counts, double share, Matrices<const T> x,             \
                                           int inputDim, Matrices<double> h, Shape shape) {                        \
    reluGram(counts, share, x, inputDim, h, shape);                                                                \
  }                                                                                                                \
  KERNEL(relu_gram_##P)
FOR_EACH_FORMAT(RELU)

#define DRAWN(MOST)                                                                                                \
  extern "C" __global__ void __launch_bounds__(256) relu_bits_drawn_##MOST(                                        \
      const long long* seeds, int stream, long long first, Matrices<const double> x, unsigned* bits, int units,    \
      Shape shape) {                                                                                               \
    reluBitsDrawn<MOST>(seeds, stream, first, x, bits, units, shape);                                              \
  }                                                                                                                \
  KERNEL(relu_bits_drawn_##MOST)                                                                                   \
  extern "C" __global__ void __launch_bounds__(256) relu_signs_drawn_##MOST(                                       \
      const long long* seeds, int stream, long long first, Matrices<const double> x, signed char* signs,           \
      int units, int padded, Shape shape) {                                                                        \
    reluSignsDrawn<MOST>(seeds, stream, first, x, signs, units, padded, shape);                                    \
  }                                                                                                                \
  KERNEL(relu_signs_drawn_##MOST)
DRAWN(16)
DRAWN(64)
