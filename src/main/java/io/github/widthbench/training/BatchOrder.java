package io.github.widthbench.training;

import io.github.widthbench.math.Draws;
import io.github.widthbench.math.Draws.Stream;

/**
 * An endless row of random orders of n samples, one after the other, each addressed by its place.
 */
final class BatchOrder {

  private BatchOrder() {}

  /** The samples at the places {@code from} … {@code from + size − 1} of the row. */
  static int[] of(long seed, int n, long from, int size) {
    Draws draws = new Draws(seed, Stream.BATCHES);
    int[] samples = new int[size];
    int[] order = new int[0];
    for (int k = 0; k < size; k++) {
      long place = from + k;
      if (k == 0 || place % n == 0) {
        order = draws.permutation(place / n * n, n);
      }
      samples[k] = order[(int) (place % n)];
    }
    return samples;
  }
}
