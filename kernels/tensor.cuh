// Products on tensor cores, from compute capability 8.0 on: a warp multiplies fragments that its lanes hold in
// registers. Lane l has group g = l / 4 and place t = l % 4.
//
// A fragment of A (8·ROWS × 8) has in a[r][h] row g + 8r, place t + 4h of the contraction; one of B (8 × 8) in b[h] place
// t + 4h, column g; one of C (8·ROWS × 8) in c[r][v] row g + 8r, column 2t + v. What is contracted may be taken in any
// order that is the same in A and B. With place t + 4h for index 2t + h the columns of C are where A wants them: a
// product feeds the next from the registers that it is in.
#pragma once

#include "device.cuh"

#ifdef __CUDACC__
__device__ __forceinline__ unsigned bitsOf(float x) { return __float_as_uint(x); }

// c += a·b, of which the upper 19 bits of every number count.
__device__ __forceinline__ void addProduct(float (&c)[2][2], const float (&a)[2][2], const float (&b)[2]) {
  asm volatile(
      "mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};"
      : "+f"(c[0][0]), "+f"(c[0][1]), "+f"(c[1][0]), "+f"(c[1][1])
      : "r"(bitsOf(a[0][0])), "r"(bitsOf(a[1][0])), "r"(bitsOf(a[0][1])), "r"(bitsOf(a[1][1])), "r"(bitsOf(b[0])),
        "r"(bitsOf(b[1])));
}

__device__ __forceinline__ void addProduct(double (&c)[1][2], const double (&a)[1][2], const double (&b)[2]) {
#pragma unroll
  for (int h = 0; h < 2; h++) {
    asm volatile("mma.sync.aligned.m8n8k4.row.col.f64.f64.f64.f64 {%0, %1}, {%2}, {%3}, {%0, %1};"
                 : "+d"(c[0][0]), "+d"(c[0][1])
                 : "d"(a[0][h]), "d"(b[h]));
  }
}

__device__ __forceinline__ float roundToTf32(float x) {
  unsigned bits;
  asm("cvt.rna.tf32.f32 %0, %1;" : "=r"(bits) : "f"(x));
  return __uint_as_float(bits);
}

__device__ __forceinline__ float upperBits(float x) { return __uint_as_float(__float_as_uint(x) & ~0x1FFFu); }
#else
using sw::addProduct;
using sw::roundToTf32;
using sw::upperBits;
#endif

// FP32 numbers rounded to the 11 bits that count.
struct Tf32 {
  using Number = float;
  static constexpr int ROWS = 2;

  static __device__ __forceinline__ float operand(float x) { return roundToTf32(x); }

  static __device__ __forceinline__ void multiply(float (&c)[2][2], const float (&a)[2][2], const float (&b)[2]) {
    addProduct(c, a, b);
  }
};

// FP32 as a sum of two such numbers each, of whose four products the smallest is left out: it is 2⁻²¹ of the whole.
struct F32 {
  using Number = float;
  static constexpr int ROWS = 2;

  static __device__ __forceinline__ float operand(float x) { return x; }

  static __device__ __forceinline__ void multiply(float (&c)[2][2], const float (&a)[2][2], const float (&b)[2]) {
    float upperB[2], lowerB[2];
    float upperA[2][2], lowerA[2][2];
#pragma unroll
    for (int h = 0; h < 2; h++) {
      upperB[h] = upperBits(b[h]);
      lowerB[h] = roundToTf32(b[h] - upperB[h]);
#pragma unroll
      for (int r = 0; r < 2; r++) {
        upperA[r][h] = upperBits(a[r][h]);
        lowerA[r][h] = roundToTf32(a[r][h] - upperA[r][h]);
      }
    }
    addProduct(c, lowerA, upperB);
    addProduct(c, upperA, lowerB);
    addProduct(c, upperA, upperB);
  }
};

struct F64 {
  using Number = double;
  static constexpr int ROWS = 1;

  static __device__ __forceinline__ double operand(double x) { return x; }

  static __device__ __forceinline__ void multiply(double (&c)[1][2], const double (&a)[1][2], const double (&b)[2]) {
    addProduct(c, a, b);
  }
};
