// The part of cuBLAS that is used, column-major as there, in plain loops. Matrices are checked against the device's
// allocations; TF32 rounds the inputs of a product to 10 bits, as tensor cores do.
#include <cmath>
#include <cstdio>
#include <cstring>
#include <type_traits>
#include <utility>

#include "cuda_on_host.h"
#include "device.h"

namespace {

enum Status : int { OK = 0, HANDLE_MISSING = 1, BAD_VALUE = 7, EXECUTION_FAILED = 13, UNSUPPORTED = 15 };
enum DataType { R_32F = 0, R_64F = 1, R_8I = 3, R_32I = 10 };
enum ComputeType { COMPUTE_32F = 68, COMPUTE_32F_PEDANTIC = 69, COMPUTE_64F = 70, COMPUTE_64F_PEDANTIC = 71,
                   COMPUTE_32I = 72, COMPUTE_32I_PEDANTIC = 73, COMPUTE_32F_FAST_TF32 = 77 };
enum { TF32_MATH = 3 };

struct Handle {
  void* stream = nullptr;
  bool scalarsOnDevice = false;
  int math = 0;
};

Status enqueue(const Handle* handle, std::function<Result()> work) {
  Result result = swcudaEnqueue(handle->stream, std::move(work));
  return result == SUCCESS ? OK : EXECUTION_FAILED;
}

// One of the factors alpha and beta: read at the call from the host, or from the device when the work is done.
template <class T>
struct Scalar {
  const T* place;
  T value;
  Scalar(const Handle* handle, const T* p) : place(p), value(handle->scalarsOnDevice ? T() : *p) {
    if (!handle->scalarsOnDevice) place = nullptr;
  }
  T get() const { return place == nullptr ? value : *place; }
};

// A column-major matrix of a batch.
template <class T>
struct Operand {
  T* data;
  int rows, columns;
  long long lead, stride;

  bool fits(const char* call, int batch) const {
    if (rows < 0 || columns < 0 || lead < (rows > 1 ? rows : 1)) {
      fprintf(stderr, "swcublas: %s: a %d×%d matrix has leading dimension %lld\n", call, rows, columns, lead);
      return false;
    }
    if (rows == 0 || columns == 0 || batch == 0) return true;
    size_t numbers = (batch - 1) * stride + (columns - 1) * lead + rows;
    return swcudaInside(call, reinterpret_cast<DevicePointer>(data), numbers * sizeof(T));
  }
  T& at(int b, int i, int j) const { return data[b * stride + j * lead + i]; }
};

// In: the format of A and B; T: that of C, of the factors and of the sum.
template <class In, class T>
struct Product {
  const char* call;
  bool ta, tb;
  int m, n, k, batch;
  Operand<const In> a, b;
  Operand<T> c;
  bool tf32;

  Status run(const Handle* handle, const T* alpha, const T* beta) const {
    if (handle == nullptr) return HANDLE_MISSING;
    if (k < 0 || !a.fits(call, batch) || !b.fits(call, batch) || !c.fits(call, batch)) return BAD_VALUE;
    Product p = *this;
    Scalar<T> x(handle, alpha), y(handle, beta);
    return enqueue(handle, [=] {
      for (int i = 0; i < p.batch; i++) p.multiply(i, x.get(), y.get());
      return SUCCESS;
    });
  }

  T load(In x) const {
    if constexpr (std::is_same_v<In, float>) return tf32 ? sw::roundToTf32(x) : x;
    return static_cast<T>(x);
  }

  void multiply(int index, T alpha, T beta) const {
    for (int j = 0; j < n; j++) {
      for (int i = 0; i < m; i++) {
        T sum = 0;
        for (int l = 0; l < k; l++) {
          sum += load(ta ? a.at(index, l, i) : a.at(index, i, l)) * load(tb ? b.at(index, j, l) : b.at(index, l, j));
        }
        T& out = c.at(index, i, j);
        out = alpha * sum + (beta == T(0) ? T(0) : beta * out);
      }
    }
  }
};

template <class In, class T>
Status product(const char* call, const Handle* handle, int ta, int tb, int m, int n, int k, const void* alpha,
               const void* a, int lda, long long strideA, const void* b, int ldb, long long strideB, const void* beta,
               void* c, int ldc, long long strideC, int batch, bool tf32) {
  Product<In, T> p = {call, ta != 0, tb != 0, m, n, k, batch,
                      {static_cast<const In*>(a), ta ? k : m, ta ? m : k, lda, strideA},
                      {static_cast<const In*>(b), tb ? n : k, tb ? k : n, ldb, strideB},
                      {static_cast<T*>(c), m, n, ldc, strideC}, tf32};
  return p.run(handle, static_cast<const T*>(alpha), static_cast<const T*>(beta));
}

Status productOfTypes(const char* call, const Handle* handle, int ta, int tb, int m, int n, int k, const void* alpha,
                      const void* a, int typeA, int lda, long long strideA, const void* b, int typeB, int ldb,
                      long long strideB, const void* beta, void* c, int typeC, int ldc, long long strideC, int batch,
                      int compute) {
  bool float32 = typeA == R_32F && typeB == R_32F && typeC == R_32F &&
                 (compute == COMPUTE_32F || compute == COMPUTE_32F_PEDANTIC || compute == COMPUTE_32F_FAST_TF32);
  bool float64 = typeA == R_64F && typeB == R_64F && typeC == R_64F &&
                 (compute == COMPUTE_64F || compute == COMPUTE_64F_PEDANTIC);
  bool integer = typeA == R_8I && typeB == R_8I && typeC == R_32I &&
                 (compute == COMPUTE_32I || compute == COMPUTE_32I_PEDANTIC);
#define RUN(In, T, tf32) \
  product<In, T>(call, handle, ta, tb, m, n, k, alpha, a, lda, strideA, b, ldb, strideB, beta, c, ldc, strideC, batch, tf32)
  if (float32) return RUN(float, float, compute == COMPUTE_32F_FAST_TF32);
  if (float64) return RUN(double, double, false);
  if (integer && (m | k | lda | ldb | ldc) % 4 != 0) {
    fprintf(stderr, "swcublas: %s: a product of bytes with m %d, k %d, lda %d, ldb %d, ldc %d: multiples of 4 are needed\n",
            call, m, k, lda, ldb, ldc);
    return UNSUPPORTED;
  }
  if (integer) return RUN(signed char, int, false);
  fprintf(stderr, "swcublas: %s: formats %d, %d, %d with compute type %d are not simulated\n", call, typeA, typeB,
          typeC, compute);
  return UNSUPPORTED;
}

template <class T>
Status rankUpdate(const char* call, const Handle* handle, bool upper, bool transposed, int n, int k, const T* alpha,
                  const T* a, int lda, const T* beta, T* c, int ldc) {
  if (handle == nullptr) return HANDLE_MISSING;
  Operand<const T> left = {a, transposed ? k : n, transposed ? n : k, lda, 0};
  Operand<T> out = {c, n, n, ldc, 0};
  if (!left.fits(call, 1) || !out.fits(call, 1)) return BAD_VALUE;
  Scalar<T> x(handle, alpha), y(handle, beta);
  return enqueue(handle, [=] {
    for (int j = 0; j < n; j++) {
      for (int i = upper ? 0 : j; i < (upper ? j + 1 : n); i++) {
        T sum = 0;
        for (int l = 0; l < k; l++) {
          sum += transposed ? left.at(0, l, i) * left.at(0, l, j) : left.at(0, i, l) * left.at(0, j, l);
        }
        T& entry = out.at(0, i, j);
        entry = x.get() * sum + (y.get() == T(0) ? T(0) : y.get() * entry);
      }
    }
    return SUCCESS;
  });
}

// X ← alpha·op(A)⁻¹·X (left) or alpha·X·op(A)⁻¹ (right), in place: one right-hand side after the other.
template <class T>
Status solve(const char* call, const Handle* handle, bool right, bool upper, bool transposed, bool unit, int m, int n,
             const T* alpha, const T* a, int lda, T* b, int ldb) {
  if (handle == nullptr) return HANDLE_MISSING;
  int order = right ? n : m;
  Operand<const T> triangle = {a, order, order, lda, 0};
  Operand<T> x = {b, m, n, ldb, 0};
  if (!triangle.fits(call, 1) || !x.fits(call, 1)) return BAD_VALUE;
  Scalar<T> factor(handle, alpha);
  return enqueue(handle, [=] {
    bool flipped = transposed != right;  // rows of X on the right solve with op(A) transposed
    bool forward = upper == flipped;
    auto entry = [&](int i, int j) { return flipped ? triangle.at(0, j, i) : triangle.at(0, i, j); };
    for (int side = 0; side < (right ? m : n); side++) {
      auto value = [&](int i) -> T& { return right ? x.at(0, side, i) : x.at(0, i, side); };
      for (int step = 0; step < order; step++) {
        int i = forward ? step : order - 1 - step;
        T sum = factor.get() * value(i);
        for (int done = 0; done < step; done++) {
          int j = forward ? done : order - 1 - done;
          sum -= entry(i, j) * value(j);
        }
        value(i) = unit ? sum : sum / entry(i, i);
      }
    }
    return SUCCESS;
  });
}

template <class T>
Operand<T> vectorOf(T* x, int n, int step) {
  return {x, 1, n, step, 0};
}

template <class T>
Status matrixVector(const char* call, const Handle* handle, bool transposed, int m, int n, const T* alpha, const T* a,
                    int lda, const T* x, int stepX, const T* beta, T* y, int stepY) {
  if (handle == nullptr) return HANDLE_MISSING;
  int length = transposed ? n : m;
  int inner = transposed ? m : n;
  Operand<const T> matrix = {a, m, n, lda, 0};
  Operand<const T> in = vectorOf(x, inner, stepX);
  Operand<T> out = vectorOf(y, length, stepY);
  if (!matrix.fits(call, 1) || !in.fits(call, 1) || !out.fits(call, 1)) return BAD_VALUE;
  Scalar<T> p(handle, alpha), q(handle, beta);
  return enqueue(handle, [=] {
    for (int i = 0; i < length; i++) {
      T sum = 0;
      for (int j = 0; j < inner; j++) sum += (transposed ? matrix.at(0, j, i) : matrix.at(0, i, j)) * in.at(0, 0, j);
      T& entry = out.at(0, 0, i);
      entry = p.get() * sum + (q.get() == T(0) ? T(0) : q.get() * entry);
    }
    return SUCCESS;
  });
}

// A call with one number as its result, which stays on the device or comes back at once.
template <class T>
Status reduce(const char* call, const Handle* handle, int n, const T* x, int stepX, const T* y, int stepY, T* result,
              bool root) {
  if (handle == nullptr) return HANDLE_MISSING;
  Operand<const T> left = vectorOf(x, n, stepX);
  Operand<const T> right = vectorOf(y, n, stepY);
  if (!left.fits(call, 1) || !right.fits(call, 1)) return BAD_VALUE;
  if (!handle->scalarsOnDevice && isCapturing(call)) return EXECUTION_FAILED;
  return enqueue(handle, [=] {
    double sum = 0;
    for (int i = 0; i < n; i++) sum += static_cast<double>(left.at(0, 0, i)) * right.at(0, 0, i);
    *result = static_cast<T>(root ? std::sqrt(sum) : sum);
    return SUCCESS;
  });
}

template <class T>
Status axpy(const char* call, const Handle* handle, int n, const T* alpha, const T* x, int stepX, T* y, int stepY) {
  if (handle == nullptr) return HANDLE_MISSING;
  Operand<const T> in = vectorOf(x, n, stepX);
  Operand<T> out = vectorOf(y, n, stepY);
  if (!in.fits(call, 1) || !out.fits(call, 1)) return BAD_VALUE;
  Scalar<T> factor(handle, alpha);
  return enqueue(handle, [=] {
    for (int i = 0; i < n; i++) out.at(0, 0, i) += factor.get() * in.at(0, 0, i);
    return SUCCESS;
  });
}

template <class T>
Status scale(const char* call, const Handle* handle, int n, const T* alpha, T* x, int step) {
  if (handle == nullptr) return HANDLE_MISSING;
  Operand<T> out = vectorOf(x, n, step);
  if (!out.fits(call, 1)) return BAD_VALUE;
  Scalar<T> factor(handle, alpha);
  return enqueue(handle, [=] {
    for (int i = 0; i < n; i++) out.at(0, 0, i) *= factor.get();
    return SUCCESS;
  });
}

}  // namespace

EXPORT int cublasCreate_v2(Handle** handle) {
  *handle = new Handle;
  return OK;
}
EXPORT int cublasDestroy_v2(Handle* handle) {
  delete handle;
  return OK;
}
EXPORT int cublasGetVersion_v2(Handle*, int* version) {
  *version = CUBLAS_MAJOR * 10000;
  return OK;
}
EXPORT int cublasGetProperty(int type, int* value) {
  *value = type == 0 ? CUBLAS_MAJOR : 0;
  return OK;
}
EXPORT int cublasSetStream_v2(Handle* handle, void* stream) {
  if (handle == nullptr) return HANDLE_MISSING;
  handle->stream = stream;
  return OK;
}
EXPORT int cublasGetStream_v2(Handle* handle, void** stream) {
  *stream = handle->stream;
  return OK;
}
EXPORT int cublasSetMathMode(Handle* handle, int mode) {
  handle->math = mode;
  return OK;
}
EXPORT int cublasGetMathMode(Handle* handle, int* mode) {
  *mode = handle->math;
  return OK;
}
EXPORT int cublasSetPointerMode_v2(Handle* handle, int mode) {
  handle->scalarsOnDevice = mode == 1;
  return OK;
}
EXPORT int cublasGetPointerMode_v2(Handle* handle, int* mode) {
  *mode = handle->scalarsOnDevice ? 1 : 0;
  return OK;
}
EXPORT int cublasSetAtomicsMode(Handle*, int) { return OK; }
EXPORT int cublasSetWorkspace_v2(Handle*, void* space, size_t bytes) {
  return bytes == 0 || swcudaInside("cublasSetWorkspace", reinterpret_cast<DevicePointer>(space), bytes) ? OK : BAD_VALUE;
}
EXPORT const char* cublasGetStatusString(int status) {
  return status == OK ? "success" : "refused by the software device";
}
EXPORT const char* cublasGetStatusName(int status) { return cublasGetStatusString(status); }

EXPORT int cublasGemmEx(Handle* h, int ta, int tb, int m, int n, int k, const void* alpha, const void* a, int typeA,
                        int lda, const void* b, int typeB, int ldb, const void* beta, void* c, int typeC, int ldc,
                        int compute, int) {
  return productOfTypes("cublasGemmEx", h, ta, tb, m, n, k, alpha, a, typeA, lda, 0, b, typeB, ldb, 0, beta, c, typeC,
                        ldc, 0, 1, compute);
}
EXPORT int cublasGemmStridedBatchedEx(Handle* h, int ta, int tb, int m, int n, int k, const void* alpha, const void* a,
                                      int typeA, int lda, long long strideA, const void* b, int typeB, int ldb,
                                      long long strideB, const void* beta, void* c, int typeC, int ldc,
                                      long long strideC, int batch, int compute, int) {
  switch (swcudaGet("blasFault")) {
    case 1: std::swap(lda, ldb); break;
    case 2: std::swap(strideA, strideB); break;
    case 3: ta = 1 - ta; break;
    default: break;
  }
  return productOfTypes("cublasGemmStridedBatchedEx", h, ta, tb, m, n, k, alpha, a, typeA, lda, strideA, b, typeB, ldb,
                        strideB, beta, c, typeC, ldc, strideC, batch, compute);
}

#define BOTH(make) make(S, float) make(D, double)
#define CALLS(P, T)                                                                                                   \
  EXPORT int cublas##P##gemm_v2(Handle* h, int ta, int tb, int m, int n, int k, const T* alpha, const T* a, int lda,  \
                                const T* b, int ldb, const T* beta, T* c, int ldc) {                                  \
    return product<T, T>("cublas" #P "gemm", h, ta, tb, m, n, k, alpha, a, lda, 0, b, ldb, 0, beta, c, ldc, 0, 1,     \
                         h != nullptr && h->math == TF32_MATH);                                                       \
  }                                                                                                                   \
  EXPORT int cublas##P##gemmStridedBatched(Handle* h, int ta, int tb, int m, int n, int k, const T* alpha, const T* a, \
                                           int lda, long long strideA, const T* b, int ldb, long long strideB,        \
                                           const T* beta, T* c, int ldc, long long strideC, int batch) {              \
    return product<T, T>("cublas" #P "gemmStridedBatched", h, ta, tb, m, n, k, alpha, a, lda, strideA, b, ldb,        \
                         strideB, beta, c, ldc, strideC, batch, h != nullptr && h->math == TF32_MATH);                \
  }                                                                                                                   \
  EXPORT int cublas##P##syrk_v2(Handle* h, int upper, int transposed, int n, int k, const T* alpha, const T* a,       \
                                int lda, const T* beta, T* c, int ldc) {                                              \
    return rankUpdate("cublas" #P "syrk", h, upper == 1, transposed != 0, n, k, alpha, a, lda, beta, c, ldc);         \
  }                                                                                                                   \
  EXPORT int cublas##P##trsm_v2(Handle* h, int side, int upper, int transposed, int unit, int m, int n,               \
                                const T* alpha, const T* a, int lda, T* b, int ldb) {                                 \
    return solve("cublas" #P "trsm", h, side == 1, upper == 1, transposed != 0, unit == 1, m, n, alpha, a, lda, b, ldb); \
  }                                                                                                                   \
  EXPORT int cublas##P##gemv_v2(Handle* h, int transposed, int m, int n, const T* alpha, const T* a, int lda,         \
                                const T* x, int stepX, const T* beta, T* y, int stepY) {                              \
    return matrixVector("cublas" #P "gemv", h, transposed != 0, m, n, alpha, a, lda, x, stepX, beta, y, stepY);       \
  }                                                                                                                   \
  EXPORT int cublas##P##dot_v2(Handle* h, int n, const T* x, int stepX, const T* y, int stepY, T* result) {           \
    return reduce("cublas" #P "dot", h, n, x, stepX, y, stepY, result, false);                                        \
  }                                                                                                                   \
  EXPORT int cublas##P##nrm2_v2(Handle* h, int n, const T* x, int step, T* result) {                                  \
    return reduce("cublas" #P "nrm2", h, n, x, step, x, step, result, true);                                          \
  }                                                                                                                   \
  EXPORT int cublas##P##axpy_v2(Handle* h, int n, const T* alpha, const T* x, int stepX, T* y, int stepY) {           \
    return axpy("cublas" #P "axpy", h, n, alpha, x, stepX, y, stepY);                                                 \
  }                                                                                                                   \
  EXPORT int cublas##P##scal_v2(Handle* h, int n, const T* alpha, T* x, int step) {                                   \
    return scale("cublas" #P "scal", h, n, alpha, x, step);                                                           \
  }
BOTH(CALLS)
