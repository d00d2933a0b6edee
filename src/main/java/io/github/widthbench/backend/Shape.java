package io.github.widthbench.backend;

/**
 * The extent of a tensor: {@code batch} independent row-major matrices of {@code rows}×{@code
 * columns}.
 */
public record Shape(int batch, int rows, int columns) {

  public Shape {
    if (batch < 1 || rows < 1 || columns < 1) {
      throw new IllegalArgumentException(
          "shape needs positive extents, found " + batch + "×" + rows + "×" + columns);
    }
  }

  /** Numbers held. */
  public long size() {
    return (long) batch * rows * columns;
  }

  @Override
  public String toString() {
    return batch + "×" + rows + "×" + columns;
  }
}
