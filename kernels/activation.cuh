// Activations and their derivatives, and pairs of neurons without cancellation: io.github.widthbench.math's
// Activation and PairDifference in the precision T. The codes stand in the order of Activation.
#pragma once

#include "device.cuh"

enum ActivationCode { RELU, TANH, EXP, ERF, SIGMOID, SOFTPLUS };

// Overloads by precision; a literal never widens a float. In FP64 the error function is long code: one copy a file.
__device__ __forceinline__ float exponential(float z) { return expf(z); }
__device__ __forceinline__ double exponential(double z) { return exp(z); }
__device__ __forceinline__ float exponentialMinusOne(float z) { return expm1f(z); }
__device__ __forceinline__ double exponentialMinusOne(double z) { return expm1(z); }
__device__ __forceinline__ float logOnePlus(float z) { return log1pf(z); }
__device__ __forceinline__ double logOnePlus(double z) { return log1p(z); }
__device__ __forceinline__ float hyperbolicTangent(float z) { return tanhf(z); }
__device__ __forceinline__ double hyperbolicTangent(double z) { return tanh(z); }
__device__ __forceinline__ float errorFunction(float z) { return erff(z); }
[[maybe_unused]] static __device__ __noinline__ double errorFunction(double z) { return erf(z); }
__device__ __forceinline__ float errorFunctionComplement(float z) { return erfcf(z); }
[[maybe_unused]] static __device__ __noinline__ double errorFunctionComplement(double z) { return erfc(z); }
__device__ __forceinline__ float size(float z) { return fabsf(z); }
__device__ __forceinline__ double size(double z) { return fabs(z); }
__device__ __forceinline__ float fusedMultiplyAdd(float a, float b, float c) { return fmaf(a, b, c); }
__device__ __forceinline__ double fusedMultiplyAdd(double a, double b, double c) { return fma(a, b, c); }

// The larger of z and 0; NaN stays NaN, unlike fmax.
template <class T>
__device__ __forceinline__ T positivePart(T z) {
  return z <= T(0) ? T(0) : z;
}

// exp(-z²); the rounding error of z² is made good, which matters where z² is large.
template <class T>
__device__ __forceinline__ T gaussian(T z) {
  T square = z * z;
  if (square > T(746)) {
    return T(0);
  }
  T lost = fusedMultiplyAdd(z, z, -square);
  return exponential(-square) * (T(1) - lost);
}

// 1/cosh²(z), which keeps its digits where tanh is close to ±1.
template <class T>
__device__ __forceinline__ T squaredSech(T z) {
  T e = exponential(T(-2) * size(z));
  T sum = T(1) + e;
  return T(4) * e / (sum * sum);
}

template <class T>
__device__ __forceinline__ T logistic(T z) {
  T e = exponential(-size(z));
  return (z < T(0) ? e : T(1)) / (T(1) + e);
}

constexpr double TWO_OVER_ROOT_PI = 1.1283791670955126;

// s(z), s′(z) and s″(z) of one activation.
template <int S, class T>
struct Activation {
  static __device__ __forceinline__ T value(T z) {
    if constexpr (S == RELU) return positivePart(z);
    if constexpr (S == TANH) return hyperbolicTangent(z);
    if constexpr (S == EXP) return exponential(z);
    if constexpr (S == ERF) return errorFunction(z);
    if constexpr (S == SIGMOID) return logistic(z);
    if constexpr (S == SOFTPLUS) return positivePart(z) + logOnePlus(exponential(-size(z)));
  }

  static __device__ __forceinline__ T derivative(T z) {
    if constexpr (S == RELU) return z > T(0) ? T(1) : T(0);
    if constexpr (S == TANH) return squaredSech(z);
    if constexpr (S == EXP) return exponential(z);
    if constexpr (S == ERF) return T(TWO_OVER_ROOT_PI) * gaussian(z);
    if constexpr (S == SIGMOID) return squaredSech(z / T(2)) / T(4);
    if constexpr (S == SOFTPLUS) return logistic(z);
  }

  // The derivative of an order from 0 to 2, the same in all threads.
  static __device__ __forceinline__ T ofOrder(int order, T z) {
    return order == 0 ? value(z) : order == 1 ? derivative(z) : secondDerivative(z);
  }

  static __device__ __forceinline__ T secondDerivative(T z) {
    if constexpr (S == RELU) return T(0);
    if constexpr (S == TANH) return T(-2) * hyperbolicTangent(z) * squaredSech(z);
    if constexpr (S == EXP) return exponential(z);
    if constexpr (S == ERF) return T(-2) * z * derivative(z);
    if constexpr (S == SIGMOID) return -hyperbolicTangent(z / T(2)) * derivative(z);
    if constexpr (S == SOFTPLUS) return squaredSech(z / T(2)) / T(4);
  }
};

// σ(p+q) − σ(p−q) for p ≥ 0.
template <class T>
__device__ __forceinline__ T logisticDifference(T p, T q) {
  return -exponentialMinusOne(T(-2) * q) / (T(1) + exponential(p - q)) / (T(1) + exponential(-(p + q)));
}

// For p ≤ 0. Beyond 32 softplus is the identity.
template <class T>
__device__ __forceinline__ T softplusDifference(T p, T q) {
  T upper = p + q;
  T lower = p - q;
  if (upper > T(32)) {
    return upper - Activation<SOFTPLUS, T>::value(lower);
  }
  T rise = -exponential(upper) * exponentialMinusOne(T(-2) * q);
  return logOnePlus(rise / (T(1) + exponential(lower)));
}

// erf(p+q) − erf(p−q) by Taylor's series about p, for 2pq ≤ 1/4 and q < p: 4q/√π e^{−p²} Σ_j c_{2j}/(2j+1),
// (n+1) c_{n+1} = 2pq c_n − 2q² c_{n−1}.
template <class T>
__device__ __forceinline__ T errorFunctionSeries(T p, T q) {
  constexpr int TERMS = 10;
  T twoPq = T(2) * p * q;
  T twoQq = T(2) * q * q;
  T sum = T(0);
  T even = T(1);
  T odd = twoPq;
#pragma unroll
  for (int n = 0; n < 2 * TERMS; n += 2) {
    sum += even / T(n + 1);
    even = (twoPq * odd - twoQq * even) / T(n + 2);
    odd = (twoPq * even - twoQq * odd) / T(n + 3);
  }
  return T(2 * TWO_OVER_ROOT_PI) * gaussian(p) * (q * sum);
}

// For p ≥ 0; erf is odd, so the difference is even in p.
template <class T>
__device__ __forceinline__ T errorFunctionDifference(T p, T q) {
  T upper = p + q;
  if (p <= q) {
    return errorFunction(upper) + errorFunction(q - p);
  }
  if (T(2) * p * q <= T(0.25)) {
    return errorFunctionSeries(p, q);
  }
  T lower = p - q;
  return lower < T(0.5) ? errorFunction(upper) - errorFunction(lower)
                        : errorFunctionComplement(lower) - errorFunctionComplement(upper);
}

// s(p+q) − s(p−q) for q > 0, rearranged so that no two nearly equal numbers are subtracted.
template <int S, class T>
__device__ __forceinline__ T positivePairDifference(T p, T q) {
  if constexpr (S == RELU) {
    T above = p + q;
    return positivePart(above > T(2) * q ? T(2) * q : above);
  }
  if constexpr (S == TANH) return T(2) * logisticDifference(T(2) * size(p), T(2) * q);
  if constexpr (S == EXP) return -exponential(p + q) * exponentialMinusOne(T(-2) * q);
  if constexpr (S == ERF) return errorFunctionDifference(size(p), q);
  if constexpr (S == SIGMOID) return logisticDifference(size(p), q);
  if constexpr (S == SOFTPLUS) return p > T(0) ? T(2) * q - softplusDifference(-p, q) : softplusDifference(p, q);
}

// s(p+q) − s(p−q); exactly 0 at q = 0, exactly odd in q.
template <int S, class T>
__device__ __forceinline__ T pairDifference(T p, T q) {
  if (q == T(0)) {
    return p == p ? T(0) : p;
  }
  T difference = positivePairDifference<S>(p, size(q));
  return q < T(0) ? -difference : difference;
}

// Turns the code of an activation, the same in all threads, into a type: calls body(Code<S>{}) outside the loops,
// so that no loop branches on it.
template <int S>
struct Code {
  static constexpr int value = S;
};

template <class Body>
__device__ __forceinline__ void withActivation(int activation, Body body) {
  switch (activation) {
    case RELU: body(Code<RELU>{}); break;
    case TANH: body(Code<TANH>{}); break;
    case EXP: body(Code<EXP>{}); break;
    case ERF: body(Code<ERF>{}); break;
    case SIGMOID: body(Code<SIGMOID>{}); break;
    case SOFTPLUS: body(Code<SOFTPLUS>{}); break;
    default: break;
  }
}
