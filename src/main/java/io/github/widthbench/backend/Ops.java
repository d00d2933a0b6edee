package io.github.widthbench.backend;

import io.github.widthbench.math.Activation;
import io.github.widthbench.math.Draws;
import io.github.widthbench.math.Precision;

/**
 * Operations on the tensors of one device. Destinations come last; shapes are checked before
 * anything is computed. An operand with batch 1 is shared by all matrices of the others.
 *
 * <p>The primitives are few. Compositions have default bodies over the primitives, written once in
 * {@link Compositions}; a backend overrides a composition to fuse it, and {@link UnfusedOps} hides
 * the overrides again, so that the composed path stays the oracle of the fused one.
 *
 * <p>Sums run in a fixed order: the bits of one replica depend neither on the number of threads nor
 * on the batch it is in.
 */
public interface Ops {

  // Primitives.

  /** A new tensor of zeros. {@code precision} is FP64 or FP32. */
  Tensor allocate(Precision precision, Shape shape);

  /** C ← alpha·op(A)·op(B) + beta·C. All three have one precision. With beta 0, C is not read. */
  void gemm(Transpose ta, Transpose tb, double alpha, Tensor a, Tensor b, double beta, Tensor c);

  /** Y ← s(Z), entry by entry; Y may be Z. */
  void activate(Activation s, Tensor z, Tensor y);

  /** Y ← s′(Z), entry by entry; Y may be Z. */
  void derivative(Activation s, Tensor z, Tensor y);

  /** Y ← s(P+Q) − s(P−Q), entry by entry, without cancellation; exactly 0 where Q is 0. */
  void pairDifference(Activation s, Tensor p, Tensor q, Tensor y);

  /**
   * The two derivatives of a pair: {@code mean} ← (s′(P+Q) + s′(P−Q))/2 and {@code half} ← (s′(P+Q)
   * − s′(P−Q))/2.
   */
  void pairDerivatives(Activation s, Tensor p, Tensor q, Tensor mean, Tensor half);

  /**
   * Z ← min(Z, limit), entry by entry.
   *
   * @return for each matrix of the batch, whether an entry was above the limit
   */
  boolean[] clip(double limit, Tensor z);

  /**
   * Clips P+Q and P−Q at {@code limit}; P and Q keep their bits where neither is above.
   *
   * @return for each matrix of the batch, whether a sum or difference was above the limit
   */
  boolean[] clipPair(double limit, Tensor p, Tensor q);

  /** X_ij ← X_ij·rows_i·columns_j; {@code rows} is 1×(rows of X), {@code columns} 1×(columns). */
  void scaleOuter(Tensor rows, Tensor columns, Tensor x);

  /**
   * Y ← Y + alpha_b·X for each matrix b of the batch; X and Y may differ in precision, X may be Y.
   */
  void axpy(double[] alpha, Tensor x, Tensor y);

  /**
   * F_i ← beta·F_i + alpha·Σ_j a_j Y_ij: the weighted sum over the columns, in FP64 whatever the
   * precision of Y. {@code a} is 1×(columns of Y), {@code f} is FP64 and 1×(rows of Y).
   */
  void weightedSum(double alpha, Tensor y, Tensor a, double beta, Tensor f);

  /** Every entry of X ← value. */
  void fill(double value, Tensor x);

  /** X ← X ∘ Y, entry by entry. */
  void hadamard(Tensor y, Tensor x);

  /** To ← from, entry by entry; precisions may differ. */
  void copy(Tensor from, Tensor to);

  /**
   * X_kj of matrix b ← scale·(normal draw number k + d·(from + j) of {@code seeds[b]}), rounded to
   * the precision of X, where d is the number of rows: the Gaussian weights of the neurons {@code
   * from}, {@code from + 1}, …, a neuron a column. The bits are those of {@link Draws#normals},
   * wherever they are drawn.
   */
  default void normals(long[] seeds, Draws.Stream stream, long from, double scale, Tensor x) {
    Compositions.normals(seeds, stream, from, scale, x);
  }

  /** Waits until queued work is done, and throws its error. */
  default void synchronize() {}

  // Compositions.

  /**
   * F ← outputs of every network on every sample.
   *
   * @param x (1 or batch) × n × d
   * @param f batch × 1 × n, FP64
   */
  default void twoLayerForward(TwoLayerBatch net, Tensor x, Tensor f) {
    Compositions.twoLayerForward(this, net, x, f);
  }

  /**
   * Full-batch gradient descent on ½|F − y|², many steps between two looks: W ← W − rate·∇L(W),
   * then F ← F(W). A replica whose squared residual is at most its {@code stopBelow}, or not
   * finite, stays where it is.
   *
   * @param x (1 or batch) × n × d
   * @param y (1 or batch) × 1 × n, FP64: labels
   * @param f batch × 1 × n, FP64: must hold F(W) on entry, holds F(W) on return
   * @return the squared residuals after each step that was taken
   */
  default DescentTrace twoLayerDescend(
      TwoLayerBatch net, Tensor x, Tensor y, Tensor f, DescentStretch stretch) {
    return Compositions.twoLayerDescend(this, net, x, y, f, stretch);
  }

  /**
   * Steps that one {@link #twoLayerDescend} is best given on n samples where nothing is to be
   * looked at in between. Depends on sizes alone, for the bits of a run may depend on it.
   */
  default int stretch(TwoLayerBatch net, int n) {
    return DescentStretch.steps((double) n * net.width() * (net.inputDim() + 8));
  }

  /**
   * H_ij ← ⟨x_i, x_j⟩·(1/m)·Σ_r s′(⟨w_r,x_i⟩)·s′(⟨w_r,x_j⟩): the empirical Gram matrix, normalised
   * by width, whatever the network's scale. Symmetric; both triangles are written.
   *
   * @param h batch × n × n, FP64
   */
  default void twoLayerGram(TwoLayerBatch net, Tensor x, Tensor h) {
    Compositions.twoLayerGram(this, net, x, h);
  }

  /**
   * As {@link #twoLayerGram} for networks at their start whose weights are drawn as they are
   * needed, so that memory is O(n² + block) at any width. Cost (2nd + n²)·m flops and d·m draws a
   * network.
   *
   * @param x (1 or batch) × n × d, of the networks' precision
   * @param h batch × n × n, FP64
   */
  default void gaussianGram(GaussianBatch net, Tensor x, Tensor h) {
    Compositions.gaussianGram(this, net, x, h);
  }

  /**
   * The inner product Σ_ij X_ij·Y_ij of each matrix of the batch, in FP64 whatever the precision.
   *
   * @param y of the shape of {@code x}
   */
  default double[] dot(Tensor x, Tensor y) {
    return Compositions.dot(x, y);
  }

  /** Y ← s″(Z), entry by entry; Y may be Z. The default body computes on the host. */
  default void secondDerivative(Activation s, Tensor z, Tensor y) {
    Compositions.secondDerivative(s, z, y);
  }

  /** S ← Σ_i X_i·W_iᵀ, X ← s(S) and, where it is asked for, slope ← s′(S). */
  default void blockForward(BlockForward block) {
    Compositions.blockForward(this, block);
  }

  /**
   * delta ← error ∘ slope; then for each edge error_i += delta·W_i, and gradient ← deltaᵀ·X_i or
   * W_i += deltaᵀ·X_i.
   */
  default void blockBackward(BlockBackward block) {
    Compositions.blockBackward(this, block);
  }
}
