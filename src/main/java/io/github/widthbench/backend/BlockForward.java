package io.github.widthbench.backend;

import io.github.widthbench.math.Activation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One block of a network of blocks on its way forward, for a batch of replicas: S = Σ_i X_i·W_iᵀ
 * over the blocks i that feed it, X = s(S).
 *
 * @param activation s, or null for a linear block
 * @param links what feeds the block, at least one
 * @param z S: replicas × n × size; only read by others where the block is linear
 * @param x X, of the same shape; the same tensor as {@code z} where the block is linear
 * @param slope s′(S), of the same shape; null where the block is linear or no backward pass follows
 */
public record BlockForward(
    @Nullable Activation activation, List<Link> links, Tensor z, Tensor x, @Nullable Tensor slope) {

  public BlockForward {
    links = List.copyOf(links);
    Checks.require(!links.isEmpty(), "a block of size %d is fed by nothing", z.shape().columns());
    Checks.requireShape("values of a block", x, z.shape());
    for (Link link : links) {
      Checks.requireProduct(Transpose.NO, Transpose.YES, link.input(), link.weight(), z);
    }
  }

  /**
   * An edge into the block.
   *
   * @param input X_i: (1 or replicas) × n × size of the block that feeds
   * @param weight W_i: replicas × size of the block × size of the block that feeds
   */
  public record Link(Tensor input, Tensor weight) {}
}
