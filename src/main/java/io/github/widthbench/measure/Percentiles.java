package io.github.widthbench.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/** Percentiles that enough samples stand for. */
public final class Percentiles {

  /** The percentiles of tables, in percent. */
  public static final List<Double> SHOWN = List.of(50.0, 90.0, 99.0, 99.9);

  /** Samples that must lie beyond a percentile. */
  private static final double BEYOND = 10;

  /** More than the rounding of 100 − 99.9, less than a sample. */
  private static final double ROUNDING = 1e-3;

  /** Points of a curve for each halving of the distance to 100 %. */
  private static final int TICKS = 5;

  private Percentiles() {}

  /** Least number of samples for {@code percent}: 10/(1 − p). */
  public static long needed(double percent) {
    return (long) Math.ceil(100 * BEYOND / (100 - percent) - ROUNDING);
  }

  /** The value at {@code percent}; empty where fewer than 10/(1 − p) samples were taken. */
  public static OptionalLong at(Histogram histogram, double percent) {
    return histogram.getTotalCount() >= needed(percent)
        ? OptionalLong.of(histogram.getValueAtPercentile(percent))
        : OptionalLong.empty();
  }

  /** Whole distributions for plotting: CSV with a header, one line a point of a curve. */
  public static String csv(SortedMap<String, Histogram> byTag) {
    StringBuilder text = new StringBuilder("tag,percentile,nanoseconds,samples\n");
    byTag.forEach((tag, histogram) ->
        curve(histogram)
            .forEach((percent, nanos) ->
                text.append(
                    String.format(
                        Locale.ROOT,
                        "%s,%.6f,%d,%d%n",
                        tag,
                        percent,
                        nanos,
                        histogram.getTotalCount()))));
    return text.toString().replace(System.lineSeparator(), "\n");
  }

  /** Nanoseconds by percentile: of those that enough samples stand for, and the largest at 100. */
  public static SortedMap<Double, Long> curve(Histogram histogram) {
    SortedMap<Double, Long> points = new TreeMap<>();
    List<Double> percents = new ArrayList<>();
    histogram
        .percentiles(TICKS)
        .forEach(value -> percents.add(value.getPercentileLevelIteratedTo()));
    for (double percent : percents) {
      at(histogram, percent).ifPresent(nanos -> points.put(percent, nanos));
    }
    points.put(100.0, histogram.getMaxValue());
    return points;
  }
}
