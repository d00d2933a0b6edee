package io.github.widthbench.experiment.electrodynamics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Where few electrons in few dimensions went, at evenly spaced steps, for a picture: at most {@link
 * #MOST} places each, to four digits.
 */
final class Ways {

  /** More numbers than that make one place of all electrons too large for a record. */
  private static final int MOST_NUMBERS = 12;

  private static final int MOST = 24;
  private static final double DIGITS = 1e4;

  private final List<double[][]> kept = new ArrayList<>();
  private int stride = 1;
  private int step;
  private double[][] last = new double[0][];

  /**
   * Adds the places of the electrons so far; every other one is forgotten whenever there are too
   * many.
   */
  void visit(double[][] places) {
    last = places;
    if (step % stride == 0) {
      if (kept.size() == MOST) {
        for (int i = MOST - 1; i > 0; i -= 2) {
          kept.remove(i);
        }
        stride *= 2;
      }
      if (step % stride == 0) {
        kept.add(places);
      }
    }
    step++;
  }

  /** The places with one more. */
  static double[][] joined(double[][] places, double[] more) {
    double[][] all = Arrays.copyOf(places, places.length + 1);
    all[places.length] = more;
    return all;
  }

  /** The places of every electron from its first to its last; empty where they are too many. */
  List<List<List<Double>>> list() {
    List<List<List<Double>>> ways = new ArrayList<>();
    if (last.length == 0 || last[0].length < 2 || last.length * last[0].length > MOST_NUMBERS) {
      return ways;
    }
    for (int i = 0; i < last.length; i++) {
      List<List<Double>> way = new ArrayList<>();
      for (double[][] state : kept) {
        if (i < state.length) {
          way.add(rounded(state[i]));
        }
      }
      way.add(rounded(last[i]));
      ways.add(way.stream().distinct().toList());
    }
    return ways;
  }

  /** {@code place} to four digits after the point. */
  static List<Double> rounded(double[] place) {
    List<Double> list = new ArrayList<>(place.length);
    for (double entry : place) {
      list.add(Double.isFinite(entry) ? Math.rint(entry * DIGITS) / DIGITS : entry);
    }
    return list;
  }
}
