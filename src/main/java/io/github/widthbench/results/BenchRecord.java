package io.github.widthbench.results;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A line of {@code bench.jsonl}: what was measured of one case. The case and its key are the same
 * everywhere; what may differ from run to run is in {@code plan}, {@code environment} (what two
 * runs must share to be comparable) and {@code context} (what tells two runs apart).
 *
 * @param mode of JMH, in short: {@code avgt}
 * @param threads that call the benchmark at once
 * @param reason why it failed or cannot run; null where it is ok
 * @param metrics the primary one first; none unless it is ok
 * @param environment stable facts of machine and JVM
 */
public record BenchRecord(
    BenchCase point,
    String mode,
    int threads,
    Status status,
    @Nullable String reason,
    List<Metric> metrics,
    Plan plan,
    Map<String, String> environment,
    Context context) {

  /** Name and major version of the form of a line. */
  public static final String SCHEMA = "widthbench/bench/1";

  public BenchRecord {
    metrics = List.copyOf(metrics);
    environment = Collections.unmodifiableMap(new TreeMap<>(environment));
  }

  /** How a case ended. */
  public enum Status {
    OK,
    FAILED,
    /** It cannot run here: too little memory, too long, or no such device. */
    INFEASIBLE;

    /** The name in records. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Whether a larger value is a better one. */
  public enum Better {
    LOWER,
    HIGHER,
    /** Any change is a difference: a count of work. */
    EQUAL,
    NONE;

    /** The name in records. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * One measured quantity.
   *
   * @param forks samples of each fork, in the order measured; NaN for one that is no number
   */
  public record Metric(String name, String unit, Better better, List<List<Double>> forks) {

    public Metric {
      forks = forks.stream().map(List::copyOf).toList();
    }

    /** The median over forks of the median in a fork; NaN where there is no sample. */
    public double median() {
      return median(forkMedians());
    }

    /** The median of each fork. */
    public double[] forkMedians() {
      return forks.stream()
          .filter(fork -> !fork.isEmpty())
          .mapToDouble(fork -> median(fork.stream().mapToDouble(v -> v).toArray()))
          .toArray();
    }

    private static double median(double[] values) {
      if (values.length == 0) {
        return Double.NaN;
      }
      double[] sorted = values.clone();
      Arrays.sort(sorted);
      int middle = sorted.length / 2;
      return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
  }

  /** How long it was measured. */
  public record Plan(
      int forks,
      int warmupIterations,
      double warmupSeconds,
      int iterations,
      double iterationSeconds) {}

  /**
   * What tells two runs apart.
   *
   * @param start when measuring it began
   * @param seconds that it took, forks and warm-up included
   * @param load of the machine at its start
   */
  public record Context(Build build, Instant start, double seconds, double load) {}

  /** The key of its case. */
  public String key() {
    return point.key(mode, threads);
  }

  /** A metric by name. */
  public Optional<Metric> metric(String name) {
    return metrics.stream().filter(metric -> metric.name().equals(name)).findFirst();
  }

  /** The line with its checksum, without a newline. */
  public String line() {
    return new String(Seal.line(plain()), StandardCharsets.UTF_8);
  }

  private SequencedMap<String, @Nullable Object> plain() {
    SequencedMap<String, @Nullable Object> plain = new LinkedHashMap<>();
    plain.put("schema", SCHEMA);
    plain.put("key", key());
    plain.put("benchmark", point.benchmark());
    plain.put("params", point.params());
    plain.put("mode", mode);
    plain.put("threads", threads);
    plain.put("status", status.label());
    plain.put("reason", reason);
    plain.put("metrics", metrics.stream().map(BenchRecord::plain).toList());
    plain.put("plan", plain(plan));
    plain.put("environment", environment);
    plain.put("context", plain(context));
    return plain;
  }

  private static Map<String, @Nullable Object> plain(Metric metric) {
    SequencedMap<String, @Nullable Object> plain = new LinkedHashMap<>();
    plain.put("name", metric.name());
    plain.put("unit", metric.unit());
    plain.put("better", metric.better().label());
    plain.put("median", finite(metric.median()));
    plain.put(
        "forks",
        metric.forks().stream()
            .map(fork -> fork.stream().map(BenchRecord::finite).toList())
            .toList());
    return plain;
  }

  private static Map<String, Object> plain(Plan plan) {
    SequencedMap<String, Object> plain = new LinkedHashMap<>();
    plain.put("forks", plan.forks());
    plain.put("warmupIterations", plan.warmupIterations());
    plain.put("warmupSeconds", plan.warmupSeconds());
    plain.put("iterations", plan.iterations());
    plain.put("iterationSeconds", plan.iterationSeconds());
    return plain;
  }

  private static Map<String, Object> plain(Context context) {
    SequencedMap<String, Object> plain = new LinkedHashMap<>();
    plain.put("version", context.build().version());
    plain.put("commit", context.build().commit());
    plain.put("dirty", context.build().dirty());
    plain.put("changes", context.build().changes());
    plain.put("start", context.start().truncatedTo(ChronoUnit.MILLIS).toString());
    plain.put("seconds", context.seconds());
    plain.put("load", context.load());
    return plain;
  }

  private static @Nullable Double finite(double number) {
    return Double.isFinite(number) ? (Double) number : null;
  }
}
