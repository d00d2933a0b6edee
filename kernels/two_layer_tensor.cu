// The passes of two_layer.cu on tensor cores, from compute capability 8.0 on. P is tf32, f32 or f64; tf32 tensors are
// stored as FP32. For inputDim ≤ 16 and ≤ 64.
//
//   two_layer_tensor_forward_16_P, two_layer_tensor_forward_64_P(TwoLayer net, Matrices x, int n, const int* active,
//       double* partials, int* clipped)
//   two_layer_tensor_step_16_P, two_layer_tensor_step_64_P(TwoLayer net, Matrices x, Matrices residual, int n,
//       const double* rate, const int* active, double* partials, int* clipped)
//       as those of two_layer.cu, but for x, which is (1 or batch) × n × d.
//
// Block (128, 1, 1), grid (slices, batch, 1), no dynamic shared memory. unitsOfSlice is a multiple of 128 (of 64
// where paired).
//
// Each of the 4 warps has 32 columns of weights (f64: 16) in registers, and the gradient on them, and goes over the samples
// in steps of 8: preactivations come out of a product where the next product, for the gradient, wants its operand, so
// neither leaves the registers. Shared memory holds 64 samples. For 8 samples and 8 inputs a warp reads 64 numbers, for
// the preactivations two neighbours a lane, 2 clocks of a multiprocessor (f64: 4), for the gradient one by one, 2 clocks
// (f64: 8, lanes meet in half of the banks), and multiplies and adds 2048 times (f64: 1024), 2 clocks at the peak of an H100
// (f32: 6; f64: 8).
#include "tensor.cuh"
#include "two_layer.cuh"

constexpr int WARPS = 4;
constexpr int TILES = 2; // of a warp: for pairs the means and the half differences
constexpr int SAMPLES = 64;
constexpr int STEP = 8; // samples, or inputs, of one product

// A sample of eight for each column of a product: such that lanes which read together meet in no bank (f64: in two).
__device__ __forceinline__ int sampleOf(int column) { return column ^ (column >> 2); }

// What a lane holds for one sample: a number for each of its units, or of its pairs the mean and the half difference.
template <class T, int ROWS>
struct Column {
  T at[TILES][ROWS];
  bool clipped;
};

// Calls body(code, left, right) for each pair of numbers, after the clip, with the activation as a type.
template <class T, int ROWS, class Body>
__device__ __forceinline__ Column<T, ROWS> mapPairs(Units<T> units, Column<T, ROWS> z, Body body) {
  Clip<T> clip = {units.clip, units.paired != 0};
  z.clipped = false;
  withActivation(units.activation, [&](auto code) {
#pragma unroll
    for (int r = 0; r < ROWS; r++) {
      z.clipped |= clip.apply(z.at[0][r], z.at[1][r]);
      body(code, z.at[0][r], z.at[1][r]);
    }
  });
  return z;
}

// What each unit adds to the outputs before its output weight.
template <class T, int ROWS>
__device__ __noinline__ Column<T, ROWS> evaluate(Units<T> units, Column<T, ROWS> z) {
  return mapPairs(units, z, [&](auto code, T& left, T& right) {
    valueOf<decltype(code)::value>(units.paired != 0, left, right);
  });
}

// The derivative that the gradient of each unit has as a factor.
template <class T, int ROWS>
__device__ __noinline__ Column<T, ROWS> differentiate(Units<T> units, Column<T, ROWS> z) {
  return mapPairs(units, z, [&](auto code, T& left, T& right) {
    derivativeOf<decltype(code)::value>(units.paired != 0, left, right);
  });
}

// Two numbers that are read at once.
template <class T>
struct alignas(2 * sizeof(T)) Neighbours {
  T at[2];
};

// A block at work: its shared memory, and what each of its threads holds.
template <class F, int MOST>
struct Tile {
  using T = typename F::Number;
  static constexpr int STEPS = MOST / STEP;
  static constexpr int STRIDE = MOST + STEP; // from one sample to the next: 8 banks further, modulo 32
  static constexpr int ROWS = STEP * F::ROWS;
  static constexpr int COLUMNS = WARPS * TILES * ROWS;

  const TwoLayer<T>& net;
  T* inputs;    // SAMPLES × STRIDE
  T* residuals; // SAMPLES
  double* sums; // WARPS × SAMPLES
  int b;
  int group = threadIdx.x % LANES / 4;
  int place = threadIdx.x % LANES % 4;
  int warp = threadIdx.x / LANES;
  int columns[TILES][F::ROWS]; // of w, or −1
  T outer[TILES][F::ROWS];
  T weights[TILES][STEPS][F::ROWS][2]; // input 8s + 2·place + h
  bool clipped = false;

  __device__ __forceinline__ Tile(const TwoLayer<T>& net, T* inputs, T* residuals, double* sums, int b)
      : net(net), inputs(inputs), residuals(residuals), sums(sums), b(b) {}

  __device__ __forceinline__ int unitsOfTile() const { return net.paired != 0 ? COLUMNS / TILES : COLUMNS; }

  __device__ __forceinline__ bool has(int step) const { return step * STEP < net.inputDim; }

  __device__ __forceinline__ void takeColumns(int first) {
    int tilesOfUnits = net.paired != 0 ? 1 : TILES;
#pragma unroll
    for (int tile = 0; tile < TILES; tile++) {
#pragma unroll
      for (int r = 0; r < F::ROWS; r++) {
        int unit = first + (warp * tilesOfUnits + tile % tilesOfUnits) * ROWS + r * STEP + group;
        bool known = unit < net.units;
        columns[tile][r] = !known ? -1 : net.paired != 0 && tile == 1 ? net.units + unit : unit;
        outer[tile][r] = known ? net.a.at(b, 0, unit) : T(0);
      }
    }
  }

  // Calls body(tile, s, r, h, column, input) for what the thread holds of the weights of the network.
  template <class Body>
  __device__ __forceinline__ void forEachWeight(Body body) {
    int neighbours = 2 * place;
    asm volatile("" : "+r"(neighbours)); // has addresses computed anew, which would take up registers between two calls
#pragma unroll
    for (int s = 0; s < STEPS; s++) {
      if (has(s)) {
#pragma unroll
        for (int tile = 0; tile < TILES; tile++) {
#pragma unroll
          for (int r = 0; r < F::ROWS; r++) {
#pragma unroll
            for (int h = 0; h < 2; h++) body(tile, s, r, h, columns[tile][r], s * STEP + neighbours + h);
          }
        }
      }
    }
  }

  __device__ __forceinline__ void loadWeights() {
    forEachWeight([&](int tile, int s, int r, int h, int column, int k) {
      weights[tile][s][r][h] = column >= 0 && k < net.inputDim ? F::operand(net.w.at(b, k, column)) : T(0);
    });
  }

  // inputs ← samples from `first` on; zeros beyond the last sample and the last input.
  __device__ __forceinline__ void loadInputs(Matrices<const T> x, int first, int n) {
    for (int e = threadIdx.x; e < SAMPLES * MOST; e += WARPS * LANES) {
      int i = e / MOST;
      int k = e % MOST;
      inputs[i * STRIDE + k] = first + i < n && k < net.inputDim ? F::operand(x.at(b, first + i, k)) : T(0);
    }
  }

  // z ← preactivations of the eight samples from `from` on.
  __device__ __forceinline__ void preactivate(int from, T (&z)[TILES][F::ROWS][2]) const {
    __syncwarp(); // a product wants all lanes at once; activations may have led them apart
    const T* sample = inputs + (from + sampleOf(group)) * STRIDE + 2 * place;
#pragma unroll
    for (int s = 0; s < STEPS; s++) {
      if (has(s)) {
        Neighbours<T> x = *reinterpret_cast<const Neighbours<T>*>(sample + s * STEP);
#pragma unroll
        for (int tile = 0; tile < TILES; tile++) F::multiply(z[tile], weights[tile][s], x.at);
      }
    }
  }

  __device__ __forceinline__ Column<T, F::ROWS> column(const T (&z)[TILES][F::ROWS][2], int v) const {
    Column<T, F::ROWS> column;
#pragma unroll
    for (int tile = 0; tile < TILES; tile++) {
#pragma unroll
      for (int r = 0; r < F::ROWS; r++) column.at[tile][r] = z[tile][r][v];
    }
    return column;
  }

  __device__ __forceinline__ void update(
      Matrices<const T> x, Matrices<const double> residual, int n, T rate) {
    T gradient[TILES][STEPS][F::ROWS][2] = {}; // like weights
    for (int first = 0; first < n; first += SAMPLES) {
      loadInputs(x, first, n);
      for (int i = threadIdx.x; i < SAMPLES; i += WARPS * LANES) {
        residuals[i] = first + i < n ? T(residual.at(b, 0, first + i)) : T(0);
      }
      __syncthreads(); // inputs and residuals are there
#pragma unroll 1
      for (int from = 0; from < SAMPLES && first + from < n; from += STEP) addGradient(from, gradient);
      __syncthreads(); // before the next chunk overwrites what was read
    }
    forEachWeight([&](int tile, int s, int r, int h, int column, int k) {
      if (column >= 0 && k < net.inputDim) {
        T& weight = net.w.at(b, k, column);
        weight += rate * gradient[tile][s][r][h];
        weights[tile][s][r][h] = F::operand(weight);
      }
    });
  }

  // gradient += Σ x·residual·a·s′ over eight samples.
  __device__ __forceinline__ void addGradient(int from, T (&gradient)[TILES][STEPS][F::ROWS][2]) {
    T values[TILES][F::ROWS][2] = {}; // preactivations, then the factors of the inputs
    preactivate(from, values);
    int samples[2] = {from + sampleOf(2 * place), from + sampleOf(2 * place + 1)};
#pragma unroll
    for (int v = 0; v < 2; v++) {
      Column<T, F::ROWS> factors = differentiate(Units<T>(net), column(values, v));
      clipped |= factors.clipped;
      T residual = residuals[samples[v]];
#pragma unroll
      for (int tile = 0; tile < TILES; tile++) {
#pragma unroll
        for (int r = 0; r < F::ROWS; r++) {
          values[tile][r][v] = F::operand(residual * outer[tile][r] * factors.at[tile][r]);
        }
      }
    }
    __syncwarp(); // as above
#pragma unroll
    for (int s = 0; s < STEPS; s++) {
      if (has(s)) {
        T x[2] = {inputs[samples[0] * STRIDE + s * STEP + group], inputs[samples[1] * STRIDE + s * STEP + group]};
#pragma unroll
        for (int tile = 0; tile < TILES; tile++) F::multiply(gradient[tile][s], values[tile], x);
      }
    }
  }

  __device__ __forceinline__ void forward(Matrices<const T> x, int n, double* outputs, bool begin) {
    for (int first = 0; first < n; first += SAMPLES) {
      loadInputs(x, first, n);
      __syncthreads(); // inputs are there
#pragma unroll 1
      for (int from = 0; from < SAMPLES && first + from < n; from += STEP) sumUnits(from);
      __syncthreads(); // the sums of all warps are there
      for (int i = threadIdx.x; i < SAMPLES && first + i < n; i += WARPS * LANES) {
        double sum = 0;
        for (int w = 0; w < WARPS; w++) sum += sums[w * SAMPLES + i];
        outputs[first + i] = begin ? sum : outputs[first + i] + sum;
      }
    }
  }

  // sums ← Σ a·s over the warp's units, for eight samples: at most four of a lane in T, then in FP64.
  __device__ __forceinline__ void sumUnits(int from) {
    T z[TILES][F::ROWS][2] = {};
    preactivate(from, z);
#pragma unroll
    for (int v = 0; v < 2; v++) {
      Column<T, F::ROWS> values = evaluate(Units<T>(net), column(z, v));
      clipped |= values.clipped;
      T own = 0;
#pragma unroll
      for (int tile = 0; tile < TILES; tile++) {
#pragma unroll
        for (int r = 0; r < F::ROWS; r++) {
          if (tile == 0 || net.paired == 0) own = fusedMultiplyAdd(outer[tile][r], values.at[tile][r], own);
        }
      }
      double sum = static_cast<double>(own);
      for (int distance = LANES / 2; distance >= 4; distance /= 2) {
        sum += __shfl_xor_sync(0xffffffffu, sum, distance);
      }
      if (group == 0) sums[warp * SAMPLES + from + sampleOf(2 * place + v)] = sum;
    }
  }
};

// Goes through the tiles of the block's slice: update where there is a rate, then forward.
template <class F, int MOST, bool UPDATE, class T>
__device__ void pass(const TwoLayer<T>& net, Matrices<const T> x, Matrices<const double> residual, int n,
                     const double* rate, const int* active, double* partials, int* clipped) {
  alignas(16) __shared__ T inputs[SAMPLES * Tile<F, MOST>::STRIDE];
  __shared__ T residuals[SAMPLES];
  __shared__ double sums[WARPS * SAMPLES];
  int b = blockIdx.y;
  if (active != nullptr && active[b] == 0) return;
  Tile<F, MOST> block(net, inputs, residuals, sums, b);
  int from = blockIdx.x * net.unitsOfSlice;
  int to = min(from + net.unitsOfSlice, net.units);
  double* outputs = partials + (static_cast<long long>(b) * net.slices + blockIdx.x) * n;
  for (int first = from; first < to; first += block.unitsOfTile()) {
    block.takeColumns(first);
    block.loadWeights();
    if constexpr (UPDATE) block.update(x, residual, n, T(rate[b]));
    block.forward(x, n, outputs, first == from);
  }
  if (block.clipped) clipped[b] = 1;
}

#define PASSES(P, F, T, MOST)                                                                                      \
  extern "C" __global__ void __launch_bounds__(WARPS * LANES, MOST == 16 ? 4 : 2) two_layer_tensor_forward_##MOST##_##P( \
      TwoLayer<T> net, Matrices<const T> x, int n, const int* active, double* partials, int* clipped) {            \
    pass<F, MOST, false>(net, x, {}, n, nullptr, active, partials, clipped);                                       \
  }                                                                                                                \
  KERNEL(two_layer_tensor_forward_##MOST##_##P)                                                                    \
  extern "C" __global__ void __launch_bounds__(WARPS * LANES, MOST == 16 ? 4 : 2) two_layer_tensor_step_##MOST##_##P( \
      TwoLayer<T> net, Matrices<const T> x, Matrices<const double> residual, int n, const double* rate,            \
      const int* active, double* partials, int* clipped) {                                                         \
    pass<F, MOST, true>(net, x, residual, n, rate, active, partials, clipped);                                     \
  }                                                                                                                \
  KERNEL(two_layer_tensor_step_##MOST##_##P)
#define FORMAT(P, F, T) PASSES(P, F, T, 16) PASSES(P, F, T, 64)
FORMAT(tf32, Tf32, float)
FORMAT(f32, F32, float)
FORMAT(f64, F64, double)
