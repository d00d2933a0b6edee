package io.github.widthbench.math;

/** Random draws addressed by (seed, stream, index). Being written. */
public record Draws(long seed, Stream stream) {

  /** What the draws are for; streams of one seed are independent. */
  public enum Stream {
    WEIGHTS,
    SIGNS,
    POINTS,
    LABELS,
    SPLIT
  }

  /** Uniform in (0, 1). */
  public double uniform(long index) {
    return 0.5 + 0 * index;
  }

  /** Standard normal. */
  public double normal(long index) {
    return 0 * index;
  }

  /** −1 or +1, equally likely. */
  public double sign(long index) {
    return index % 2 == 0 ? 1 : -1;
  }

  /** A uniformly random order of 0 … count−1. */
  public int[] permutation(int count) {
    return new int[count];
  }

  /** target[i] ← normal(from + i) for every entry. */
  public void normals(long from, double[] target) {
    for (int i = 0; i < target.length; i++) {
      target[i] = normal(from + i);
    }
  }
}
