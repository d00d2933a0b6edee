package io.github.widthbench.report.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.widthbench.report.PageSamples;
import io.github.widthbench.results.BenchRecord;
import io.github.widthbench.results.BenchSamples;
import io.github.widthbench.results.GateRecord.Decision;
import io.github.widthbench.results.GateRecord.Interval;
import io.github.widthbench.results.GateRecord.Timed;
import java.util.List;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class BenchChartsTest {

  private static Chart chart(List<BenchRecord> records, String id) {
    return BenchCharts.of(records, new TreeMap<>()).stream()
        .filter(picture -> picture.id().equals(id))
        .map(Chart.class::cast)
        .findFirst()
        .orElseThrow();
  }

  private static Series series(Chart chart, String name) {
    return chart.series().stream().filter(s -> s.name().equals(name)).findFirst().orElseThrow();
  }

  @Test
  void speed_overWidth_hasALineForEachThatHasSeveralWidthsAndTheProductAbove() {
    Chart speed = chart(PageSamples.records(), "speed");

    assertThat(speed.series())
        .extracting(Series::name)
        .containsExactlyInAnyOrder(
            "DescentBenchmark.step fp64",
            "ForwardBenchmark.forward fp64",
            "DescentBenchmark.step fp32",
            "ForwardBenchmark.forward fp32",
            "a matrix product, fp64",
            "a matrix product, fp32");
    Series step = series(speed, "DescentBenchmark.step fp64");
    assertThat(step.points())
        .extracting(Point::x)
        .containsExactly(64.0, 256.0, 1024.0, 4096.0, 16384.0, 65536.0);
    assertThat(step.points()).allMatch(p -> p.low() < p.y() && p.y() < p.high());
    assertThat(series(speed, "a matrix product, fp64").points()).allMatch(p -> p.y() == 50);
  }

  @Test
  void roof_ofOnePrecision_risesWithTheBandwidthUpToTheProduct() {
    List<Point> roof = series(chart(PageSamples.records(), "roofline"), "roof, fp64").points();

    assertThat(roof.get(0).y()).isCloseTo(12 * roof.get(0).x(), within(1e-9));
    assertThat(roof.get(1).x()).isCloseTo(50 / 12.0, within(1e-9));
    assertThat(roof.get(2).y()).isEqualTo(50);
  }

  @Test
  void roofline_cases_standAtTheirOperationsAByte() {
    Series steps = series(chart(PageSamples.records(), "roofline"), "DescentBenchmark.step");

    assertThat(steps.points()).hasSize(12).allMatch(p -> p.x() == 10);
    assertThat(steps.points()).extracting(Point::label).contains("DescentBenchmark.step fp32 64");
  }

  @Test
  void records_withoutWidthsAndRoofs_haveNoSuchCharts() {
    List<BenchRecord> one =
        List.of(BenchSamples.measured(64, 10), BenchSamples.infeasible(1 << 30));

    assertThat(BenchCharts.of(one, new TreeMap<>())).isEmpty();
  }

  @Test
  void latencies_areDrawnAsFarAsEnoughCallsStandForThem() {
    Histogram thousand = new Histogram(3);
    for (int i = 1; i <= 1000; i++) {
      thousand.recordValue(1000L * i);
    }
    TreeMap<String, Histogram> byTag = new TreeMap<>();
    byTag.put("step:span=compute", thousand);
    Chart latency = (Chart) BenchCharts.of(List.of(), byTag).getFirst();

    List<Point> points = latency.series().getFirst().points();
    assertThat(latency.series().getFirst().name()).isEqualTo("step");
    assertThat(points).allMatch(p -> p.x() <= 100);
    assertThat(points).anyMatch(p -> p.x() == 2 && Math.abs(p.y() - 500) < 1);
  }

  @Test
  void latencies_ofFewCalls_areLeftOut_othersAreNamedByWhatDiffers() {
    Histogram hundred = new Histogram(3);
    for (int i = 1; i <= 100; i++) {
      hundred.recordValue(1000L * i);
    }
    TreeMap<String, Histogram> byTag = new TreeMap<>();
    for (int width = 1; width <= 20; width++) {
      byTag.put("step:backend=cpu:width=" + width + ":span=compute", new Histogram(3));
    }
    byTag.put("step:backend=cpu:width=64:span=compute", hundred);
    byTag.put("step:backend=cpu:width=128:span=compute", hundred);
    Chart latency = (Chart) BenchCharts.of(List.of(), byTag).getFirst();

    assertThat(latency.series())
        .extracting(Series::name)
        .containsExactlyInAnyOrder("step width=64", "step width=128");
    assertThat(latency.notes()).isEmpty();
  }

  @Test
  void gate_drawsPairsEstimateAndLimitInPercent() {
    Timed timed =
        new Timed(
            "step",
            Decision.PASS,
            0.01,
            new Interval(-0.01, 0.03),
            0.02,
            0.05,
            3,
            List.of(-0.02, 0.01, 0.04),
            0.9,
            0.9,
            null,
            null,
            null);
    List<Picture> pictures = GateCharts.of(List.of(timed));
    Chart pairs = (Chart) pictures.get(1);

    assertThat(pictures).extracting(Picture::id).containsExactly("changes", "pairs-0");
    assertThat(pairs.series().get(0).points()).extracting(Point::y).containsExactly(-2.0, 1.0, 4.0);
    assertThat(pairs.series().get(1).points())
        .allMatch(p -> p.y() == 1 && p.low() == -1 && p.high() == 3);
    assertThat(pairs.series().get(2).points()).allMatch(p -> p.y() == 5);
  }
}
