package io.github.widthbench.report.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.widthbench.experiment.Experiment.Finished;
import io.github.widthbench.report.ReportSamples;
import io.github.widthbench.report.chart.Series.Form;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ChartsTest {

  private static final List<Finished> CELLS = cells(0);

  private static List<Finished> cells(int more) {
    return ReportSamples.study("a study").cells().stream()
        .map(cell -> ReportSamples.finished(cell, more))
        .toList();
  }

  private static Chart chart(List<Picture> pictures, String id) {
    return (Chart) pictures.stream().filter(p -> p.id().equals(id)).findFirst().orElseThrow();
  }

  @Test
  void iterations_ofTwoGroups_areMediansWithQuartilesBesideTheTheory() {
    Chart chart = chart(Charts.of("exponential", CELLS, List.of()), "iterations");

    assertThat(chart.series())
        .extracting(Series::name)
        .containsExactly("coupled", "coupled, linear theory", "iid", "iid, linear theory");
    assertThat(chart.series().getFirst().points())
        .containsExactly(new Point(16, 17, 16.5, 17.5, null), new Point(64, 65, 64.5, 65.5, null));
    assertThat(chart.series().get(1).points()).containsExactly(Point.at(16, 40), Point.at(64, 40));
  }

  @Test
  void energy_ofCellsThatTellIt_isOverTheWidth_andElseNoChart() {
    List<Finished> told =
        CELLS.stream()
            .map(c -> {
              double width = c.cell().settings().integer("width");
              return new Finished(c.cell(), c.outcome(), 1, 2 * width);
            })
            .toList();
    Chart chart = chart(Charts.of("exponential", told, List.of()), "joules-width");

    assertThat(chart.series()).extracting(Series::name).containsExactly("coupled", "iid");
    assertThat(chart.series().getFirst().points())
        .containsExactly(new Point(16, 32, 32, 32, null), new Point(64, 128, 128, 128, null));
    assertThat(Charts.of("exponential", CELLS, List.of()))
        .noneMatch(picture -> picture.id().equals("joules-width"));
  }

  @Test
  void lambda_offByTheRootOfTheWidth_hasSlopeOneHalf() {
    Chart chart = chart(Charts.of("exponential", CELLS, List.of()), "lambda-error");

    assertThat(Lines.slope(chart.series().getFirst())).isCloseTo(-0.5, within(1e-12));
    assertThat(chart.notes()).contains("coupled: fitted slope −0.500");
  }

  @Test
  void loss_ofCells_isHeldAgainstTheBoundOfItsRate() {
    Chart chart = chart(Charts.of("exponential", CELLS, List.of()), "loss-0");
    Series bound = chart.series().getLast();

    assertThat(chart.series()).hasSize(7);
    assertThat(bound.form()).isEqualTo(Form.THEORY);
    assertThat(bound.points().getLast().x()).isEqualTo(66);
    assertThat(bound.points().getLast().y()).isCloseTo(Math.pow(1 - 0.25 / 2, 66), within(1e-12));
  }

  @Test
  void joined_runs_shareOneTheoryAndKeepTheirNames() {
    SequencedMap<String, List<Picture>> runs = new LinkedHashMap<>();
    runs.put("a", Charts.of("exponential", CELLS, List.of()));
    runs.put("b", Charts.of("exponential", cells(1), List.of()));
    Chart joined = chart(Charts.joined(runs), "iterations");

    assertThat(joined.series())
        .extracting(Series::name)
        .containsExactly(
            "coupled · a", "coupled, linear theory · a", "iid · a", "coupled · b", "iid · b");
    assertThat(joined.series()).extracting(Series::colour).containsExactly(0, 0, 1, 0, 1);
    assertThat(joined.series()).extracting(Series::run).containsExactly(0, 0, 0, 1, 1);
  }

  @Test
  void curves_tooMany_areBoundedAndTheChartSaysSo() {
    List<Finished> many =
        IntStream.range(0, 400).mapToObj(i -> CELLS.get(i % CELLS.size())).toList();
    Chart chart = LossCurves.over(Cells.ok(many), "steps");

    assertThat(chart.series()).hasSize(Bounded.CURVES);
    assertThat(chart.notes()).containsExactly("shown 200 of 400 curves");
  }

  @Test
  void bounded_evenly_keepsTheFirstAndTheLast() {
    Bounded<Integer> shown = Bounded.evenly(IntStream.range(0, 4000).boxed().toList(), 200);

    assertThat(shown.shown()).hasSize(200).startsWith(0).endsWith(3999).doesNotHaveDuplicates();
    assertThat(shown.note("curves")).isEqualTo("shown 200 of 4,000 curves");
    assertThat(Bounded.evenly(List.of(1, 2), 2).note("curves")).isEmpty();
  }

  @Test
  void pictures_withoutCells_areNone() {
    for (String experiment :
        List.of(
            "condensation", "electrodynamics", "exponential", "momentum", "recovery", "another")) {
      assertThat(Charts.of(experiment, Collections.emptyList(), List.of())).isEmpty();
    }
  }
}
