// The part of cuSOLVER that is used: all eigenvalues (and vectors) of one symmetric matrix in FP64, by rounds of
// Jacobi's rotations on the host.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <vector>

#include "device.h"

namespace {
enum Status : int { OK = 0, BAD_VALUE = 3, EXECUTION_FAILED = 6 };
enum { R_64F = 1 };
struct Handle {
  void* stream = nullptr;
};

// Rotates a (n × n, symmetric) to a diagonal; the columns of v become the eigenvectors.
void rotate(std::vector<double>& a, std::vector<double>& v, int n) {
  for (int sweep = 0; sweep < 60; sweep++) {
    double off = 0, all = 0;
    for (int i = 0; i < n * n; i++) (i / n == i % n ? all : off) += a[i] * a[i];
    if (off <= 1e-34 * (all + off)) return;
    for (int p = 0; p < n; p++) {
      for (int q = p + 1; q < n; q++) {
        if (a[p * n + q] == 0) continue;
        double angle = (a[q * n + q] - a[p * n + p]) / (2 * a[p * n + q]);
        double t = (angle < 0 ? -1 : 1) / (std::fabs(angle) + std::sqrt(angle * angle + 1));
        double c = 1 / std::sqrt(t * t + 1), s = t * c;
        for (int k = 0; k < n; k++) {
          double x = a[k * n + p], y = a[k * n + q];
          a[k * n + p] = c * x - s * y;
          a[k * n + q] = s * x + c * y;
        }
        for (int k = 0; k < n; k++) {
          double x = a[p * n + k], y = a[q * n + k];
          a[p * n + k] = c * x - s * y;
          a[q * n + k] = s * x + c * y;
          double g = v[k * n + p], h = v[k * n + q];
          v[k * n + p] = c * g - s * h;
          v[k * n + q] = s * g + c * h;
        }
      }
    }
  }
}
}  // namespace

EXPORT int cusolverDnCreate(Handle** handle) {
  *handle = new Handle;
  return OK;
}
EXPORT int cusolverDnDestroy(Handle* handle) {
  delete handle;
  return OK;
}
EXPORT int cusolverDnSetStream(Handle* handle, void* stream) {
  handle->stream = stream;
  return OK;
}
EXPORT int cusolverDnCreateParams(void** params) {
  *params = new int;
  return OK;
}
EXPORT int cusolverDnDestroyParams(void* params) {
  delete static_cast<int*>(params);
  return OK;
}
EXPORT int cusolverDnXsyevd_bufferSize(Handle*, void*, int, int, int64_t n, int typeA, const void*, int64_t lead,
                                       int typeW, const void*, int compute, size_t* onDevice, size_t* onHost) {
  *onDevice = 8 * n;
  *onHost = 16;
  return typeA == R_64F && typeW == R_64F && compute == R_64F && lead >= n ? OK : BAD_VALUE;
}
EXPORT int cusolverDnXsyevd(Handle* handle, void*, int vectors, int, int64_t size, int typeA, void* a, int64_t lead,
                            int typeW, void* w, int compute, void* buffer, size_t bufferBytes, void* hostBuffer,
                            size_t hostBytes, int* info) {
  int n = static_cast<int>(size);
  if (typeA != R_64F || typeW != R_64F || compute != R_64F || lead != n || hostBuffer == nullptr || hostBytes < 16) {
    return BAD_VALUE;
  }
  auto inside = [](const void* p, size_t bytes) {
    return swcudaInside("cusolverDnXsyevd", reinterpret_cast<DevicePointer>(p), bytes);
  };
  if (!inside(a, 8 * size * size) || !inside(w, 8 * size) || !inside(buffer, bufferBytes) || !inside(info, 4)) {
    return BAD_VALUE;
  }
  Result result = swcudaEnqueue(handle->stream, [=] {
    double* entries = static_cast<double*>(a);
    std::vector<double> rotated(entries, entries + n * n), v(n * n);
    for (int i = 0; i < n; i++) v[i * n + i] = 1;
    rotate(rotated, v, n);
    std::vector<int> order(n);
    std::iota(order.begin(), order.end(), 0);
    std::sort(order.begin(), order.end(), [&](int i, int j) { return rotated[i * n + i] < rotated[j * n + j]; });
    for (int k = 0; k < n; k++) {
      static_cast<double*>(w)[k] = rotated[order[k] * n + order[k]];
      for (int i = 0; i < n && vectors == 1; i++) entries[k * n + i] = v[i * n + order[k]];
    }
    *info = 0;
    return Result{SUCCESS};
  });
  return result == SUCCESS ? OK : EXECUTION_FAILED;
}
