// Spectra of many small symmetric FP64 matrices: a block a matrix, by Jacobi's rotations in shared memory.
//
//   jacobi(const double* matrices, int n, double* values, double* vectors, double* scratch, int* sweeps)
//       values[b·n …] ← the eigenvalues of matrix b (n × n, row after row; not changed), ascending. Where vectors is not
//       null: vectors[(b·n + k)·n …] ← the unit eigenvector of value k; scratch then has room for batch × n × n.
//       sweeps[b] ← sweeps taken, or −1 where 40 were not enough, or an entry is not finite.
//       Block (256, 1, 1), grid (batch, 1, 1), dynamic shared memory (N·(N + 1) + 2·N)·8 bytes with N = n rounded up to
//       even; ask for it where it is above 48 KiB, which is at n > 76. About 8 sweeps of 6·n³ flops.
//
// A sweep has N − 1 rounds; in each all N/2 pairs of a round-robin tournament are rotated at once (R. Brent, F. Luk,
// 1985). Rotations act on disjoint rows and columns, so the order of threads does not matter to the bits.
#include "device.cuh"

constexpr int MOST_SWEEPS = 40;

struct Pair {
  int p;
  int q;
};

// Who meets whom: place t of a round among n players, n even.
__device__ __forceinline__ Pair pairOf(int round, int t, int n) {
  if (t == 0) return {round, n - 1};
  return {(round + t) % (n - 1), (round + n - 1 - t) % (n - 1)};
}

struct JacobiMemory {
  double* a; // n × (n + 1): a row more than the banks, so that columns are read without conflict
  double* cosines;
  double* sines;
  int n;

  __device__ __forceinline__ double& at(int i, int j) const { return a[i * (n + 1) + j]; }
};

// The rotation that makes a_pq zero.
__device__ __forceinline__ void chooseRotation(const JacobiMemory& m, int round, int t) {
  Pair pair = pairOf(round, t, m.n);
  double off = m.at(pair.p, pair.q);
  double c = 1;
  double s = 0;
  if (fabs(off) > 1e-300) {
    double theta = (m.at(pair.q, pair.q) - m.at(pair.p, pair.p)) / (2 * off);
    double tangent = (theta >= 0 ? 1.0 : -1.0) / (fabs(theta) + sqrt(1 + theta * theta));
    c = 1 / sqrt(1 + tangent * tangent);
    s = tangent * c;
  }
  m.cosines[t] = c;
  m.sines[t] = s;
}

// Rotates the 2 × 2 block where the rows of pair k meet the columns of pair l, and its mirror image.
__device__ __forceinline__ void rotateBlock(const JacobiMemory& m, int round, int k, int l) {
  Pair rows = pairOf(round, k, m.n);
  Pair columns = pairOf(round, l, m.n);
  double ck = m.cosines[k], sk = m.sines[k], cl = m.cosines[l], sl = m.sines[l];
  double pp = m.at(rows.p, columns.p), pq = m.at(rows.p, columns.q);
  double qp = m.at(rows.q, columns.p), qq = m.at(rows.q, columns.q);
  double top = ck * pp - sk * qp, topRight = ck * pq - sk * qq;
  double bottom = sk * pp + ck * qp, bottomRight = sk * pq + ck * qq;
  pp = cl * top - sl * topRight;
  pq = k == l ? 0 : sl * top + cl * topRight;
  qp = k == l ? 0 : cl * bottom - sl * bottomRight;
  qq = sl * bottom + cl * bottomRight;
  m.at(rows.p, columns.p) = m.at(columns.p, rows.p) = pp;
  m.at(rows.p, columns.q) = m.at(columns.q, rows.p) = pq;
  m.at(rows.q, columns.p) = m.at(columns.p, rows.q) = qp;
  m.at(rows.q, columns.q) = m.at(columns.q, rows.q) = qq;
}

// Rotates rows of vectors: vector p and q of each pair. `order` is that of the matrix, without the player added.
__device__ __forceinline__ void rotateVectors(const JacobiMemory& m, double* vectors, int order, int round) {
  for (int e = threadIdx.x; e < m.n / 2 * order; e += blockDim.x) {
    int t = e / order;
    Pair pair = pairOf(round, t, m.n);
    if (pair.p < order && pair.q < order) {
      double* p = vectors + pair.p * order + e % order;
      double* q = vectors + pair.q * order + e % order;
      double first = *p;
      *p = m.cosines[t] * first - m.sines[t] * *q;
      *q = m.sines[t] * first + m.cosines[t] * *q;
    }
  }
}

// Whether what is beside the diagonal is below the rounding of the whole: 1e-16 of its norm. NaN where an entry is not
// finite ends the sweeps too.
__device__ __forceinline__ bool isDiagonal(const JacobiMemory& m, bool& finite) {
  double off = 0;
  double all = 0;
  for (int e = threadIdx.x; e < m.n * m.n; e += blockDim.x) {
    double value = m.at(e / m.n, e % m.n);
    all += value * value;
    off += e / m.n == e % m.n ? 0 : value * value;
  }
  off = blockSum(off);
  all = blockSum(all);
  finite = isfinite(all);
  return !finite || off <= 1e-32 * all;
}

// Place of eigenvalue k in ascending order.
__device__ __forceinline__ int rankOf(const JacobiMemory& m, int order, int k) {
  double own = m.at(k, k);
  int rank = 0;
  for (int j = 0; j < order; j++) {
    double other = m.at(j, j);
    rank += other < own || (other == own && j < k) ? 1 : 0;
  }
  return rank;
}

extern "C" __global__ void __launch_bounds__(256)
    jacobi(const double* matrices, int n, double* values, double* vectors, double* scratch, int* sweeps) {
  DYNAMIC_SHARED(double, memory);
  int even = n + n % 2; // an odd order gets one more player, whom nobody ever rotates with: its row is 0
  JacobiMemory m = {memory, memory + even * (even + 1), memory + even * (even + 1) + even, even};
  long long first = static_cast<long long>(blockIdx.x) * n * n;
  for (int e = threadIdx.x; e < even * even; e += blockDim.x) {
    int i = e / even;
    int j = e % even;
    m.at(i, j) = i < n && j < n ? matrices[first + i * n + j] : 0;
  }
  double* rotated = vectors == nullptr ? nullptr : scratch + first;
  if (rotated != nullptr) {
    for (int e = threadIdx.x; e < n * n; e += blockDim.x) rotated[e] = e / n == e % n ? 1 : 0;
  }
  int sweep = 0;
  bool finite;
  bool done = isDiagonal(m, finite); // ends with a barrier: the matrix is there
  for (; !done && sweep < MOST_SWEEPS; sweep++) {
    for (int round = 0; round < even - 1; round++) {
      if (static_cast<int>(threadIdx.x) < even / 2) chooseRotation(m, round, threadIdx.x);
      __syncthreads(); // rotations are chosen
      for (int e = threadIdx.x; e < even / 2 * (even / 2); e += blockDim.x) {
        int k = e / (even / 2);
        int l = e % (even / 2);
        if (l <= k) rotateBlock(m, round, k, l);
      }
      if (rotated != nullptr) rotateVectors(m, rotated, n, round);
      __syncthreads(); // the matrix is rotated
    }
    done = isDiagonal(m, finite);
  }
  for (int k = threadIdx.x; k < n; k += blockDim.x) {
    values[static_cast<long long>(blockIdx.x) * n + rankOf(m, n, k)] = m.at(k, k);
  }
  if (rotated != nullptr) {
    for (int e = threadIdx.x; e < n * n; e += blockDim.x) {
      vectors[first + rankOf(m, n, e / n) * n + e % n] = rotated[e];
    }
  }
  if (threadIdx.x == 0) sweeps[blockIdx.x] = done && finite ? sweep : -1;
}
KERNEL(jacobi)
