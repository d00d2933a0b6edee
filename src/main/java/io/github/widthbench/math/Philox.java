package io.github.widthbench.math;

/**
 * Philox4x32-10: 128 random bits as a pure function of a counter and a key.
 *
 * <p>J. Salmon, M. Moraes, R. Dror, D. Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC
 * 2011; equal to Random123's {@code philox4x32_R(10, …)}.
 */
public final class Philox {

  public static final int ROUNDS = 10;
  public static final long MULTIPLIER_0 = 0xD2511F53L;
  public static final long MULTIPLIER_1 = 0xCD9E8D57L;
  public static final int WEYL_0 = 0x9E3779B9;
  public static final int WEYL_1 = 0xBB67AE85;
  private static final long LOW = 0xFFFFFFFFL;

  private Philox() {}

  /**
   * words[0…3] ← the block at a counter.
   *
   * @param counterLow words 0 (low half) and 1 of the counter
   * @param counterHigh words 2 (low half) and 3
   * @param key words 0 (low half) and 1
   */
  public static void block(long counterLow, long counterHigh, long key, int[] words) {
    int c0 = (int) counterLow;
    int c1 = (int) (counterLow >>> 32);
    int c2 = (int) counterHigh;
    int c3 = (int) (counterHigh >>> 32);
    int k0 = (int) key;
    int k1 = (int) (key >>> 32);
    for (int round = 0; round < ROUNDS; round++) {
      long product0 = MULTIPLIER_0 * (c0 & LOW);
      long product1 = MULTIPLIER_1 * (c2 & LOW);
      c0 = (int) (product1 >>> 32) ^ c1 ^ k0;
      c1 = (int) product1;
      c2 = (int) (product0 >>> 32) ^ c3 ^ k1;
      c3 = (int) product0;
      k0 += WEYL_0;
      k1 += WEYL_1;
    }
    words[0] = c0;
    words[1] = c1;
    words[2] = c2;
    words[3] = c3;
  }
}
