package io.github.widthbench.report;

import io.github.widthbench.measure.LatencyLog;
import io.github.widthbench.results.BenchCase;
import io.github.widthbench.results.BenchRecord;
import io.github.widthbench.results.BenchRecord.Better;
import io.github.widthbench.results.BenchRecord.Metric;
import io.github.widthbench.results.BenchRecord.Status;
import io.github.widthbench.results.BenchSamples;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/** Pages of benchmarks and gates with numbers that look like measured ones. */
public final class PageSamples {

  private static final double PEAK = 50;
  private static final double BANDWIDTH = 12;

  private PageSamples() {}

  /** A page with all charts of a bench folder. */
  public static String bench() {
    return HtmlReport.of(List.of(), List.of(run("cpu", 1)));
  }

  /** A page of two bench folders side by side: one backend takes half the other's time. */
  public static String benches() {
    return HtmlReport.of(List.of(), List.of(run("cpu", 1), run("cuda", 2)));
  }

  /** A bench folder of {@code backend}, whose speeds are {@code times} those of the sample. */
  static BenchRun run(String backend, double times) {
    return new BenchRun(
        new BenchReport(records(backend, times), latencies()), made("runs/bench-" + backend));
  }

  /** A page with all charts of a gate. */
  public static String gate() {
    return HtmlReport.of(GateReportTest.found(), made(""));
  }

  private static MadeOf made(String folder) {
    return new MadeOf(
        folder, List.of("./widthbench bench"), new LinkedHashMap<>(Map.of("build", "1")));
  }

  /** Widths 64 to 65,536 in two precisions; a roof each. */
  public static List<BenchRecord> records() {
    return records("cpu", 1);
  }

  private static List<BenchRecord> records(String backend, double times) {
    List<BenchRecord> records = new ArrayList<>();
    for (String precision : List.of("fp64", "fp32")) {
      Place place = new Place(backend, precision);
      double more = times * (precision.equals("fp32") ? 2 : 1);
      records.add(record("BaselineBenchmark.multiply", place, 1024, 2e9, 25e6, more * PEAK));
      records.add(record("BaselineBenchmark.copy", place, 1024, 0, 16e6, times * BANDWIDTH));
      for (int width = 64; width <= 65_536; width *= 4) {
        double flops = 1000.0 * width;
        double share = 0.6 * width / (width + 1000.0);
        records.add(
            record(
                "DescentBenchmark.step", place, width, flops, 100.0 * width, share * more * PEAK));
        records.add(
            record(
                "ForwardBenchmark.forward", place, width, flops, 400.0 * width, share * more * 20));
      }
    }
    return records;
  }

  private record Place(String backend, String precision) {}

  private static BenchRecord record(
      String benchmark, Place place, int width, double flops, double bytes, double rate) {
    SortedMap<String, String> params =
        new TreeMap<>(
            Map.of(
                "precision",
                place.precision(),
                "width",
                Integer.toString(width),
                "backend",
                place.backend()));
    boolean copies = flops == 0;
    BenchRecord like = BenchSamples.measured(width, 10);
    return new BenchRecord(
        new BenchCase("io.github.widthbench.benchmarks." + benchmark, params),
        like.mode(),
        like.threads(),
        Status.OK,
        null,
        List.of(
            metric("time", "us/op", Better.LOWER, (copies ? bytes : flops) / rate / 1e3),
            metric(
                copies ? "bandwidth" : "throughput",
                copies ? "GB/s" : "GFLOP/s",
                Better.HIGHER,
                rate),
            metric("flops", "flop/op", Better.EQUAL, flops),
            metric("bytes", "B/op", Better.EQUAL, bytes)),
        like.plan(),
        like.environment(),
        like.context());
  }

  private static Metric metric(String name, String unit, Better better, double value) {
    double spread = better == Better.EQUAL ? 0 : 0.06;
    return new Metric(
        name,
        unit,
        better,
        List.of(List.of(value * (1 - spread)), List.of(value), List.of(value * (1 + spread))));
  }

  private static SortedMap<String, Histogram> latencies() {
    SortedMap<String, Histogram> latencies = new TreeMap<>(LatencyLog.BY_CASE);
    for (int width = 64; width <= 65_536; width *= 4) {
      Histogram histogram = new Histogram(3);
      for (int i = 0; i < 20_000; i++) {
        histogram.recordValue((long) (20L * width * (1 + 0.1 * i / (20_001.0 - i))));
      }
      latencies.put("DescentBenchmark.singleStep:width=" + width + ":span=compute", histogram);
    }
    return latencies;
  }
}
