package io.github.widthbench.math;

/**
 * Random draws addressed by (seed, stream, index): the same bits in any order, on any number of
 * threads and on any device.
 *
 * <p>A draw reads one {@link Philox} block. The key is the seed; the counter's words are the block
 * number (low, high), the stream's code, and the kind of draw plus 256 × attempt. Blocks are
 * numbered within a kind: two normals or uniforms a block, 128 signs a block, one attempt at a
 * bounded integer a block. This layout is part of the record format; a change of it changes every
 * result.
 *
 * @param seed any 64 bits
 * @param stream what the draws are for
 */
public record Draws(long seed, Stream stream) {

  /** What the draws are for; streams of one seed are independent. */
  public enum Stream {
    WEIGHTS(0),
    SIGNS(1),
    POINTS(2),
    LABELS(3),
    SPLIT(4),
    CHECK(5),
    NOISE(6),
    FLIPS(7),
    MISSING(8),
    FOLDS(9),
    BATCHES(10);

    private final int code;

    Stream(int code) {
      this.code = code;
    }

    /** Word 2 of the counter; never changes. */
    public int code() {
      return code;
    }
  }

  /** Kinds of draws; the same index of two kinds is independent. */
  private static final int NORMAL = 0;

  private static final int UNIFORM = 1;
  private static final int SIGN = 2;
  private static final int BOUNDED = 3;

  /** Uniform in (0, 1): an odd multiple of 2⁻⁵³, so that 1 − it is exact and just as likely. */
  public double uniform(long index) {
    return openUniform(block(index >>> 1, UNIFORM, 0), index);
  }

  /** Standard normal: {@link NormalQuantile} of a uniform draw, so |normal| &lt; 8.3. */
  public double normal(long index) {
    return NormalQuantile.of(openUniform(block(index >>> 1, NORMAL, 0), index));
  }

  /** −1 or +1, equally likely. */
  public double sign(long index) {
    int[] words = block(index >>> 7, SIGN, 0);
    int word = words[(int) (index >>> 5) & 3];
    return ((word >>> (index & 31)) & 1) == 0 ? -1 : 1;
  }

  /**
   * A uniformly random order of 0 … count−1: Fisher and Yates' shuffle from the last place down,
   * the partner of place i being the bounded draw of index i. Every order is equally likely.
   */
  public int[] permutation(int count) {
    return permutation(0, count);
  }

  /** The same with the bounded draws {@code from} + 1 … {@code from} + count − 1. */
  public int[] permutation(long from, int count) {
    int[] order = new int[count];
    for (int i = 0; i < count; i++) {
      order[i] = i;
    }
    for (int i = count - 1; i > 0; i--) {
      int partner = bounded(from + i, i + 1);
      int kept = order[i];
      order[i] = order[partner];
      order[partner] = kept;
    }
    return order;
  }

  /** target[i] ← normal(from + i) for every entry; half the blocks of single draws. */
  public void normals(long from, double[] target) {
    int[] words = new int[4];
    for (int i = 0; i < target.length; i++) {
      long index = from + i;
      if (i == 0 || (index & 1) == 0) {
        Philox.block(index >>> 1, counterHigh(NORMAL, 0), seed, words);
      }
      target[i] = NormalQuantile.of(openUniform(words, index));
    }
  }

  /**
   * Uniform in 0 … bound−1 without bias: D. Lemire, "Fast random integer generation in an
   * interval", 2019. A word that would favour some values is refused and the next one taken.
   */
  private int bounded(long index, int bound) {
    long refused = (1L << 32) % bound;
    for (int attempt = 0; ; attempt++) {
      for (int word : block(index, BOUNDED, attempt)) {
        long product = Integer.toUnsignedLong(word) * bound;
        if ((product & 0xFFFFFFFFL) >= refused) {
          return (int) (product >>> 32);
        }
      }
    }
  }

  private int[] block(long number, int kind, int attempt) {
    int[] words = new int[4];
    Philox.block(number, counterHigh(kind, attempt), seed, words);
    return words;
  }

  /** Words 2 (low half) and 3 of the counter of normal draws; words 0 and 1 are half the index. */
  public long normalCounter() {
    return counterHigh(NORMAL, 0);
  }

  private long counterHigh(int kind, int attempt) {
    return ((long) (kind | (attempt << 8)) << 32) | stream.code();
  }

  /** The draw of an even index reads words 0 and 1 of its block, of an odd one words 2 and 3. */
  private static double openUniform(int[] words, long index) {
    int half = (int) (index & 1) << 1;
    long bits = ((long) words[half + 1] << 32) | Integer.toUnsignedLong(words[half]);
    return ((bits >>> 12) * 2 + 1) * 0x1p-53;
  }
}
