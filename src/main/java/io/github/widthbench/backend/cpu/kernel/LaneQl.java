package io.github.widthbench.backend.cpu.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Eigenvalues of symmetric tridiagonal matrices, a matrix a lane, by the QL iteration of Pal, Walker
 * and Kahan, which needs no square roots (B. Parlett, "The Symmetric Eigenvalue Problem", section
 * 8.15; LAPACK's dsterf). The shift is explicit, so it survives long products of small entries.
 *
 * <p>Every lane has its own shift, for the eigenvalue that it is at. A sweep goes over the whole
 * matrix: where an entry beside the diagonal has become 0 it starts afresh, and leaves a diagonal
 * entry with zeros on both sides alone, bit for bit. So a lane's result does not depend on the
 * others.
 */
final class LaneQl {
  private static final VectorSpecies<Double> S = DoubleVector.SPECIES_PREFERRED;
  private static final int L = S.length();

  /** Sweeps for an eigenvalue, on average; two are usual. */
  private static final int MOST_SWEEPS = 30;

  private static final double EPSILON = 0x1p-53;

  private final int n;
  private final double[] d;
  private final double[] e;

  /** Entries whose squares are at most this count as 0. */
  private final double[] tiny = new double[L];

  /** The eigenvalue that a lane is at. */
  private final int[] found = new int[L];

  // What the shift of each lane follows from: d and e there, and the next d.
  private final double[] here = new double[L];
  private final double[] beside = new double[L];
  private final double[] next = new double[L];

  /**
   * Takes matrices.
   *
   * @param d diagonals; become the eigenvalues in no order
   * @param e squares of the entries beside them, and a 0 at the end; destroyed
   */
  LaneQl(int n, double[] d, double[] e) {
    this.n = n;
    this.d = d;
    this.e = e;
  }

  /** Whether all eigenvalues were found. */
  boolean solve() {
    DoubleVector norm = DoubleVector.zero(S);
    for (int i = 0; i < n; i++) {
      norm = norm.max(DoubleVector.fromArray(S, d, i * L).abs());
      norm = norm.max(DoubleVector.fromArray(S, e, i * L).sqrt());
    }
    norm = norm.mul(EPSILON);
    norm.mul(norm).intoArray(tiny, 0);
    for (int sweep = 0; sweep < MOST_SWEEPS * n; sweep++) {
      int lowest = advance();
      if (lowest == n - 1) {
        return true;
      }
      sweep(lowest);
    }
    return false;
  }

  /** Moves every lane to its first entry that is not 0 yet; answers the lowest of them. */
  private int advance() {
    int lowest = n - 1;
    for (int lane = 0; lane < L; lane++) {
      int i = found[lane];
      while (i < n - 1 && !(e[i * L + lane] > tiny[lane])) {
        i++;
      }
      found[lane] = i;
      lowest = Math.min(lowest, i);
      here[lane] = d[i * L + lane];
      beside[lane] = e[i * L + lane];
      next[lane] = d[Math.min(i + 1, n - 1) * L + lane];
    }
    return lowest;
  }

  /** The eigenvalue of the 2×2 matrix at the end that is nearer to its last entry. */
  private DoubleVector shift() {
    DoubleVector last = DoubleVector.fromArray(S, here, 0);
    DoubleVector side = DoubleVector.fromArray(S, beside, 0).sqrt();
    VectorMask<Double> done = side.compare(VectorOperators.EQ, 0);
    DoubleVector ratio =
        DoubleVector.fromArray(S, next, 0).sub(last).div(side.blend(1, done).mul(2));
    DoubleVector root = ratio.fma(ratio, DoubleVector.broadcast(S, 1)).sqrt();
    DoubleVector divisor = ratio.add(root.blend(root.neg(), ratio.compare(VectorOperators.LT, 0)));
    return last.sub(side.div(divisor));
  }

  private void sweep(int from) {
    DoubleVector zero = DoubleVector.zero(S);
    DoubleVector one = DoubleVector.broadcast(S, 1);
    DoubleVector bound = DoubleVector.fromArray(S, tiny, 0);
    DoubleVector sigma = shift();
    DoubleVector last = DoubleVector.fromArray(S, d, (n - 1) * L);
    DoubleVector gamma = last.sub(sigma);
    DoubleVector p = gamma.mul(gamma);
    DoubleVector c = one;
    DoubleVector s = zero;
    for (int at = (n - 2) * L; at >= from * L; at -= L) {
      DoubleVector square = DoubleVector.fromArray(S, e, at);
      DoubleVector alpha = DoubleVector.fromArray(S, d, at);
      VectorMask<Double> apart = square.compare(VectorOperators.LE, bound);
      square = square.blend(zero, apart);
      DoubleVector r = p.add(square);
      s.mul(r).intoArray(e, at + L);
      VectorMask<Double> alone = apart.and(s.compare(VectorOperators.EQ, 0));
      DoubleVector before = c;
      c = p.div(r).blend(one, apart);
      s = square.div(r).blend(zero, apart);
      DoubleVector old = gamma;
      gamma = c.mul(alpha.sub(sigma)).sub(s.mul(old));
      old.add(alpha.sub(gamma).blend(sigma, apart)).blend(last, alone).intoArray(d, at + L);
      VectorMask<Double> flat = c.compare(VectorOperators.EQ, 0);
      p = gamma.mul(gamma).div(c).blend(before.mul(square), flat);
      last = alpha;
    }
    s.mul(p).intoArray(e, from * L);
    VectorMask<Double> alone = s.compare(VectorOperators.EQ, 0);
    sigma.add(gamma).blend(last, alone).intoArray(d, from * L);
  }
}
