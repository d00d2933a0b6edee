package io.github.widthbench.report.chart;

import io.github.widthbench.measure.Percentiles;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;

/** The tails of the latencies of calls. */
final class LatencyChart {

  private static final double NANOS_PER_MICRO = 1e3;

  private LatencyChart() {}

  /**
   * A line a histogram, as far as enough calls stand for it.
   *
   * @param byTag nanoseconds
   */
  static Chart of(SortedMap<String, Histogram> byTag) {
    SequencedMap<List<String>, List<Point>> lines = new LinkedHashMap<>();
    byTag.forEach((tag, histogram) -> {
      List<Point> points = points(histogram);
      if (!points.isEmpty()) {
        lines.put(List.of(tag.replace(":span=compute", "").split(":")), points);
      }
    });
    Bounded<Map.Entry<List<String>, List<Point>>> shown =
        Bounded.evenly(List.copyOf(lines.entrySet()), Bounded.GROUPS);
    List<Series> series = new ArrayList<>();
    for (Map.Entry<List<String>, List<Point>> line : shown.shown()) {
      String name = name(line.getKey(), lines.keySet());
      series.add(new Series(name, Series.Form.LINE, series.size(), line.getValue()));
    }
    return Chart.of(
            "latency",
            "Latency of calls",
            "At x the latency that one call in x exceeds: 2 is the median, 100 the 99th percentile."
                + " Drawn as far as ten calls lie beyond; closed loop, forks added up.",
            Axis.log("one call in", "calls"),
            Axis.log("latency", "µs"),
            series)
        .noting(List.of(shown.note("cases")));
  }

  /** The benchmark, and what tells it from others among {@code all}. */
  private static String name(List<String> tag, Collection<List<String>> all) {
    return tag.stream()
        .filter(part ->
            part.equals(tag.getFirst()) || all.stream().anyMatch(other -> !other.contains(part)))
        .collect(Collectors.joining(" "));
  }

  private static List<Point> points(Histogram histogram) {
    List<Point> points = new ArrayList<>();
    Percentiles.curve(histogram)
        .forEach((percent, nanos) -> {
          if (percent < 100 && nanos > 0) {
            points.add(Point.at(100 / (100 - percent), nanos / NANOS_PER_MICRO));
          }
        });
    return points;
  }
}
