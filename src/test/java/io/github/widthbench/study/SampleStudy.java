package io.github.widthbench.study;

import io.github.widthbench.experiment.condensation.CondensationSchema;
import io.github.widthbench.experiment.electrodynamics.ElectrodynamicsSchema;
import io.github.widthbench.experiment.exponential.ExponentialSchema;
import io.github.widthbench.experiment.momentum.MomentumSchema;
import io.github.widthbench.experiment.recovery.RecoverySchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A correct study that tests change line by line. */
final class SampleStudy {
  static final List<String> LINES =
      List.of(
          "experiment: exponential",
          "title: a test",
          "axes:",
          "  width: [8, 16]",
          "  seed: {count: 2}",
          "  initialization: [coupled, iid]",
          "fixed:",
          "  data: {kind: sphere, sampleCount: 4, inputDim: 3, radius: 0.5}",
          "  labels: {kind: sign}",
          "  activation: exp",
          "  learningRate: {scaled: 1.0}",
          "  stop: {residual: 1e-3, cap: 100000}",
          "  tolerances: [1e-1, 1e-2]",
          "  record: {at: [0, 10]}");

  private static final StudyReader READER =
      new StudyReader(
          Map.of(
              "condensation",
              CondensationSchema.schema(),
              "electrodynamics",
              ElectrodynamicsSchema.schema(),
              "exponential",
              ExponentialSchema.schema(),
              "momentum",
              MomentumSchema.schema(),
              "recovery",
              RecoverySchema.schema()));

  private SampleStudy() {}

  /** The study as it is. */
  static String text() {
    return String.join("\n", LINES) + "\n";
  }

  /** The study with another text in place of a line, which counts from 1. */
  static String with(int line, String text) {
    List<String> lines = new ArrayList<>(LINES);
    lines.set(line - 1, text);
    return String.join("\n", lines) + "\n";
  }

  static Study read(String text, String... sets) {
    return READER.parse(text, "test.yaml", "test", List.of(sets));
  }

  static StudyReader reader() {
    return READER;
  }

  static List<String> ids(Study study) {
    return study.cells().stream().map(Cell::id).toList();
  }

  /** The coordinates of the cells along one axis, each value once. */
  static List<Object> values(Study study, String axis) {
    return study.cells().stream().map(cell -> cell.coordinates().get(axis)).distinct().toList();
  }
}
