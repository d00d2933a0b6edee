package io.github.widthbench.measure;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.SortedMap;
import java.util.TreeMap;
import org.HdrHistogram.EncodableHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;
import org.HdrHistogram.HistogramLogWriter;

/**
 * Latency histograms in the log format of HdrHistogram, so that its viewers read them.
 *
 * <p>Values are nanoseconds of a closed loop: the next operation starts when the last one ends, so
 * there is no arrival schedule to fall behind and nothing is corrected for.
 *
 * @param file usually {@code latency.hlog} in a bench folder
 */
public record LatencyLog(Path file) {

  /** The log in {@code folder}. */
  public static LatencyLog in(Path folder) {
    return new LatencyLog(folder.resolve("latency.hlog"));
  }

  /** Adds the latencies of one trial under {@code name}, which holds no space and no comma. */
  public void append(String name, Histogram latencies) throws IOException {
    boolean fresh = Files.notExists(file);
    try (var stream =
        Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      HistogramLogWriter writer = new HistogramLogWriter(stream);
      if (fresh) {
        writer.outputLogFormatVersion();
        writer.outputLegend();
      }
      latencies.setTag(name);
      writer.outputIntervalHistogram(latencies);
    }
  }

  /** The latencies of all trials, added up by name; empty where there is no log. */
  public SortedMap<String, Histogram> read() throws FileNotFoundException {
    SortedMap<String, Histogram> byName = new TreeMap<>();
    if (Files.notExists(file)) {
      return byName;
    }
    try (HistogramLogReader reader = new HistogramLogReader(file.toFile())) {
      for (EncodableHistogram next = reader.nextIntervalHistogram();
          next != null;
          next = reader.nextIntervalHistogram()) {
        byName.computeIfAbsent(next.getTag(), name -> new Histogram(3)).add((Histogram) next);
      }
    }
    return byName;
  }
}
