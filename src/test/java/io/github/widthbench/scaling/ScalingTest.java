package io.github.widthbench.scaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.widthbench.backend.Energy;
import io.github.widthbench.experiment.Experiment.Finished;
import io.github.widthbench.experiment.Outcome;
import io.github.widthbench.experiment.exponential.ExponentialSchema;
import io.github.widthbench.results.CellRecord;
import io.github.widthbench.results.PublishedSchema;
import io.github.widthbench.study.Cell;
import io.github.widthbench.study.Settings;
import io.github.widthbench.study.StudyReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SequencedMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What is planted into outcomes is read off them again. */
class ScalingTest {

  /** How a cell ends; iterations are +∞ where it does not converge. */
  private record End(double iterations, double seconds, Energy energy) {
    End(double iterations, double seconds) {
      this(iterations, seconds, new Energy.Untold("no energy counter is readable: none planted"));
    }
  }

  @Test
  void laws_ofPlantedPowers_areFound() {
    List<Section> sections =
        sections(
            "width: {pow2: [4, 9]}, seed: {count: 6}",
            cell -> new End(noisy(cell, 1e4 * Math.pow(width(cell), -0.5)), 1e-4 * width(cell)));

    SequencedMap<String, Object> iterations = row(sections, "laws", "quantity", "iterations");
    assertThat(number(iterations, "exponent")).isCloseTo(-0.5, within(0.05));
    assertThat(number(iterations, "exponentLow")).isLessThan(number(iterations, "exponent"));
    assertThat(iterations).containsEntry("seeds", 6);
    SequencedMap<String, Object> time = row(sections, "laws", "quantity", "seconds to tolerance");
    assertThat(number(time, "exponent")).isCloseTo(1, within(0.05));
  }

  @Test
  void sensitivity_ofAnAxis_isItsOwnAndNoOther() {
    List<Section> sections =
        sections(
            "width: {pow2: [4, 6]}, learningRate.scaled: [0.5, 1, 2], activation: [tanh, exp], seed: {count: 3}",
            cell -> {
              double step = cell.settings().number("learningRate.scaled");
              boolean exp = cell.settings().text("activation").equals("exp");
              return new End(1000 / step * (exp ? 3 : 1), 1);
            });

    assertThat(factor(sections, "learningRate.scaled")).isCloseTo(0.5, within(1e-9));
    assertThat(factor(sections, "width")).isCloseTo(1, within(1e-9));
    assertThat(factor(sections, "activation")).isCloseTo(3, within(1e-9));
  }

  @Test
  void cheapest_isTheFastestThatConvergesOftenEnough() {
    List<Section> sections =
        sections(
            "width: [16, 32, 64, 128], seed: {count: 20}",
            cell -> {
              boolean fails = width(cell) == 16 && seed(cell) < 2;
              return new End(fails ? Double.POSITIVE_INFINITY : 100, 0.01 * width(cell));
            });

    SequencedMap<String, Object> best = section(sections, "cheapest").rows().getFirst();
    assertThat(best).containsEntry("width", 32).containsEntry("converged", "20 of 20");
    assertThat(number(best, "convergedLow")).isCloseTo(0.8316, within(1e-4));
    assertThat(row(sections, "widths", "width", 16)).containsEntry("converged", "18 of 20");
  }

  @Test
  void joules_thatWerePlanted_areMediansOfEachWidthWithTheirPower() {
    List<Section> sections =
        sections(
            "width: {pow2: [4, 9]}, seed: {count: 3}",
            cell -> {
              double joules = 0.5 * width(cell) * (1 + seed(cell)); // median that of seed 1
              return new End(100, 1e-3 * width(cell), new Energy.Joules(joules));
            });

    assertThat(row(sections, "widths", "width", 16)).containsEntry("joulesToTolerance", 16.0);
    assertThat(row(sections, "widths", "width", 512)).containsEntry("joulesToTolerance", 512.0);
    assertThat(section(sections, "cheapest").rows().getFirst())
        .containsEntry("joulesToTolerance", 16.0);
    assertThat(number(row(sections, "laws", "quantity", "joules to tolerance"), "exponent"))
        .isCloseTo(1, within(1e-9));
    assertThat(section(sections, "widths").reading())
        .endsWith("idle power and other programs are in them.");
  }

  @Test
  void joules_whereCellsDoNotConvergeOrDoNotTell_areNoNumbers() {
    List<Section> sections =
        sections(
            "width: [16, 32, 64], seed: {count: 3}",
            cell -> {
              boolean fails = width(cell) == 16 && seed(cell) > 0;
              Energy energy =
                  width(cell) == 32 && seed(cell) == 2
                      ? new Energy.Untold("the counter slept")
                      : new Energy.Joules(7);
              return new End(fails ? Double.POSITIVE_INFINITY : 10, 1, energy);
            });

    assertThat(row(sections, "widths", "width", 16))
        .containsEntry("joulesToTolerance", Double.POSITIVE_INFINITY);
    assertThat(row(sections, "widths", "width", 32)).doesNotContainKey("joulesToTolerance");
    assertThat(row(sections, "widths", "width", 64)).containsEntry("joulesToTolerance", 7.0);
    assertThat(section(sections, "widths").reading())
        .endsWith("No joules for 1 of 9 cells: the counter slept.");
  }

  @Test
  void joules_ofNoCell_areSaidInWords() {
    List<Section> sections =
        sections("width: [16, 32, 64], seed: {count: 2}", cell -> new End(10, 1));

    assertThat(section(sections, "widths").columns())
        .noneMatch(column -> column.heading().contains("joules"));
    assertThat(section(sections, "widths").reading())
        .endsWith("No joules for 6 of 6 cells: no energy counter is readable: none planted.");
  }

  @Test
  void cheapest_whereNoneConvergesOftenEnough_isNone() {
    List<Section> sections =
        sections(
            "width: [16, 32, 64], seed: {count: 2}",
            cell -> new End(seed(cell) == 0 ? 10 : Double.POSITIVE_INFINITY, 1));

    assertThat(section(sections, "cheapest").rows().getFirst()).containsEntry("width", "none");
  }

  @Test
  void largestStep_overTheWidth_hasItsPower() {
    List<Section> sections =
        sections(
            "learningRate.scaled: [0.5, 1, 2, 4, 8, 16], width: {pow2: [2, 8]}, seed: {count: 3}",
            cell -> {
              double step = cell.settings().number("learningRate.scaled");
              boolean fails = step * step > width(cell) / 2.0;
              return new End(fails ? Double.POSITIVE_INFINITY : 50, 1);
            });

    List<SequencedMap<String, Object>> steps = rows(sections, "largest step, learningRate.scaled");
    assertThat(steps).isNotEmpty();
    assertThat(number(steps.getFirst(), "exponent")).isCloseTo(0.5, within(0.12));
  }

  @Test
  void leastWidth_overItsSamples_hasItsPower() {
    List<Section> sections =
        sections(
            "data.sampleCount: [2, 4, 8, 16], width: {pow2: [2, 8]}, seed: {count: 3}",
            cell -> {
              double n = cell.settings().integer("data.sampleCount");
              return new End(width(cell) < n * n ? Double.POSITIVE_INFINITY : 50, 1);
            });

    // two samples converge at the narrowest width already, which so is no threshold
    assertThat(number(rows(sections, "least width m*").getFirst(), "exponent"))
        .isCloseTo(2, within(1e-9));
  }

  @Test
  void of_aStudyOfTwoWidths_tellsNothing() {
    assertThat(sections("width: [16, 32], seed: {count: 3}", cell -> new End(10, 1))).isEmpty();
  }

  @Test
  void json_fitsItsSchema() {
    List<Section> sections =
        sections("width: {pow2: [4, 7]}, seed: {count: 1}", cell -> new End(10, 1));

    PublishedSchema.SCALING.accepts(Scaling.json("test", sections));
    assertThat(row(sections, "laws", "quantity", "iterations").get("exponentLow"))
        .as("one seed has no interval")
        .isEqualTo(Double.NaN);
  }

  private static List<Section> sections(String axes, Function<Cell, End> ends) {
    String yaml =
        """
        experiment: exponential
        axes: {%s}
        fixed:
          data: {kind: sphere, sampleCount: 4, inputDim: 3}
        """
            .formatted(axes);
    List<Cell> cells =
        new StudyReader(Map.of("exponential", ExponentialSchema.schema()))
            .parse(yaml, "test.yaml", "test", List.of())
            .cells();
    List<Finished> finished = new ArrayList<>();
    List<CellRecord> records = new ArrayList<>();
    for (Cell cell : cells) {
      End end = ends.apply(cell);
      finished.add(new Finished(cell, outcome(end.iterations())));
      records.add(record(finished.getLast(), end));
    }
    return Scaling.of(finished, records);
  }

  private static Outcome outcome(double iterations) {
    SequencedMap<String, Object> metrics = new LinkedHashMap<>();
    boolean converged = Double.isFinite(iterations);
    metrics.put("converged", converged);
    metrics.put("iterations", converged ? iterations : Double.NaN);
    return new Outcome(
        Outcome.Status.OK, null, metrics, new LinkedHashMap<>(), List.of(), List.of());
  }

  private static CellRecord record(Finished finished, End end) {
    return new CellRecord(
        finished.cell().id(),
        "exponential",
        finished.cell().coordinates(),
        finished.outcome(),
        new CellRecord.Timing(end.seconds(), 1, false, null, end.energy()),
        new CellRecord.Ran("cpu", "a chip", "fp64", true),
        0);
  }

  private static double noisy(Cell cell, double value) {
    Random random = new Random(Math.round(width(cell)) * 1000 + seed(cell));
    return value * Math.exp(0.03 * random.nextGaussian());
  }

  private static double width(Cell cell) {
    return cell.settings().integer("width");
  }

  private static long seed(Cell cell) {
    Settings settings = cell.settings();
    return settings.integer("seed");
  }

  private static Section section(List<Section> sections, String key) {
    return sections.stream().filter(s -> s.key().equals(key)).findFirst().orElseThrow();
  }

  private static SequencedMap<String, Object> row(
      List<Section> sections, String key, String column, Object value) {
    return section(sections, key).rows().stream()
        .filter(row -> value.equals(row.get(column)))
        .findFirst()
        .orElseThrow();
  }

  private static List<SequencedMap<String, Object>> rows(List<Section> sections, String quantity) {
    return section(sections, "laws").rows().stream()
        .filter(row -> quantity.equals(row.get("quantity")))
        .toList();
  }

  private static double factor(List<Section> sections, String axis) {
    return number(row(sections, "sensitivity", "axis", axis), "factor");
  }

  private static double number(SequencedMap<String, Object> row, String key) {
    return row.get(key) instanceof Number number ? number.doubleValue() : Double.NaN;
  }
}
