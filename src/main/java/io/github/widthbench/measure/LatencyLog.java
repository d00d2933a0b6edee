package io.github.widthbench.measure;

import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.HdrHistogram.EncodableHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;
import org.HdrHistogram.HistogramLogWriter;

/**
 * Latency histograms in the log format of HdrHistogram, so that its viewers read them: a line a
 * fork and span, its tag the case and the span.
 *
 * <p>Values are nanoseconds of a closed loop: the next operation starts when the last one ends, so
 * there is no arrival schedule to fall behind and nothing is corrected for.
 *
 * @param file usually {@code latency.hlog} in a bench folder
 */
public record LatencyLog(Path file) {

  /** System property by which forks learn the folder to leave their logs in. */
  public static final String FOLDER_PROPERTY = "widthbench.bench.folder";

  private static final List<String> COMMENTS =
      List.of(
          "widthbench: latencies in nanoseconds; Interval_Max is in milliseconds (ns/1000000)",
          "closed loop: a call starts when the last one has ended; no correction for coordinated"
              + " omission is made, none applies",
          "one line a fork and span; percentiles of added forks hide how forks differ");

  private static final Pattern NUMBER = Pattern.compile("\\d+");

  /** The order of tags as people count: width 64 before 256 before 1024. */
  public static final Comparator<String> BY_CASE =
      Comparator.<String, String>comparing(
              tag -> NUMBER.matcher(tag).replaceAll(number -> "%19s".formatted(number.group())))
          .thenComparing(Comparator.naturalOrder());

  /** The log in {@code folder}. */
  public static LatencyLog in(Path folder) {
    return new LatencyLog(folder.resolve("latency.hlog"));
  }

  /**
   * The content of a log.
   *
   * @param intervals with tags that hold no blank and no comma, and time stamps
   */
  public static String text(List<Histogram> intervals) {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    HistogramLogWriter writer = new HistogramLogWriter(text);
    COMMENTS.forEach(writer::outputComment);
    writer.outputLogFormatVersion();
    long base = intervals.stream().mapToLong(Histogram::getStartTimeStamp).min().orElse(0);
    writer.outputStartTime(base);
    writer.outputBaseTime(base);
    writer.setBaseTime(base);
    writer.outputLegend();
    intervals.forEach(writer::outputIntervalHistogram);
    writer.close();
    return text.toString(StandardCharsets.UTF_8);
  }

  /** Replaces the log: a reader sees the old one or the new one. */
  public void write(List<Histogram> intervals) {
    Path whole = file.resolveSibling("." + file.getFileName());
    try {
      Files.writeString(whole, text(intervals));
      Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The histograms in the order written; none where there is no log.
   *
   * @throws IllegalArgumentException if the file is no log
   */
  public List<Histogram> intervals() {
    if (Files.notExists(file)) {
      return new ArrayList<>();
    }
    try (HistogramLogReader reader = new HistogramLogReader(file.toFile())) {
      return intervals(reader);
    } catch (FileNotFoundException e) {
      throw new UncheckedIOException(e);
    } catch (RuntimeException e) { // the reader throws whatever its parts do
      throw new IllegalArgumentException(file + " is no log of HdrHistogram: " + e, e);
    }
  }

  private static List<Histogram> intervals(HistogramLogReader reader) {
    List<Histogram> intervals = new ArrayList<>();
    for (EncodableHistogram next = reader.nextIntervalHistogram();
        next != null;
        next = reader.nextIntervalHistogram()) {
      intervals.add((Histogram) next);
    }
    return intervals;
  }

  /** The histograms of all forks, added up by tag. */
  public SortedMap<String, Histogram> byTag() {
    SortedMap<String, Histogram> byTag = new TreeMap<>(BY_CASE);
    for (Histogram next : intervals()) {
      byTag.computeIfAbsent(next.getTag(), tag -> new Histogram(3)).add(next);
    }
    return byTag;
  }
}
