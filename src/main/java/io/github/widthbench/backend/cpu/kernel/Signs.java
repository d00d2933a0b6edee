package io.github.widthbench.backend.cpu.kernel;

/** Which preactivations of a panel of samples on a tile of neurons are positive, a bit for each. */
@FunctionalInterface
public interface Signs {

  /** Neurons whose bits fill a word. */
  int WORD = Long.SIZE;

  /**
   * Sets bit j of row r where Σ_k A_rk·B_kj is above 0, neuron j in bit j mod 64 of word j/64; of
   * pairs, where p + q is, and in other words where p − q is. Arrays are of the kernel's precision.
   *
   * @param k terms of a sum
   * @param a panel of rows × k numbers, column after column
   * @param b k × width weights; of pairs, their means
   * @param halves as {@code b}: half differences of pairs; not read otherwise
   * @param bits rows of {@code rowWords} words, the panel's from {@code at} on
   * @param minus words from the bits of p + q to those of p − q; not used otherwise
   */
  void run(
      int k,
      Object a,
      int aAt,
      Object b,
      Object halves,
      long[] bits,
      int at,
      int rowWords,
      int minus);
}
