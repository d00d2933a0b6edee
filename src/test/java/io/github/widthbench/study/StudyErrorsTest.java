package io.github.widthbench.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every wrong study is one error with its line, field, what was found and what is allowed. */
class StudyErrorsTest {

  /** A wrong study and the error that it must give; line 0 is an option's. */
  record Wrong(
      String text, List<String> sets, int line, String field, String found, String allowed) {

    @Override
    public String toString() {
      return field + ": " + found + (sets.isEmpty() ? "" : " " + sets);
    }
  }

  @ParameterizedTest
  @MethodSource({"topLevel", "syntax", "fields", "unions", "axes", "options"})
  void parse_wrongStudy_saysWhereWhatAndWhatIsAllowed(Wrong wrong) {
    StudyException error =
        catchThrowableOfType(
            StudyException.class,
            () -> SampleStudy.read(wrong.text(), wrong.sets().toArray(String[]::new)));

    assertThat(error).isNotNull();
    assertThat(error.field()).isEqualTo(wrong.field());
    assertThat(error.found()).contains(wrong.found());
    assertThat(error.allowed()).contains(wrong.allowed());
    assertThat(error.at().line()).isEqualTo(wrong.line());
    String option = wrong.sets().isEmpty() ? "" : wrong.sets().getLast();
    assertThat(error.at().source())
        .isEqualTo(wrong.sets().isEmpty() ? "test.yaml" : "--set " + option);
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void parse_twoErrors_saysTheFirst(Wrong wrong) {
    parse_wrongStudy_saysWhereWhatAndWhatIsAllowed(wrong);
  }

  static Stream<Wrong> pairs() {
    String fixedFirst = "experiment: exponential\nfixed:\n  clip: x\naxes:\n  width: [x]\n";
    String axesFirst = "axes:\n  width: [x]\nfixed:\n  clip: x\nexperiment: exponential\n";
    return Stream.of(
        whole(fixedFirst, 3, "clip", "x", "a number > 0"),
        whole(axesFirst, 2, "axes.width", "x", "an integer ≥ 1"),
        line(10, "  clip: x\n  clap: x", "clip", "x", "a number > 0"),
        line(10, "  clap: x\n  clip: x", "clap", "unknown field", "did you mean clip?"),
        data("kind: sphere, inputDim: x", "data.inputDim", "x", "an integer ≥ 1"),
        line(6, "  initialization: [coupled, x, y]", "axes.initialization", "x", "coupled"));
  }

  static Stream<Wrong> topLevel() {
    return Stream.of(
        line(1, "experiment: exponental", "experiment", "exponental", "did you mean exponential?"),
        line(1, "experiment: [exponential]", "experiment", "[exponential]", "exponential"),
        line(1, "# nothing", 2, "experiment", "missing", "exponential"),
        line(1, "experiment:", "experiment", "nothing", "exponential"),
        line(2, "titel: a test", "titel", "unknown field", "did you mean title?"),
        line(2, "title: [a]", "title", "[a]", "text"),
        line(2, "title: 3", "title", "3", "text"),
        line(2, "title: ''", "title", "\"\"", "text"),
        line(2, "<<: {a: b}", "<<", "unknown field", "experiment, title, goal, axes, fixed"),
        line(2, "seed: 3", "seed", "unknown field", "experiment, title, goal, axes, fixed"),
        whole("- a\n- b\n", 1, "(file)", "[a, b]", "a mapping of experiment"),
        whole("exponential\n", 1, "(file)", "exponential", "a mapping of experiment"),
        whole("experiment: exponential\naxes: 3\n", 2, "axes", "3", "a mapping"),
        whole("experiment: exponential\nfixed: [1]\n", 2, "fixed", "[1]", "a mapping"),
        whole("experiment: exponential\n", 1, "data", "missing", "sphere, circle"));
  }

  static Stream<Wrong> syntax() {
    return Stream.of(
        whole("", 1, "(file)", "nothing", "a YAML document"),
        whole("# only a comment\n", 1, "(file)", "nothing", "a YAML document"),
        line(4, "\twidth: [8]", "(file)", "'\\t(TAB)'", "YAML"),
        line(4, "  width: [8, 16", 5, "(file)", "expected ',' or ']'", "YAML"),
        line(4, "  width: {pow2: [1, 2]", 5, "(file)", "expected ',' or '}'", "YAML"),
        line(4, "  width: \"8", 15, "(file)", "quoted scalar that starts in line 4", "YAML"),
        line(4, " width: [8]\n  seed: 3", 5, "(file)", "expected <block end>", "YAML"),
        line(4, "  width: @8", "(file)", "cannot start any token", "YAML"),
        line(4, "  width: *w", "axes.width", "an alias", "written out"),
        line(4, "  width: &w [8]", "axes.width", "an anchor", "without one"),
        line(4, "  width: !!set {8}", "axes.width", "the tag", "without one"),
        line(4, "  width: !java.net.URL 8", "axes.width", "the tag", "without one"),
        line(4, "  ? [a]\n  : 8", "axes", "as a key", "a word"),
        line(4, "  \u2028: 8", "axes", "a blank key", "a word"),
        line(5, "  width: [8]", "axes.width", "a second time", "line 4"),
        line(8, "  data: {kind: sphere, kind: circle}", "data.kind", "a second time", "line 8"),
        line(14, "  record: {at: [0]}\n--- \na: b", 15, "(file)", "a second document", "one"),
        line(
            14,
            "  record: " + "[".repeat(40),
            "record" + "[0]".repeat(31),
            "deeper nesting",
            "32 levels"),
        line(2, "title: \u0001", 0, "(file)", "special characters", "YAML"));
  }

  static Stream<Wrong> fields() {
    return Stream.of(
        line(10, "  activation: expo", "activation", "expo", "did you mean exp?"),
        line(10, "  activation: EXP", "activation", "EXP", "did you mean exp?"),
        line(10, "  activation: 3", "activation", "3", "exp, relu, tanh"),
        line(10, "  activaton: exp", "activaton", "unknown field", "did you mean activation?"),
        line(10, "  tolerences: [1]", "tolerences", "unknown field", "did you mean tolerances?"),
        line(10, "  activation: {kind: exp}", "activation", "{kind: exp}", "exp, relu"),
        line(10, "  activation:", "activation", "nothing", "exp, relu"),
        line(10, "  precision: fp16", "precision", "fp16", "fp64, fp32, tf32"),
        line(10, "  clip: 0", "clip", "0", "a number > 0"),
        line(10, "  clip: -1e-3", "clip", "-1e-3", "a number > 0"),
        line(10, "  clip: .inf", "clip", ".inf", "a number > 0"),
        line(10, "  clip: .nan", "clip", ".nan", "a number > 0"),
        line(10, "  clip: 1e400", "clip", "1e400", "a number > 0"),
        line(10, "  clip: 1_000", "clip", "1_000", "a number > 0"),
        line(10, "  clip: '3'", "clip", "\"3\"", "a number > 0"),
        line(10, "  clip: no", "clip", "no", "a number > 0"),
        line(10, "  normalisation: none of it", "normalisation", "none of it", "sqrtWidth"),
        line(12, "  stop: {residual: 0}", "stop.residual", "0", "a number > 0"),
        line(12, "  stop: {residual: small}", "stop.residual", "small", "a number > 0"),
        line(12, "  stop: {cap: -1}", "stop.cap", "-1", "an integer ≥ 0"),
        line(12, "  stop: {cap: 1.5}", "stop.cap", "1.5", "an integer ≥ 0"),
        line(
            12,
            "  stop: {cap: 99999999999999999999}",
            "stop.cap",
            "99999999999999999999",
            "an integer ≥ 0"),
        line(12, "  stop: {gradient: 1e-3}", "stop.gradient", "unknown field", "relativeResidual"),
        line(12, "  stop: {time: 3}", "stop.time", "unknown field", "residual"),
        line(12, "  stop: 1e-3", "stop", "1e-3", "a mapping of residual"),
        line(12, "  stop: [1e-3]", "stop", "[1e-3]", "a mapping of residual"),
        line(12, "  stop:\n    residual: 1e-3\n    cap: x", 14, "stop.cap", "x", "an integer"),
        line(13, "  tolerances: [1, 0]", "tolerances[1]", "0", "a number > 0"),
        line(13, "  tolerances: 1e-3", "tolerances", "1e-3", "a list"),
        line(13, "  tolerances:\n   - 1\n   - a", 15, "tolerances[1]", "a", "a number > 0"),
        line(14, "  record: {at: [-1]}", "record.at[0]", "-1", "an integer ≥ 0"),
        line(14, "  record: {at: 3}", "record.at", "3", "a list"),
        line(14, "  width: 0", "width", "0", "an integer ≥ 1"),
        line(14, "  seed: -1", "seed", "-1", "an integer ≥ 0"));
  }

  static Stream<Wrong> unions() {
    return Stream.of(
        data("", "data.kind", "missing", "sphere, circle"),
        data("kind: spere", "data.kind", "spere", "did you mean sphere?"),
        data("kind: 3", "data.kind", "3", "sphere, circle"),
        data("kind: sphere, inputDim: 3", "data.sampleCount", "missing", "an integer ≥ 1"),
        data(
            "kind: sphere, sampelCount: 3",
            "data.sampelCount",
            "unknown field",
            "kind, sampleCount, inputDim, radius, seed, heldOut, covariance, missing, fill, split, folds; did you mean sampleCount?"),
        data("kind: circle, sampleCount: 3, inputDim: 2", "data.inputDim", "unknown", "radius"),
        data("kind: digits, sampleCount: 1798", "data.sampleCount", "1798", "from 1 to 1797"),
        data(
            "kind: equiangular, sampleCount: 3, inputDim: 3, correlation: 1",
            "data.correlation",
            "1",
            "a number in (-1, 1)"),
        data("kind: inline, x: []", "data.x", "[]", "a list of at least 1"),
        data("kind: inline, x: [[]]", "data.x[0]", "[]", "a list of at least 1"),
        data("kind: inline, x: [[1, 2], [3]]", "data.x[1]", "a row of 1", "2 numbers"),
        data("kind: inline, x: [[1, a]]", "data.x[0][1]", "a", "a finite number"),
        data("kind: inline, x: [1, 2]", "data.x[0]", "1", "a list"),
        data("kind: inline, x: [[.nan]]", "data.x[0][0]", ".nan", "a finite number"),
        data("kind: csv, label: y", "data.path", "missing", "text"),
        data("kind: csv, path: p, label: -1", "data.label", "-1", "an integer ≥ 0 or text"),
        line(8, "  data: sphere", "data", "sphere", "kind: one of sphere"),
        line(8, "  #", 7, "data", "missing", "kind: one of sphere"),
        line(9, "  labels: {kind: sign, which: top}", "labels.which", "unknown field", "kind"),
        line(9, "  labels: {kind: eigenvector, which: up}", "labels.which", "up", "bottom, top"),
        line(11, "  learningRate: 0.1", "learningRate", "0.1", "{scaled: a number > 0}"),
        line(11, "  learningRate: {scaled: 0}", "learningRate.scaled", "0", "a number > 0"),
        line(11, "  learningRate: {scale: 1}", "learningRate.scale", "unknown", "mean scaled?"),
        line(11, "  learningRate: {scaled: 1, value: 1}", "learningRate", "{scaled: 1,", "{value"),
        line(11, "  initialization: couple", "initialization", "couple", "did you mean coupled?"),
        line(11, "  initialization: {scaled: -2}", "initialization.scaled", "-2", "a number > 0"),
        line(11, "  weights: {kind: inline, W: [[1]]}", "weights.a", "missing", "a list"));
  }

  static Stream<Wrong> axes() {
    return Stream.of(
        axis("[]", "axes.width", "[]", "at least one value"),
        axis("8", "axes.width", "8", "{pow2: [a, b]}"),
        axis("", "axes.width", "nothing", "{pow2: [a, b]}"),
        axis("{pow: [1, 2]}", "axes.width", "{pow: [1, 2]}", "{pow2: [a, b]}"),
        axis("[8, 16, 8]", "axes.width", "8 a second time", "differ"),
        axis("[8, 8.0]", "axes.width", "8.0 a second time", "differ"),
        axis("[8, wide]", "axes.width", "wide", "an integer ≥ 1"),
        axis("[8, 0]", "axes.width", "0", "an integer ≥ 1"),
        axis("{pow2: [3, 2]}", "axes.width.pow2", "[3, 2]", "a ≤ b"),
        axis("{pow2: [3]}", "axes.width.pow2", "[3]", "[a, b]"),
        axis("{pow2: [1, 64]}", "axes.width.pow2[1]", "64", "an integer from -53 to 53"),
        axis("{pow2: [-1, 1]}", "axes.width", "0.5", "an integer ≥ 1"),
        axis("{pow2: [1, 2], log: 3}", "axes.width.log", "unknown field", "pow2"),
        axis("{from: 1, to: 3}", "axes.width.step", "missing", "a finite number"),
        axis("{from: 1, to: 3, step: 0}", "axes.width.step", "0", "leads from"),
        axis("{from: 3, to: 1, step: 1}", "axes.width.step", "1", "leads from"),
        axis("{from: 1, to: 2, step: 1e-9}", "axes.width.step", "1e-9", "at most 1000000"),
        axis("{log: [1, 10]}", "axes.width.log", "[1, 10]", "[a, b, count]"),
        axis("{log: [0, 10, 3]}", "axes.width.log[0]", "0", "a number > 0"),
        axis("{log: [2, 4, 2.5]}", "axes.width.log", "[2, 4, 2.5]", "[a, b, count]"),
        axis("{log: [2, 4, 9]}", "axes.width", "2 a second time", "differ"),
        axis("{count: 0}", "axes.width.count", "0", "an integer from 1"),
        axis("{count: 3}", "axes.width", "0", "an integer ≥ 1"),
        axis("{pow2: [1, 2]}\n  seeds: [1]", 5, "axes.seeds", "unknown field", "mean seed?"),
        axis("[8]\n  data.size: [1]", 5, "axes.data.size", "unknown field", "sampleCount"),
        axis("[8]\n  width.a: [1]", 5, "axes.width.a", "unknown field", "without fields"),
        axis("[8]\n  '': [1]", 5, "axes", "a blank key", "a word"),
        axis("[8]\n  stop: [{cap: -1}]", 5, "axes.stop.cap", "-1", "an integer ≥ 0"),
        axis("[8]\n  stop: [{cap: 1}]\n  stop.cap: [1]", 6, "axes.stop.cap", "inside", "one of"),
        axis("[8]\n  data.kind: [sphere, digits]", 9, "data.inputDim", "unknown field", "heldOut"),
        axis(
            "[8]\n  learningRate.scaled: [1]\n  learningRate.value: [1, 2]",
            9,
            "axes",
            "two equal cells",
            "difference"),
        line(5, "  seed: {count: 600000}", "axes.seed", "at least 1200000 cells", "1000000"));
  }

  static Stream<Wrong> options() {
    return Stream.of(
        option("seed", "seed", "no path", "path=value"),
        option("=3", "=3", "no path", "path=value"),
        option("seed=", "seed", "nothing", "null for none"),
        option("seeds=3", "seeds", "unknown field", "did you mean seed?"),
        option("stop.caps=3", "stop.caps", "unknown field", "did you mean cap?"),
        option("stop.=3", "stop.", "unknown field", "cap"),
        option("width=-3", "width", "-3", "an integer ≥ 1"),
        option("width={pow2: [3, 2]}", "width.pow2", "[3, 2]", "a ≤ b"),
        option("stop.cap=x", "stop.cap", "x", "an integer ≥ 0"),
        option("stop.cap=[1", "stop.cap", "expected ',' or ']'", "YAML"),
        option("stop.cap={pow2: [1, 2]}", "stop.cap", "{pow2: [1, 2]}", "an integer ≥ 0"),
        option("tolerances={count: 3}", "tolerances", "{count: 3}", "a list"),
        option("initialization.scaled=1", "initialization.scaled", "inside the axis", "whole"),
        option("precision=fp128", "precision", "fp128", "fp64, fp32, tf32"),
        option("title=x", "title", "unknown field", "data, labels"));
  }

  private static Wrong whole(String text, int line, String field, String found, String allowed) {
    return new Wrong(text, List.of(), line, field, found, allowed);
  }

  private static Wrong line(int line, String text, String field, String found, String allowed) {
    return line(line, text, line, field, found, allowed);
  }

  private static Wrong line(
      int line, String text, int errorLine, String field, String found, String allowed) {
    return whole(SampleStudy.with(line, text), errorLine, field, found, allowed);
  }

  private static Wrong data(String fields, String field, String found, String allowed) {
    return line(8, "  data: {" + fields + "}", field, found, allowed);
  }

  private static Wrong axis(String width, String field, String found, String allowed) {
    return axis(width, 4, field, found, allowed);
  }

  private static Wrong axis(
      String width, int errorLine, String field, String found, String allowed) {
    return line(4, "  width: " + width, errorLine, field, found, allowed);
  }

  private static Wrong option(String set, String field, String found, String allowed) {
    return new Wrong(SampleStudy.text(), List.of(set), 0, field, found, allowed);
  }
}
