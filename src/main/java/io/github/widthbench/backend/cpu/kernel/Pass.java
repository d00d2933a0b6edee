package io.github.widthbench.backend.cpu.kernel;

/** From the preactivations of some samples on a tile of neurons to outputs and derivatives. */
@FunctionalInterface
public interface Pass {

  /**
   * Writes derivatives, sums outputs, or both. Arrays are of the kernel's precision.
   *
   * @param rows samples
   * @param p rows × width preactivations from {@code at} on; of pairs, their means
   * @param q half differences of pairs; not read otherwise
   * @param slope rows × width from {@code slopeAt} on: s′(p); of pairs, mean of s′(p ± q); of
   *     {@link Kernels#relu} a short[]
   * @param half as {@code slope}: half the difference of s′(p ± q); not used otherwise
   * @param a output weights, width
   * @param sums rows × group from {@code sumAt} on: each row the partial sums of a·s
   */
  void run(
      int rows,
      Object p,
      Object q,
      int at,
      Object slope,
      Object half,
      int slopeAt,
      Object a,
      Object sums,
      int sumAt);
}
