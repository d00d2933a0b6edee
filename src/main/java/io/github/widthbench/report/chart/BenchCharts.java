package io.github.widthbench.report.chart;

import io.github.widthbench.results.BenchRecord;
import io.github.widthbench.results.BenchRecord.Metric;
import io.github.widthbench.results.BenchRecord.Status;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;

/** The pictures of a bench folder: speed over width, the roofs, the latencies. */
public final class BenchCharts {

  private static final String WIDTH = "width";
  private static final String RATE = "throughput";
  private static final Axis GFLOPS = Axis.log("speed", "GFLOP/s");

  private final List<BenchRecord> records;
  private final Roofs roofs;

  private BenchCharts(List<BenchRecord> records) {
    this.records = records.stream().filter(record -> record.status() == Status.OK).toList();
    this.roofs = Roofs.of(this.records);
  }

  /** Those that show something of {@code records} and of the latencies by tag. */
  public static List<Picture> of(
      List<BenchRecord> records, SortedMap<String, Histogram> latencies) {
    BenchCharts charts = new BenchCharts(records);
    return Charts.notEmpty(
        List.of(charts.speedOverWidth(), charts.roofline(), LatencyChart.of(latencies)));
  }

  private Chart speedOverWidth() {
    List<Series> series = new ArrayList<>();
    Bounded<Map.Entry<String, SortedMap<Double, BenchRecord>>> groups =
        Bounded.evenly(List.copyOf(byWidth().entrySet()), Bounded.GROUPS);
    for (Map.Entry<String, SortedMap<Double, BenchRecord>> group : groups.shown()) {
      List<Point> points = new ArrayList<>();
      group.getValue().forEach((width, record) -> points.add(rate(record, width, null)));
      series.add(new Series(group.getKey(), Series.Form.LINE, series.size(), points));
    }
    double least =
        series.stream().flatMap(s -> s.points().stream()).mapToDouble(Point::x).min().orElse(1);
    double most =
        series.stream().flatMap(s -> s.points().stream()).mapToDouble(Point::x).max().orElse(1);
    if (!series.isEmpty()) {
      roofs
          .byPrecision()
          .forEach((precision, roof) ->
              series.add(
                  Lines.line(
                      "a matrix product, " + precision, least, roof.peak(), most, roof.peak())));
    }
    return Chart.of(
            "speed",
            "Speed over width",
            "Median over the forks, with the least and the largest. Dashed: what a matrix product"
                + " reached in the same run.",
            Axis.width("width m"),
            GFLOPS,
            series)
        .noting(List.of(groups.note("benchmarks")));
  }

  /** Records by what they measure, those with several widths; then by width. */
  private SequencedMap<String, SortedMap<Double, BenchRecord>> byWidth() {
    SequencedMap<String, SortedMap<Double, BenchRecord>> groups = new LinkedHashMap<>();
    for (BenchRecord record : records) {
      String width = record.point().params().getOrDefault(WIDTH, "");
      if (width.matches("\\d+") && record.metric(RATE).isPresent()) {
        groups
            .computeIfAbsent(name(record, WIDTH), _ -> new TreeMap<>())
            .put(Double.valueOf(width), record);
      }
    }
    groups.values().removeIf(widths -> widths.size() < 2);
    return groups;
  }

  private Chart roofline() {
    SequencedMap<String, List<Point>> byBenchmark = new LinkedHashMap<>();
    for (BenchRecord record : records) {
      double intensity = median(record, "flops") / median(record, "bytes");
      if (intensity > 0 && Double.isFinite(intensity) && record.metric(RATE).isPresent()) {
        byBenchmark
            .computeIfAbsent(record.point().shortName(), _ -> new ArrayList<>())
            .add(rate(record, intensity, name(record, "")));
      }
    }
    List<Series> series = new ArrayList<>();
    byBenchmark.forEach(
        (name, points) -> series.add(new Series(name, Series.Form.POINTS, series.size(), points)));
    double[] intensities =
        byBenchmark.values().stream()
            .flatMap(List::stream)
            .mapToDouble(Point::x)
            .sorted()
            .toArray();
    if (intensities.length > 0) {
      roofs
          .byPrecision()
          .forEach((precision, roof) ->
              series.add(
                  roof.over(
                      precision, intensities[0] / 2, 2 * intensities[intensities.length - 1])));
    }
    return Chart.of(
        "roofline",
        "Speed against the roofs of this machine",
        "One point a case, over the operations it must do for a byte that it must move. Dashed:"
            + " what a copy and a matrix product reached in the same run. Cases in cache pass the slope.",
        Axis.log("operations a byte", "flop/B"),
        GFLOPS,
        series);
  }

  private static Point rate(
      BenchRecord record, double x, @org.jspecify.annotations.Nullable String label) {
    Metric rate = record.metric(RATE).orElseThrow();
    double[] forks = Arrays.stream(rate.forkMedians()).sorted().toArray();
    boolean several = forks.length > 1;
    return new Point(
        x,
        rate.median(),
        several ? forks[0] : Double.NaN,
        several ? forks[forks.length - 1] : Double.NaN,
        label);
  }

  /** The benchmark, and those of its parameters that differ somewhere in the run. */
  private String name(BenchRecord record, String without) {
    return record.point().shortName()
        + record.point().params().entrySet().stream()
            .filter(param -> !param.getKey().equals(without) && differs(record, param.getKey()))
            .map(param -> " " + param.getValue())
            .collect(Collectors.joining());
  }

  private boolean differs(BenchRecord record, String param) {
    return records.stream()
            .filter(other -> other.point().shortName().equals(record.point().shortName()))
            .map(other -> other.point().params().get(param))
            .distinct()
            .count()
        > 1;
  }

  private static double median(BenchRecord record, String metric) {
    return record.metric(metric).map(Metric::median).orElse(Double.NaN);
  }

  /**
   * What the machine can do, as the run itself measured it.
   *
   * @param byPrecision the roofs of each precision that has one
   */
  private record Roofs(SequencedMap<String, Roof> byPrecision) {

    static Roofs of(List<BenchRecord> records) {
      SequencedMap<String, Roof> roofs = new LinkedHashMap<>();
      for (BenchRecord product : records) {
        if (product.point().shortName().equals("BaselineBenchmark.multiply")) {
          String precision = product.point().params().getOrDefault("precision", "");
          roofs.putIfAbsent(
              precision, new Roof(median(product, RATE), bandwidth(records, precision)));
        }
      }
      return new Roofs(roofs);
    }

    /** Of a copy in that precision, or in any: bytes are bytes. */
    private static double bandwidth(List<BenchRecord> records, String precision) {
      List<BenchRecord> copies =
          records.stream()
              .filter(record -> record.point().shortName().equals("BaselineBenchmark.copy"))
              .toList();
      Optional<BenchRecord> same =
          copies.stream()
              .filter(copy -> Objects.equals(copy.point().params().get("precision"), precision))
              .findFirst();
      return same.or(() -> copies.stream().findFirst())
          .map(copy -> median(copy, "bandwidth"))
          .orElse(Double.NaN);
    }
  }

  /**
   * Two ceilings of one precision.
   *
   * @param peak GFLOP/s of a matrix product
   * @param bandwidth GB/s of a copy; NaN where none was measured
   */
  private record Roof(double peak, double bandwidth) {

    /** Along the slope of the memory, then along the peak. */
    Series over(String precision, double from, double to) {
      double ridge = peak / bandwidth;
      List<Point> points = new ArrayList<>();
      if (ridge > from) {
        points.add(Point.at(from, Math.min(peak, bandwidth * from)));
        points.add(Point.at(ridge, peak));
      } else {
        points.add(Point.at(from, peak));
      }
      points.add(Point.at(Math.max(to, ridge), peak));
      return new Series("roof, " + precision, Series.Form.THEORY, -1, points);
    }
  }
}
