package io.github.widthbench.backend;

/** Whether a product reads an operand as it is or transposed. */
public enum Transpose {
  NO,
  YES
}
