// CUDA C++ for g++: lets kernels/*.cu run on the software device. Every CUDA thread of a block is a fiber; one block
// runs at a time in the whole process, so "shared" memory is static memory and nothing here is thread-local.
#pragma once
#include <algorithm>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <type_traits>
#include <utility>

#pragma GCC visibility push(default)  // kernels are in libraries of their own
namespace sw {

struct Dim {
  unsigned x, y, z;
};

// What a running CUDA thread knows of itself.
struct Thread {
  Dim index;
  unsigned lane;
  unsigned warp;
};

extern Thread* current;
extern Dim blockIndex, blockSize, gridSize;
extern void* dynamicShared;

void blockBarrier();
void warpBarrier(unsigned mask);
constexpr int SLOTS = 4;  // of each lane
uint64_t* warpSlots();

// A kernel that takes its arguments as the driver does: an array of pointers to them.
using Entry = void (*)(void**);
void registerKernel(const char* name, Entry entry, int parameters, const size_t* sizes);

template <class... A, size_t... I>
void call(void (*kernel)(A...), void** arguments, std::index_sequence<I...>) {
  kernel(*static_cast<std::remove_reference_t<A>*>(arguments[I])...);
}

template <auto Kernel>
struct Registration;

template <class... A, void (*Kernel)(A...)>
struct Registration<Kernel> {
  static void enter(void** arguments) { call(Kernel, arguments, std::index_sequence_for<A...>{}); }
  explicit Registration(const char* name) {
    static const size_t sizes[] = {sizeof(A)..., 0};
    registerKernel(name, &enter, sizeof...(A), sizes);
  }
};

// Every lane of the mask offers a value and reads that of another.
template <class T>
T exchange(unsigned mask, T value, unsigned source) {
  static_assert(sizeof(T) <= sizeof(uint64_t));
  uint64_t bits = 0;
  memcpy(&bits, &value, sizeof value);
  uint64_t* slots = warpSlots();
  slots[current->lane] = bits;
  warpBarrier(mask);
  bits = slots[source & 31];
  warpBarrier(mask);
  memcpy(&value, &bits, sizeof value);
  return value;
}

inline float upperBits(float x) { return std::bit_cast<float>(std::bit_cast<uint32_t>(x) & ~0x1FFFu); }
inline float roundToTf32(float x) {
  return std::isfinite(x) ? upperBits(std::bit_cast<float>(std::bit_cast<uint32_t>(x) + 0x1000u)) : x;
}

// What tensor cores take of an operand.
inline float operand(float x) { return upperBits(x); }
inline double operand(double x) { return x; }

// c += a·b over a warp, fragments as kernels/tensor.cuh says.
template <class T, size_t ROWS>
void addProduct(T (&c)[ROWS][2], const T (&a)[ROWS][2], const T (&b)[2]) {
  struct Lane {
    T a[ROWS][2];
    T b[2];
  };
  static_assert(sizeof(Lane) <= SLOTS * sizeof(uint64_t));
  Lane* lanes = reinterpret_cast<Lane*>(warpSlots());
  for (int h = 0; h < 2; h++) {
    for (size_t r = 0; r < ROWS; r++) lanes[current->lane].a[r][h] = operand(a[r][h]);
    lanes[current->lane].b[h] = operand(b[h]);
  }
  warpBarrier(0xffffffffu);
  unsigned group = current->lane / 4, place = current->lane % 4;
  for (int h = 0; h < 2; h++) {
    for (unsigned t = 0; t < 4; t++) {
      for (size_t r = 0; r < ROWS; r++) {
        for (unsigned v = 0; v < 2; v++) {
          c[r][v] = std::fma(lanes[group * 4 + t].a[r][h], lanes[(2 * place + v) * 4 + t].b[h], c[r][v]);
        }
      }
    }
  }
  warpBarrier(0xffffffffu);
}

}  // namespace sw
#pragma GCC visibility pop

#define KERNEL(name) static const sw::Registration<&name> registration_of_##name(#name);
#define DYNAMIC_SHARED(type, name) type* name = static_cast<type*>(sw::dynamicShared)
#define __global__
#define __device__
#define __forceinline__ inline
#define __noinline__ __attribute__((noinline))
#define __launch_bounds__(...)
#define __align__(n) alignas(n)
#define __shared__ static
#define threadIdx (sw::current->index)
#define blockIdx (sw::blockIndex)
#define blockDim (sw::blockSize)
#define gridDim (sw::gridSize)

inline void __syncthreads() { sw::blockBarrier(); }
inline void __syncwarp(unsigned mask = 0xffffffffu) { sw::warpBarrier(mask); }

template <class T>
T __shfl_sync(unsigned mask, T value, int source) {
  return sw::exchange(mask, value, source);
}
template <class T>
T __shfl_down_sync(unsigned mask, T value, unsigned distance) {
  unsigned source = sw::current->lane + distance;
  return sw::exchange(mask, value, source > 31 ? sw::current->lane : source);
}
template <class T>
T __shfl_xor_sync(unsigned mask, T value, int bits) {
  return sw::exchange(mask, value, sw::current->lane ^ bits);
}
inline unsigned __ballot_sync(unsigned mask, int predicate) {
  uint64_t* slots = sw::warpSlots();
  slots[sw::current->lane] = predicate != 0 ? 1 : 0;
  sw::warpBarrier(mask);
  unsigned votes = 0;
  for (unsigned lane = 0; lane < 32; lane++) {
    if ((mask >> lane & 1) != 0) votes |= static_cast<unsigned>(slots[lane]) << lane;
  }
  sw::warpBarrier(mask);
  return votes;
}

using std::isfinite;
using std::max;
using std::min;

inline int __popc(unsigned x) { return std::popcount(x); }
inline int __popcll(unsigned long long x) { return std::popcount(x); }
inline long long __double_as_longlong(double x) { return std::bit_cast<long long>(x); }
inline double __longlong_as_double(long long x) { return std::bit_cast<double>(x); }

struct alignas(16) float4 {
  float x, y, z, w;
};
struct alignas(16) double2 {
  double x, y;
};
struct alignas(16) uint4 {
  unsigned x, y, z, w;
};
