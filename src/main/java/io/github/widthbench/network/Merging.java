package io.github.widthbench.network;

import io.github.widthbench.math.Activation;
import io.github.widthbench.math.Vectors;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The small network that a condensed one amounts to: neurons whose input weights point the same way
 * become one, and their outputs are folded. For an odd activation opposite ways count as the same.
 *
 * <p>A merged neuron has the common direction u and the mean length ℓ of its members, weighted by
 * what they pass on; a member w with output column b adds (⟨w, u⟩/ℓ)·b to its column. That is exact
 * for equal members and, whatever their lengths, where the activation is linear along u.
 */
public final class Merging {

  /** Neurons that together pass on less than this share are left out. */
  private static final double NEGLIGIBLE = 1e-3;

  private final double cosine;
  private final boolean odd;

  private Merging(double cosine, @Nullable Activation activation) {
    this.cosine = cosine;
    odd = activation == null || activation == Activation.TANH || activation == Activation.ERF;
  }

  /**
   * Merges the hidden layers one after the other, from the input on.
   *
   * @param cosine from which on two neurons count as one
   */
  public static Layers of(Layers whole, double cosine) {
    Merging merging = new Merging(cosine, whole.activation());
    List<double[][]> matrices = new ArrayList<>(whole.matrices());
    for (int l = 0; l + 1 < matrices.size(); l++) {
      merging.merge(l, matrices);
    }
    return new Layers(matrices, whole.activation());
  }

  /** Groups of rows that point the same way: the heaviest first, each led by its heaviest. */
  private List<List<Integer>> groups(double[][] rows, double[] weight) {
    double whole = IntStream.range(0, rows.length).mapToDouble(i -> weight[i]).sum();
    List<Integer> left =
        new ArrayList<>(
            IntStream.range(0, rows.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -weight[i]))
                .toList());
    List<List<Integer>> groups = new ArrayList<>();
    double rest = whole;
    while (!left.isEmpty() && (groups.isEmpty() || rest > NEGLIGIBLE * whole)) {
      double[] leader = rows[left.getFirst()];
      List<Integer> group = left.stream().filter(i -> isAlong(leader, rows[i])).toList();
      List<Integer> members = group.isEmpty() ? List.of(left.getFirst()) : group;
      left.removeAll(members);
      rest -= members.stream().mapToDouble(i -> weight[i]).sum();
      groups.add(members);
    }
    return groups;
  }

  private boolean isAlong(double[] leader, double[] row) {
    double product = Vectors.dot(leader, row);
    double size = Vectors.norm(leader) * Vectors.norm(row);
    return (odd ? Math.abs(product) : product) >= cosine * size && size > 0;
  }

  private void merge(int layer, List<double[][]> matrices) {
    double[][] rows = matrices.get(layer);
    double[][] after = matrices.get(layer + 1);
    double[] passed = columnNorms(after);
    double[] weight = new double[rows.length];
    for (int i = 0; i < weight.length; i++) {
      weight[i] = Vectors.norm(rows[i]) * passed[i];
    }
    List<List<Integer>> groups = groups(rows, weight);
    double[][] merged = new double[groups.size()][rows[0].length];
    double[][] folded = new double[after.length][groups.size()];
    for (int g = 0; g < merged.length; g++) {
      fold(groups.get(g), rows, passed, merged[g]);
      double squared = Vectors.dot(merged[g], merged[g]);
      for (int i : groups.get(g)) {
        // ⟨w, u⟩/ℓ with the merged row ℓu
        double share = squared == 0 ? 0 : Vectors.dot(rows[i], merged[g]) / squared;
        for (int j = 0; j < after.length; j++) {
          folded[j][g] += share * after[j][i];
        }
      }
    }
    matrices.set(layer, merged);
    matrices.set(layer + 1, folded);
  }

  /** {@code merged} ← the mean length times the common direction. */
  private static void fold(List<Integer> group, double[][] rows, double[] passed, double[] merged) {
    double[] leader = rows[group.getFirst()];
    double length = 0;
    double whole = 0;
    for (int i : group) {
      double size = Vectors.norm(rows[i]);
      if (size > 0) {
        Vectors.add(Math.signum(Vectors.dot(leader, rows[i])) * passed[i], rows[i], merged);
      }
      length += passed[i] * size;
      whole += passed[i];
    }
    double size = Vectors.norm(merged);
    if (size > 0) {
      Vectors.scale(length / whole / size, merged);
    }
  }

  private static double[] columnNorms(double[][] m) {
    double[] norms = new double[m[0].length];
    for (double[] row : m) {
      for (int i = 0; i < norms.length; i++) {
        norms[i] += row[i] * row[i];
      }
    }
    for (int i = 0; i < norms.length; i++) {
      norms[i] = Math.sqrt(norms[i]);
    }
    return norms;
  }

  /**
   * How many directions the rows of a matrix have that together carry a share of Σ|row|.
   *
   * @param share such as 0.99
   */
  public static int directions(
      double[][] rows, double cosine, double share, @Nullable Activation activation) {
    double[] lengths =
        IntStream.range(0, rows.length).mapToDouble(i -> Vectors.norm(rows[i])).toArray();
    double whole = IntStream.range(0, rows.length).mapToDouble(i -> lengths[i]).sum();
    double carried = 0;
    int count = 0;
    for (List<Integer> group : new Merging(cosine, activation).groups(rows, lengths)) {
      if (carried >= share * whole) {
        break;
      }
      carried += group.stream().mapToDouble(i -> lengths[i]).sum();
      count++;
    }
    return count;
  }
}
