package io.github.widthbench.experiment.electrodynamics;

import io.github.widthbench.dataset.Dataset;
import io.github.widthbench.dataset.Datasets;
import io.github.widthbench.experiment.electrodynamics.ElectrodynamicsCase.Algorithm;
import io.github.widthbench.experiment.electrodynamics.potential.Feature;
import io.github.widthbench.study.Settings;
import java.util.Arrays;

/** What no single field of a cell shows. Every refusal names the field to change. */
final class CellChecks {
  private final ElectrodynamicsCase cell;
  private final Settings settings;

  private CellChecks(ElectrodynamicsCase cell) {
    this.cell = cell;
    this.settings = cell.settings();
  }

  static void check(ElectrodynamicsCase cell) {
    CellChecks checks = new CellChecks(cell);
    checks.sizes();
    checks.dimension();
    checks.domain();
    checks.data();
    checks.depth();
  }

  private void sizes() {
    if (cell.hasInlineWeights()) {
      inline("electrons", "theta", "a");
      inline("protons", "w", "b");
      int d = cell.inputDim();
      agree("weights.electrons.theta", width("weights.electrons.theta"), d, "as the protons have");
      agree("inputDim", d, "the length of the inline rows");
      agree("width", cell.width(), "the rows of weights.electrons.theta");
      agree("teacherWidth", cell.teacherWidth(), "the rows of weights.protons.w");
      return;
    }
    for (String field : new String[] {"width", "inputDim"}) {
      if (!settings.has(field)) {
        throw settings.error(field, "missing", "an integer ≥ 1, or weights: {kind: inline, …}");
      }
    }
    if (cell.hasOrthonormalTeacher() && cell.teacherWidth() > cell.inputDim()) {
      throw settings.error(
          "teacher",
          "%d orthonormal protons in %d dimensions".formatted(cell.teacherWidth(), cell.inputDim()),
          "teacherWidth ≤ inputDim");
    }
  }

  private void inline(String particles, String places, String charges) {
    String path = "weights." + particles + ".";
    int rows = settings.matrix(path + places).length;
    int numbers = settings.numbers(path + charges).size();
    if (rows != numbers) {
      throw settings.error(
          path + charges, numbers + " numbers", rows + ", one for each row of " + path + places);
    }
    boolean pointless =
        cell.isSpherical()
            && Arrays.stream(settings.matrix(path + places))
                .anyMatch(row -> Arrays.stream(row).allMatch(v -> v == 0));
    if (pointless) {
      throw settings.error(path + places, "a row of zeros", "rows with a direction");
    }
  }

  private int width(String path) {
    return settings.matrix(path)[0].length;
  }

  private void agree(String field, int expected, String why) {
    if (settings.has(field)) {
      agree(field, Math.toIntExact(settings.integer(field)), expected, why);
    }
  }

  private void agree(String field, int found, int expected, String why) {
    if (found != expected) {
      throw settings.error(field, String.valueOf(found), expected + ", " + why);
    }
  }

  private void dimension() {
    int d = cell.inputDim();
    String path = "potential.kind";
    switch (cell.kind()) {
      case "yukawa" -> require(d == 3, path, "yukawa with inputDim " + d, "inputDim 3");
      case "harmonic" ->
          require(d % 2 == 1, path, "harmonic with inputDim " + d, "an odd inputDim");
      default ->
          require(
              d > 1 || !cell.potential().isSpherical(),
              path,
              cell.kind() + " with inputDim 1",
              "inputDim ≥ 2, for a sphere to move on");
    }
  }

  private void domain() {
    require(
        cell.isSpherical() || !cell.potential().isSpherical(),
        "domain",
        "free",
        "sphere: the potential " + cell.kind() + " depends on directions only");
    require(!cell.isSpherical() || cell.inputDim() > 1, "domain", "sphere", "inputDim ≥ 2");
    require(
        !cell.isSpherical() || cell.isDeep() || !settings.has("initialization.small"),
        "initialization.small",
        "given on the sphere",
        "random or orthonormal there: places on the sphere have length 1");
  }

  private void data() {
    require(
        !settings.has("labels") || (settings.has("data") && !cell.isDeep()),
        "labels",
        cell.isDeep() ? "noise with depth" : "noise without data",
        "data: {…} and no depth; the noise is in the labels of samples");
    if (!settings.has("data")) {
      return;
    }
    Dataset data = Datasets.read(settings);
    require(
        data.inputDim() == cell.inputDim(),
        "data",
        "points of dimension " + data.inputDim(),
        "dimension " + cell.inputDim() + ", that of the weights");
    require(!settings.has("data.y"), "data.y", "labels", "points alone: the protons label them");
    require(
        cell.potential().feature().isPresent(),
        "data",
        "a sampled loss with the potential " + cell.kind(),
        "no data: its activation has no gradient to sample");
    require(
        cell.algorithm() != Algorithm.NODEWISE,
        "algorithm.kind",
        "nodewise with data",
        "descent, secondOrder: best charges come from the potential, not from samples");
  }

  private void depth() {
    if (!cell.isDeep()) {
      return;
    }
    String with = " with depth";
    require(!cell.hasInlineWeights(), "weights", "inline" + with, "weights that are drawn");
    require(
        settings.has("data") && settings.text("data.kind").equals("gaussian"),
        "data",
        (settings.has("data") ? settings.text("data.kind") : "none") + with,
        "{kind: gaussian, …}, as the test points are");
    require(
        cell.potential().feature().orElse(null) instanceof Feature.Built,
        "potential.kind",
        cell.kind() + with,
        "an activation of networks: relu, erf, exp, tanh, sigmoid");
    require(
        cell.algorithm() == Algorithm.DESCENT,
        "algorithm.kind",
        settings.text("algorithm.kind") + with,
        "descent");
    require(cell.trainsCharges(), "train", "theta" + with, "all");
    require(
        cell.teacherWidth() == cell.width(),
        "teacherWidth",
        cell.teacherWidth() + with,
        "none: the teacher has the student's shape");
  }

  private void require(boolean allowed, String field, String found, String expected) {
    if (!allowed) {
      throw settings.error(field, found, expected);
    }
  }
}
