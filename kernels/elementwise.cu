// Arithmetic, entry by entry, over batch × rows × columns. P, Q, R are f32 or f64, in the order of the operands.
//
//   fill_P(double value, Matrices x, Shape)                        x ← value
//   copy_P_Q(Matrices from, Matrices to, Shape)                    to ← from, rounded to nearest
//   hadamard_P_Q(Matrices y, Matrices x, Shape)                    x ← x∘y
//   axpy_P_Q(const double* alpha, const int* active, Matrices x, Matrices y, Shape)
//       y ← y + alpha[b]·x. alpha is in device memory, one number a matrix of the batch. active may be null;
//       otherwise a matrix with active[b] = 0 keeps its bits.
//   scale_outer_P_Q_R(Matrices rows, Matrices columns, Matrices x, Shape)
//       x_ij ← x_ij·(rows_i·columns_j); rows and columns are rows of numbers, their rowStride is not read.
//   clip_P(double limit, Matrices z, int* clipped, Shape)
//       z ← min(z, limit); clipped[b] ← 1 where an entry of matrix b was above, else it keeps its value.
//   clip_pair_P(double limit, Matrices p, Matrices q, int* clipped, Shape)
//       clips p+q and p−q; p and q keep their bits where neither is above.
//   mirror_P(Matrices x, Shape)                                    x_ij ← x_ji for j > i: a lower triangle becomes symmetric
//
// Mixed formats are computed in FP64, FP32 among themselves in FP32. Grid as forEachEntry says.
#include "device.cuh"

// The wider of two formats.
template <class A, class B>
struct Wider {
  using type = double;
};
template <>
struct Wider<float, float> {
  using type = float;
};

template <class T>
__device__ void clip(double limit, Matrices<T> z, int* clipped, Shape shape) {
  forEachEntry(shape, [&](int b, int i, int j) {
    if (z.at(b, i, j) > T(limit)) {
      z.at(b, i, j) = T(limit);
      clipped[b] = 1; // every thread that writes here writes the same
    }
  });
}

template <class T>
__device__ void clipPair(double limit, Matrices<T> p, Matrices<T> q, int* clipped, Shape shape) {
  T most = T(limit);
  forEachEntry(shape, [&](int b, int i, int j) {
    T above = p.at(b, i, j) + q.at(b, i, j);
    T below = p.at(b, i, j) - q.at(b, i, j);
    if (above > most || below > most) {
      above = above > most ? most : above;
      below = below > most ? most : below;
      p.at(b, i, j) = (above + below) / T(2);
      q.at(b, i, j) = (above - below) / T(2);
      clipped[b] = 1;
    }
  });
}

#define OF_ONE(P, T)                                                                                               \
  extern "C" __global__ void fill_##P(double value, Matrices<T> x, Shape shape) {                                  \
    forEachEntry(shape, [&](int b, int i, int j) { x.at(b, i, j) = T(value); });                                   \
  }                                                                                                                \
  KERNEL(fill_##P)                                                                                                 \
  extern "C" __global__ void mirror_##P(Matrices<T> x, Shape shape) {                                              \
    forEachEntry(shape, [&](int b, int i, int j) {                                                                 \
      if (j > i) x.at(b, i, j) = x.at(b, j, i);                                                                    \
    });                                                                                                            \
  }                                                                                                                \
  KERNEL(mirror_##P)                                                                                               \
  extern "C" __global__ void clip_##P(double limit, Matrices<T> z, int* clipped, Shape shape) {                    \
    clip(limit, z, clipped, shape);                                                                                \
  }                                                                                                                \
  KERNEL(clip_##P)                                                                                                 \
  extern "C" __global__ void clip_pair_##P(                                                                        \
      double limit, Matrices<T> p, Matrices<T> q, int* clipped, Shape shape) {                                     \
    clipPair(limit, p, q, clipped, shape);                                                                         \
  }                                                                                                                \
  KERNEL(clip_pair_##P)
FOR_EACH_FORMAT(OF_ONE)

#define OF_TWO(P, T, Q, U)                                                                                         \
  extern "C" __global__ void copy_##P##_##Q(Matrices<const T> from, Matrices<U> to, Shape shape) {                 \
    forEachEntry(shape, [&](int b, int i, int j) { to.at(b, i, j) = U(from.at(b, i, j)); });                       \
  }                                                                                                                \
  KERNEL(copy_##P##_##Q)                                                                                           \
  extern "C" __global__ void hadamard_##P##_##Q(Matrices<const T> y, Matrices<U> x, Shape shape) {                 \
    using W = Wider<T, U>::type;                                                                                   \
    forEachEntry(shape, [&](int b, int i, int j) { x.at(b, i, j) = U(W(x.at(b, i, j)) * W(y.at(b, i, j))); });     \
  }                                                                                                                \
  KERNEL(hadamard_##P##_##Q)                                                                                       \
  extern "C" __global__ void axpy_##P##_##Q(                                                                       \
      const double* alpha, const int* active, Matrices<const T> x, Matrices<U> y, Shape shape) {                   \
    using W = Wider<T, U>::type;                                                                                   \
    forEachEntry(shape, [&](int b, int i, int j) {                                                                 \
      if (active == nullptr || active[b] != 0) {                                                                   \
        y.at(b, i, j) = U(W(y.at(b, i, j)) + W(alpha[b]) * W(x.at(b, i, j)));                                      \
      }                                                                                                            \
    });                                                                                                            \
  }                                                                                                                \
  KERNEL(axpy_##P##_##Q)
FOR_EACH_PAIR(OF_TWO)

#define OF_THREE(P, T, Q, U, R, V)                                                                                 \
  extern "C" __global__ void scale_outer_##P##_##Q##_##R(                                                          \
      Matrices<const T> rows, Matrices<const U> columns, Matrices<V> x, Shape shape) {                             \
    using W = Wider<T, U>::type;                                                                                   \
    using X = Wider<W, V>::type;                                                                                   \
    forEachEntry(shape, [&](int b, int i, int j) {                                                                 \
      x.at(b, i, j) = V(X(x.at(b, i, j)) * X(W(rows.at(b, 0, i)) * W(columns.at(b, 0, j))));                       \
    });                                                                                                            \
  }                                                                                                                \
  KERNEL(scale_outer_##P##_##Q##_##R)
#define OF_THREE_FORMATS(P, T, Q, U) OF_THREE(P, T, Q, U, f32, float) OF_THREE(P, T, Q, U, f64, double)
FOR_EACH_PAIR(OF_THREE_FORMATS)
