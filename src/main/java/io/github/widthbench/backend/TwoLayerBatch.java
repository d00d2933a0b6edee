package io.github.widthbench.backend;

import io.github.widthbench.math.Activation;

/**
 * A batch of two-layer networks f(x) = scale·Σ_r a_r s(⟨w_r, x⟩) that share activation, form and
 * sizes, and differ in their numbers. A neuron is a column, so that neighbours in memory are
 * neighbours in width.
 *
 * <p>In the paired form the neurons come in pairs w₁ = v + u, w₂ = v − u with output weights +a and
 * −a. {@code w} then holds the means v in its first m/2 columns and the half differences u in its
 * last m/2, and {@code a} has m/2 columns. A pair adds a·(s(p+q) − s(p−q)) with p = ⟨v,x⟩ and q =
 * ⟨u,x⟩, evaluated without cancellation: the sum is exactly 0 at u = 0.
 *
 * @param w batch × inputDim × width
 * @param a batch (or 1, shared) × 1 × width (m/2 when paired); never trained
 * @param scale factor of the sum: 1 un-normalised, 1/√m for the baselines
 * @param clip largest preactivation let through, +∞ for none; beyond it s and s′ keep the values
 *     that they have there
 */
public record TwoLayerBatch(
    Activation activation, Form form, double scale, Tensor w, Tensor a, double clip) {

  /** How the columns of {@code w} make neurons. */
  public enum Form {
    PLAIN,
    PAIRED
  }

  public TwoLayerBatch {
    int expected = form == Form.PAIRED ? w.shape().columns() / 2 : w.shape().columns();
    if (form == Form.PAIRED && w.shape().columns() % 2 != 0) {
      throw new IllegalArgumentException("paired width must be even, found " + w.shape().columns());
    }
    Checks.require(
        a.shape().rows() == 1
            && a.shape().columns() == expected
            && (a.shape().batch() == 1 || a.shape().batch() == w.shape().batch()),
        "output weights a are %s, weights w are %s (%s): a must be 1×%d for each replica or for all",
        a.shape(),
        w.shape(),
        form,
        expected);
  }

  /** Networks in the batch. */
  public int replicas() {
    return w.shape().batch();
  }

  /** Neurons of one network, m. */
  public int width() {
    return w.shape().columns();
  }

  /** Entries of one input, d. */
  public int inputDim() {
    return w.shape().rows();
  }

  /** Columns of {@code w} that one pass reads together: m, or m/2 pairs. */
  public int units() {
    return a.shape().columns();
  }

  /** View of the networks {@code from} (inclusive) to {@code to} (exclusive). */
  public TwoLayerBatch replicas(int from, int to) {
    Tensor shared = a.shape().batch() == 1 ? a : a.replicas(from, to);
    return new TwoLayerBatch(activation, form, scale, w.replicas(from, to), shared, clip);
  }
}
