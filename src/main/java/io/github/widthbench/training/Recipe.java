package io.github.widthbench.training;

/**
 * How practice trains where the theory takes full-batch descent on the squared loss.
 *
 * @param batchSize samples that a step looks at; the number of all of them for full batches
 * @param decay l2, the factor of ½|W − goal|² that is added to the loss
 * @param toStart whether the goal is where the weights started (ridge regression of the network's
 *     tangent), else 0
 */
public record Recipe(Objective objective, int batchSize, double decay, boolean toStart) {

  /** The same with batches of another size. */
  public Recipe of(int size) {
    return new Recipe(objective, size, decay, toStart);
  }
}
