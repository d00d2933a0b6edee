// Random draws with the bits of io.github.widthbench.math.Draws: each a pure function of (seed, stream, index).
// P is f32 or f64.
//
//   normals_P(const long long* seeds, int stream, Indices indices, double scale, Matrices x, Shape)
//       x_ij of matrix b ← scale·normal(seeds[b], stream, index), rounded once to P
//   uniforms_P(…)   the same with uniforms in (0, 1)
//   signs_P(…)      the same with −1 and +1
//
// The index of entry (i, j) is indices.first + i·indices.rowStep + j·indices.columnStep: weights of d × m neurons,
// a neuron a column, from neuron `from` on: first = from·d, rowStep = 1, columnStep = d. stream is the code of
// Draws.Stream. seeds are in device memory, one a matrix. Grid as forEachEntry says.
#include "draws.cuh"

struct Indices {
  long long first;
  long long rowStep;
  long long columnStep;
};

template <DrawKind kind, class T>
__device__ void draw(
    const long long* seeds, int stream, Indices indices, double scale, Matrices<T> x, Shape shape) {
  forEachEntry(shape, [&](int b, int i, int j) {
    long long index = indices.first + i * indices.rowStep + j * indices.columnStep;
    double value = 0;
    if constexpr (kind == NORMAL) value = normalDraw(index, seeds[b], stream);
    if constexpr (kind == UNIFORM) value = uniformDraw(index, seeds[b], stream);
    if constexpr (kind == SIGN) value = signDraw(index, seeds[b], stream);
    x.at(b, i, j) = T(scale * value);
  });
}

#define DRAWS(P, T)                                                                                                \
  extern "C" __global__ void normals_##P(                                                                          \
      const long long* seeds, int stream, Indices indices, double scale, Matrices<T> x, Shape shape) {             \
    draw<NORMAL>(seeds, stream, indices, scale, x, shape);                                                         \
  }                                                                                                                \
  KERNEL(normals_##P)                                                                                              \
  extern "C" __global__ void uniforms_##P(                                                                         \
      const long long* seeds, int stream, Indices indices, double scale, Matrices<T> x, Shape shape) {             \
    draw<UNIFORM>(seeds, stream, indices, scale, x, shape);                                                        \
  }                                                                                                                \
  KERNEL(uniforms_##P)                                                                                             \
  extern "C" __global__ void signs_##P(                                                                            \
      const long long* seeds, int stream, Indices indices, double scale, Matrices<T> x, Shape shape) {             \
    draw<SIGN>(seeds, stream, indices, scale, x, shape);                                                           \
  }                                                                                                                \
  KERNEL(signs_##P)
FOR_EACH_FORMAT(DRAWS)
