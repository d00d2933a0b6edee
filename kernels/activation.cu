// Activations, entry by entry, over batch × rows × columns. P is f32 or f64, the format of every operand.
//
//   activate_P(int activation, int order, Matrices z, Matrices y, Shape)
//       y ← s(z), s′(z) or s″(z) for order 0, 1, 2; y may be z.
//   pair_difference_P(int activation, Matrices p, Matrices q, Matrices y, Shape)
//       y ← s(p+q) − s(p−q) without cancellation; exactly 0 where q is 0. y may be p or q.
//   pair_derivatives_P(int activation, Matrices p, Matrices q, Matrices mean, Matrices half, Shape)
//       mean ← (s′(p+q) + s′(p−q))/2, half ← (s′(p+q) − s′(p−q))/2; mean and half may be p and q.
//
// Grid as forEachEntry says. Activation codes are those of ActivationCode in activation.cuh: relu 0, tanh 1, exp 2, erf 3, sigmoid 4, softplus 5.
#include "activation.cuh"

template <class T>
__device__ void activate(int activation, int order, Matrices<const T> z, Matrices<T> y, Shape shape) {
  withActivation(activation, [&](auto code) {
    using S = Activation<decltype(code)::value, T>;
    forEachEntry(shape, [&](int b, int i, int j) { y.at(b, i, j) = S::ofOrder(order, z.at(b, i, j)); });
  });
}

template <class T>
__device__ void pairDifferences(
    int activation, Matrices<const T> p, Matrices<const T> q, Matrices<T> y, Shape shape) {
  withActivation(activation, [&](auto code) {
    forEachEntry(shape, [&](int b, int i, int j) {
      y.at(b, i, j) = pairDifference<decltype(code)::value>(p.at(b, i, j), q.at(b, i, j));
    });
  });
}

template <class T>
__device__ void pairDerivatives(
    int activation, Matrices<const T> p, Matrices<const T> q, Matrices<T> mean, Matrices<T> half, Shape shape) {
  withActivation(activation, [&](auto code) {
    using S = Activation<decltype(code)::value, T>;
    forEachEntry(shape, [&](int b, int i, int j) {
      T centre = p.at(b, i, j);
      T reach = q.at(b, i, j);
      T above = S::derivative(centre + reach);
      T below = S::derivative(centre - reach);
      mean.at(b, i, j) = (above + below) / T(2);
      half.at(b, i, j) = (above - below) / T(2);
    });
  });
}

#define ACTIVATIONS(P, T)                                                                                          \
  extern "C" __global__ void activate_##P(                                                                         \
      int activation, int order, Matrices<const T> z, Matrices<T> y, Shape shape) {                                \
    activate(activation, order, z, y, shape);                                                                      \
  }                                                                                                                \
  KERNEL(activate_##P)                                                                                             \
  extern "C" __global__ void pair_difference_##P(                                                                  \
      int activation, Matrices<const T> p, Matrices<const T> q, Matrices<T> y, Shape shape) {                      \
    pairDifferences(activation, p, q, y, shape);                                                                   \
  }                                                                                                                \
  KERNEL(pair_difference_##P)                                                                                      \
  extern "C" __global__ void pair_derivatives_##P(int activation, Matrices<const T> p, Matrices<const T> q,        \
                                                  Matrices<T> mean, Matrices<T> half, Shape shape) {               \
    pairDerivatives(activation, p, q, mean, half, shape);                                                          \
  }                                                                                                                \
  KERNEL(pair_derivatives_##P)
FOR_EACH_FORMAT(ACTIVATIONS)
