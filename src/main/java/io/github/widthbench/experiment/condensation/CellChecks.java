package io.github.widthbench.experiment.condensation;

import io.github.widthbench.dataset.Dataset;
import io.github.widthbench.study.Settings;
import java.util.Arrays;

/** What no single field of a cell shows. Every refusal names the field to change. */
final class CellChecks {

  /** Largest matrices of a factorisation: their products are computed on the host. */
  private static final int WIDEST_FACTOR = 128;

  private final CondensationCase cell;
  private final Settings settings;

  private CellChecks(CondensationCase cell) {
    this.cell = cell;
    this.settings = cell.settings();
  }

  static void check(CondensationCase cell) {
    CellChecks checks = new CellChecks(cell);
    checks.sizes();
    Gauges.check(cell);
    switch (cell.model()) {
      case EFFECTIVE -> checks.effective();
      case NETWORK -> checks.network();
      case FACTORISATION -> checks.factorisation();
    }
  }

  private void sizes() {
    if (!cell.hasInlineWeights()) {
      require(
          settings.has("width"),
          "width",
          "missing",
          "an integer ≥ 1, or weights: {kind: inline, …}");
      return;
    }
    for (String given : new String[] {"depth", "initialization"}) {
      require(!settings.has(given), given, "given with weights", "one of weights and " + given);
    }
    if (settings.has("weights.B")) {
      double[][] b = settings.matrix("weights.B");
      agree("weights.a", settings.numbers("weights.a").size(), b.length, "the rows of weights.B");
      if (settings.has("weights.W")) {
        agree(
            "weights.W",
            settings.matrix("weights.W").length,
            b[0].length,
            "the columns of weights.B");
      }
    }
    if (settings.has("width")) {
      int width = Math.toIntExact(settings.integer("width"));
      agree("width", width, cell.width(), "the neurons of the inline weights");
    }
  }

  private void effective() {
    if (!cell.hasInlineWeights()) {
      boolean small = !cell.startsLarge();
      String found = small ? "" : settings.text("initialization"); // a word
      require(small, "initialization", found, "{scaled: ε} for the effective dynamics");
      return;
    }
    require(settings.has("weights.c"), "weights.c", "missing", "⟨w_i, ẑ⟩ of each neuron");
    require(
        !settings.has("weights.W"), "weights.W", "given for the effective dynamics", "weights.c");
    int q = cell.width();
    agree("weights.c", settings.numbers("weights.c").size(), q, "one for each input neuron");
    if (settings.has("weights.perpendicular")) {
      agree(
          "weights.perpendicular",
          settings.numbers("weights.perpendicular").size(),
          q,
          "one for each input neuron");
      require(
          settings.numbers("weights.perpendicular").stream().allMatch(v -> v >= 0),
          "weights.perpendicular",
          "a negative length",
          "lengths ≥ 0");
    }
    require(
        settings.numbers("weights.a").stream().anyMatch(v -> v != 0)
            || settings.numbers("weights.c").stream().anyMatch(v -> v != 0),
        "weights",
        "a and c of zeros",
        "a start that moves");
  }

  private void network() {
    require(settings.has("data"), "data", "missing", "data for the network to learn");
    int last = cell.hiddenSizes().getLast();
    require(
        !cell.startsCoupled() || last % 2 == 0,
        "width",
        String.valueOf(last),
        "an even number with initialization: coupled, whose neurons come in pairs");
    Dataset data = cell.data();
    if (cell.hasInlineWeights()) {
      require(
          settings.has("weights.W"), "weights.W", "missing", "the input weights, one row a neuron");
      for (String other : new String[] {"c", "perpendicular"}) {
        require(
            !settings.has("weights." + other),
            "weights." + other,
            "given for a network",
            "weights.W");
      }
      double[][] w = settings.matrix("weights.W");
      agree("weights.W", w[0].length, data.inputDim(), "the dimension of the points");
      if (!settings.has("weights.B")) {
        agree("weights.a", settings.numbers("weights.a").size(), w.length, "the rows of weights.W");
      }
    }
    require(
        data.targets().isPresent(),
        "labels.kind",
        "eigenvector",
        "sign, smooth, or labels of the data");
    require(
        Arrays.stream(data.y()).anyMatch(v -> v != 0), "data.y", "labels of 0", "one that is not");
  }

  private void factorisation() {
    require(
        !cell.hasInlineWeights(),
        "weights",
        "given for a factorisation",
        "width and initialization");
    require(
        !cell.startsOrthonormal() && !cell.startsCoupled(),
        "initialization",
        cell.startsCoupled() ? "coupled" : "orthonormal",
        "iid or {scaled: ε}: factors start balanced, or normal where entries are hidden");
    int modes = settings.numbers("target.modes").size();
    require(
        cell.width() >= modes && cell.width() <= WIDEST_FACTOR,
        "width",
        String.valueOf(cell.width()),
        "from %d, the number of modes, to %d".formatted(modes, WIDEST_FACTOR));
  }

  private void agree(String field, int found, int expected, String why) {
    require(found == expected, field, String.valueOf(found), expected + ", " + why);
  }

  private void require(boolean allowed, String field, String found, String expected) {
    if (!allowed) {
      throw settings.error(field, found, expected);
    }
  }
}
