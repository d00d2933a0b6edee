package io.github.widthbench.backend.cpu.kernel;

/**
 * A product of a narrow panel with a tile: rows × width numbers, width a whole number of groups.
 */
@FunctionalInterface
public interface Product {

  /**
   * C ← A·B, or C ← C + a∘(A·B) where the kernel updates. Arrays are of the kernel's precision.
   *
   * @param k terms of a sum
   * @param a panel of rows × k numbers, column after column
   * @param b k × width, row after row; of a masked product a short[], see {@link
   *     Kernels#maskedProduct}
   * @param c rows × width, row after row
   * @param scale a: width factors; read only in an update
   */
  void run(int k, Object a, int aAt, Object b, int bAt, Object c, int cAt, Object scale);
}
