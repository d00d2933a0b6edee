package io.github.widthbench.backend;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One block of a network of blocks on its way back: from the loss's derivative by the block's
 * values to its derivatives by the weights of the edges into the block, and on to the blocks that
 * feed it.
 *
 * @param slope s′(S): replicas × n × size; null where the block is linear
 * @param error ∂E/∂X, complete: every block fed by this one has added its part; not changed
 * @param delta ∂E/∂S = error ∘ slope, written; the same tensor as {@code error} where the block is
 *     linear
 * @param links the edges into the block
 */
public record BlockBackward(@Nullable Tensor slope, Tensor error, Tensor delta, List<Link> links) {

  public BlockBackward {
    links = List.copyOf(links);
    Checks.requireShape("delta", delta, error.shape());
    for (Link link : links) {
      Checks.requireProduct(Transpose.YES, Transpose.NO, delta, link.input(), link.target());
    }
  }

  /**
   * An edge into the block.
   *
   * @param input X_i: (1 or replicas) × n × size of the block that feeds
   * @param weight W_i: replicas × size of the block × size of the block that feeds
   * @param gradient deltaᵀ·X_i, written; of the shape of {@code weight}. Null where the weight
   *     moves instead: W_i += deltaᵀ·X_i, after delta·W_i has gone on
   * @param inputError ∂E/∂X_i, to which delta·W_i goes; null where nobody asks for it
   * @param adds whether {@code inputError} holds the parts of other blocks already
   */
  public record Link(
      Tensor input,
      Tensor weight,
      @Nullable Tensor gradient,
      @Nullable Tensor inputError,
      boolean adds) {

    /** What deltaᵀ·X_i goes to. */
    public Tensor target() {
      return gradient == null ? weight : gradient;
    }

    /** The same edge, with deltaᵀ·X_i written to {@code gradient}. */
    public Link writing(Tensor gradient) {
      return new Link(input, weight, gradient, inputError, adds);
    }
  }
}
