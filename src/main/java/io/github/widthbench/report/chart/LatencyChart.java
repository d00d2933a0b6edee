package io.github.widthbench.report.chart;

import io.github.widthbench.measure.Percentiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
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
    Bounded<Map.Entry<String, Histogram>> shown =
        Bounded.evenly(List.copyOf(byTag.entrySet()), Bounded.GROUPS);
    List<Series> series = new ArrayList<>();
    for (Map.Entry<String, Histogram> entry : shown.shown()) {
      series.add(
          new Series(
              entry.getKey().replace(":span=compute", ""),
              Series.Form.LINE,
              series.size(),
              points(entry.getValue())));
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
