package io.github.widthbench.experiment.recovery;

import io.github.widthbench.dataset.Dataset;
import io.github.widthbench.study.Settings;

/** What no single field of a cell shows. Every refusal names the field to change. */
final class CellChecks {

  private CellChecks() {}

  static void check(Settings settings, Dataset data) {
    if (settings.has("weights")) {
      for (String given : new String[] {"teacher", "initialization"}) {
        if (settings.has(given)) {
          throw settings.error(given, "given with weights", "one of weights and " + given);
        }
      }
      checkLayer(settings, "weights.student", data.inputDim());
      checkLayer(settings, "weights.teacher", data.inputDim());
    } else if (!settings.has("width")) {
      throw settings.error("width", "missing", "an integer ≥ 1, or weights: {kind: inline, …}");
    } else if (settings.text("teacher.kind").equals("inline")) {
      checkLayer(settings, "teacher", data.inputDim());
    }
    Case cell = Case.of(settings, data);
    checkWidth(settings, cell);
  }

  private static void checkLayer(Settings settings, String path, int inputDim) {
    double[][] w = settings.matrix(path + ".w");
    int a = settings.numbers(path + ".a").size();
    if (a != w.length) {
      throw settings.error(
          path + ".a", a + " numbers", w.length + " numbers, one for each row of " + path + ".w");
    }
    if (w[0].length != inputDim) {
      throw settings.error(
          path + ".w",
          "rows of " + w[0].length,
          "rows of " + inputDim + " numbers, the dimension of the points");
    }
  }

  private static void checkWidth(Settings settings, Case cell) {
    int width = cell.width();
    int teacher = cell.teacher().neurons();
    if (settings.has("width") && settings.integer("width") != width) {
      throw settings.error(
          "width",
          String.valueOf(settings.integer("width")),
          width + ", the rows of weights.student.w, or no width");
    }
    if (cell.isCoupled() && width % 2 != 0) {
      throw settings.error(
          "width",
          String.valueOf(width),
          "an even number with initialization: coupled, whose neurons come in pairs");
    }
    if (!cell.startsOnBranch()) {
      return;
    }
    if (width < teacher) {
      throw settings.error(
          "width", String.valueOf(width), "at least the teacher's " + teacher + " neurons");
    }
    long duplicates = settings.integer("initialization.branch.duplicates");
    if (duplicates > width - teacher) {
      throw settings.error(
          "initialization.branch.duplicates",
          String.valueOf(duplicates),
          "at most " + (width - teacher) + ", the neurons beyond the teacher's");
    }
  }
}
