package io.github.widthbench.experiment;

import io.github.widthbench.study.Settings;
import io.github.widthbench.study.Variation;
import java.util.ArrayList;
import java.util.List;

/** Changes with which a cell that did not converge may: those that most experiments know. */
final class WaysOut {

  private static final int[] PARTS = {2, 4, 16};
  private static final int[] TIMES = {2, 4};

  private WaysOut() {}

  /** Smaller steps and wider networks, as far as the cell has a step and a width. */
  static List<Variation> of(Settings settings) {
    List<Variation> ways = new ArrayList<>();
    for (String path : List.of("learningRate.scaled", "learningRate.value")) {
      for (int part : settings.has(path) ? PARTS : new int[0]) {
        ways.add(Variation.of("step / " + part, path, settings.number(path) / part));
      }
    }
    for (int times : settings.has("width") ? TIMES : new int[0]) {
      ways.add(Variation.of("width × " + times, "width", settings.integer("width") * times));
    }
    return ways;
  }
}
