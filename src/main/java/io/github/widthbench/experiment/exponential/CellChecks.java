package io.github.widthbench.experiment.exponential;

import io.github.widthbench.dataset.Dataset;
import io.github.widthbench.dataset.Dataset.Twins;
import io.github.widthbench.study.Settings;
import java.util.List;

/** What no single field of a cell shows. Every refusal names the field to change. */
final class CellChecks {

  private CellChecks() {}

  static void check(Settings settings, Dataset data) {
    checkPoints(settings, data);
    checkLabels(settings, data);
    checkSteps(settings);
    new Forms(settings).check();
    Gauges.check(settings);
    Practice.check(settings, data.sampleCount());
    if (settings.has("weights")) {
      checkInlineWeights(settings, data);
    } else {
      checkWidth(settings);
    }
  }

  private static void checkPoints(Settings settings, Dataset data) {
    List<Twins> twins = data.duplicatedPoints();
    if (!twins.isEmpty()) {
      throw settings.error(
          "data",
          "point %d equal to point %d"
              .formatted(twins.getFirst().second(), twins.getFirst().first()),
          "pairwise distinct points: with two equal ones the Gram matrix is singular");
    }
    List<Integer> zeros = data.zeroPoints();
    if (!zeros.isEmpty()) {
      throw settings.error(
          "data",
          "point %d is 0".formatted(zeros.getFirst()),
          "non-zero points: a zero point makes a zero row in the Gram matrix");
    }
  }

  private static void checkLabels(Settings settings, Dataset data) {
    boolean computed =
        settings.has("labels.kind") && settings.text("labels.kind").equals("eigenvector");
    if (!computed && data.targets().isEmpty()) {
      throw settings.error("labels", "no labels", "data with labels, or labels: {kind: sign}");
    }
    if (!computed && data.targets().stream().anyMatch(rows -> rows[0].length != 1)) {
      throw settings.error("data.y", "several outputs a point", "one label a point");
    }
  }

  /** Without a step no weights are made: what is written down must follow without them. */
  private static void checkSteps(Settings settings) {
    ExponentialCase plain = new ExponentialCase(settings);
    if (plain.takesNoStep()
        && (plain.hasInlineWeights()
            || !plain.isCoupled()
            || !plain.forms().areExact()
            || plain.forms().isSoftmax()
            || settings.has("monitors")
            || plain.recordAt().stream().anyMatch(step -> step > 0))) {
      throw settings.error(
          "stop.cap",
          "0",
          "at least 1; or 0 with initialization: coupled, whose outputs are 0 before the first"
              + " step, exact exponents, no monitors and no later step under record.at");
    }
  }

  private static void checkWidth(Settings settings) {
    if (!settings.has("width")) {
      throw settings.error("width", "missing", "an integer ≥ 1, or weights: {kind: inline, …}");
    }
    long width = settings.integer("width");
    boolean coupled =
        settings.find("initialization").map(n -> n.plain()).stream()
            .anyMatch(v -> v.equals("coupled"));
    if (coupled && width % 2 != 0) {
      throw settings.error(
          "width",
          String.valueOf(width),
          "an even number with initialization: coupled, whose neurons come in pairs");
    }
  }

  private static void checkInlineWeights(Settings settings, Dataset data) {
    double[][] w = settings.matrix("weights.W");
    int a = settings.numbers("weights.a").size();
    if (a != w.length) {
      throw settings.error(
          "weights.a", a + " numbers", w.length + " numbers, one for each row of weights.W");
    }
    if (w[0].length != data.inputDim()) {
      throw settings.error(
          "weights.W",
          "rows of " + w[0].length,
          "rows of " + data.inputDim() + " numbers, the dimension of the points");
    }
    if (settings.has("width") && settings.integer("width") != w.length) {
      throw settings.error(
          "width",
          String.valueOf(settings.integer("width")),
          w.length + ", the rows of weights.W, or no width");
    }
  }
}
