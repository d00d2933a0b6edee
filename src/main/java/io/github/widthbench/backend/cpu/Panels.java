package io.github.widthbench.backend.cpu;

import io.github.widthbench.backend.Tensor;
import io.github.widthbench.backend.cpu.kernel.Lanes;

/**
 * A matrix cut into panels of a few rows, each stored column after column, as a {@link
 * io.github.widthbench.backend.cpu.kernel.Product} reads it. Rows beyond the last are zeros.
 *
 * @param height rows of a panel
 * @param count panels
 * @param depth columns
 * @param data numbers of all panels, one after another
 */
record Panels(int height, int count, int depth, Object data) {

  /** Panels of matrix {@code batch} of {@code x}: a row is a sample. */
  static Panels ofSamples(Lanes lanes, Tensor x, int batch) {
    return ofSamples(lanes, lanes.sums() / 2, x, batch);
  }

  /** As above, in panels of at most {@code most} rows. */
  static Panels ofSamples(Lanes lanes, int most, Tensor x, int batch) {
    int n = x.shape().rows();
    Panels panels = empty(lanes, most, n, x.shape().columns());
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < panels.depth; k++) {
        Numbers.put(panels.data, panels.index(i, k), CpuTensor.of(x).get(batch, i, k));
      }
    }
    return panels;
  }

  /** Panels of the transposed matrix: a row is an entry of all inputs. */
  static Panels ofEntries(Lanes lanes, Tensor x, int batch) {
    int rows = x.shape().columns();
    Panels panels = empty(lanes, lanes.sums() / 2, rows, /* depth= */ x.shape().rows());
    for (int i = 0; i < panels.depth; i++) {
      for (int k = 0; k < rows; k++) {
        Numbers.put(panels.data, panels.index(k, i), CpuTensor.of(x).get(batch, i, k));
      }
    }
    return panels;
  }

  /** Panels of X·Xᵀ: a row is a sample, and so is a column. */
  static Panels ofProducts(Lanes lanes, Tensor x, int batch) {
    int n = x.shape().rows();
    Panels panels = empty(lanes, lanes.sums() / 2, n, n);
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        double product = CpuRow.of(x, batch, i).dot(CpuRow.of(x, batch, j));
        Numbers.put(panels.data, panels.index(i, j), product);
        Numbers.put(panels.data, panels.index(j, i), product);
      }
    }
    return panels;
  }

  private static Panels empty(Lanes lanes, int most, int rows, int depth) {
    int height = height(Math.clamp(most, 1, rows), rows);
    int count = Math.ceilDiv(rows, height);
    Object data = Numbers.allocate(lanes.precision(), Math.multiplyExact(count * height, depth));
    return new Panels(height, count, depth, data);
  }

  /**
   * Rows of a panel: more than half of the most, and of those the number that leaves the fewest
   * empty rows.
   */
  private static int height(int most, int rows) {
    int best = most;
    for (int height = most; height > most / 2; height--) {
      if (Math.ceilDiv(rows, height) * height < Math.ceilDiv(rows, best) * best) {
        best = height;
      }
    }
    return best;
  }

  /** Rows with those that were added. */
  int rows() {
    return count * height;
  }

  /** Index of the first number of a panel. */
  int at(int panel) {
    return panel * depth * height;
  }

  private int index(int row, int column) {
    return at(row / height) + column * height + row % height;
  }

  /** An empty matrix of the same form. */
  Panels sameForm() {
    return new Panels(height, count, depth, Numbers.sameLength(data));
  }

  /** This ← {@code source} with column i multiplied by {@code factors[i]}. */
  void scale(double[] factors, Panels source) {
    switch (data) {
      case double[] to -> {
        double[] from = (double[]) source.data;
        for (int at = 0, i = 0; at < to.length; at += height, i = i + 1 == depth ? 0 : i + 1) {
          for (int p = at; p < at + height; p++) {
            to[p] = factors[i] * from[p];
          }
        }
      }
      case float[] to -> {
        float[] from = (float[]) source.data;
        for (int at = 0, i = 0; at < to.length; at += height, i = i + 1 == depth ? 0 : i + 1) {
          float factor = (float) factors[i];
          for (int p = at; p < at + height; p++) {
            to[p] = factor * from[p];
          }
        }
      }
      default -> throw Numbers.unknown(data);
    }
  }
}
