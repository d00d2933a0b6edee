package io.github.widthbench.gate;

import io.github.widthbench.results.RefusedException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.commons.statistics.descriptive.Median;
import tools.jackson.databind.JsonNode;

/**
 * Results in the JSON that JMH writes ({@code -rf json}), of this project or of any other.
 *
 * @param forks in the order of the file, those of one benchmark in the order they ran
 * @param facts about the Java machines that ran them
 */
record JmhFile(List<Fork> forks, SortedMap<String, String> facts) {

  private static final List<String> FACTS =
      List.of("jmhVersion", "jdkVersion", "vmName", "vmVersion", "threads");

  /**
   * The results in {@code root}.
   *
   * @param origin names the file where something is wrong with it
   */
  static JmhFile of(JsonNode root, String origin) {
    List<Fork> forks = new ArrayList<>();
    SortedMap<String, String> facts = new TreeMap<>();
    for (JsonNode result : root) {
      forks.addAll(forks(result, origin));
      FACTS.forEach(fact -> add(facts, fact, result.path(fact).asString("")));
      add(facts, "options of the JVM", heapAndCompiler(result.path("jvmArgs")));
    }
    return new JmhFile(forks, facts);
  }

  private static List<Fork> forks(JsonNode result, String origin) {
    JsonNode primary = result.path("primaryMetric");
    SortedMap<String, String> params = new TreeMap<>();
    result.path("params").forEachEntry((name, value) -> params.put(name, value.asString("")));
    Benchmark benchmark = new Benchmark(result.path("benchmark").asString(""), params);
    List<List<Double>> samples =
        primary.has("rawDataHistogram")
            ? raw(primary.path("rawDataHistogram"))
            : raw(primary.path("rawData"));
    if (benchmark.name().isEmpty() || samples.isEmpty()) {
      throw new RefusedException(
          origin + ": a result without benchmark or primaryMetric.rawData; is it JMH's JSON?");
    }
    List<Fork> forks = new ArrayList<>();
    for (int i = 0; i < samples.size(); i++) {
      forks.add(
          new Fork(
              benchmark,
              result.path("mode").asString(""),
              primary.path("scoreUnit").asString(""),
              samples.get(i).stream().filter(sample -> sample > 0).toList(),
              secondary(result.path("secondaryMetrics"), i)));
    }
    forks.removeIf(fork -> fork.samples().isEmpty());
    return forks;
  }

  private static SortedMap<String, List<Double>> secondary(JsonNode metrics, int fork) {
    SortedMap<String, List<Double>> values = new TreeMap<>();
    metrics.forEachEntry((name, metric) -> {
      List<List<Double>> raw = raw(metric.path("rawData"));
      if (fork < raw.size()) {
        values.put(name.replace("·", ""), raw.get(fork));
      }
    });
    return values;
  }

  /** Finite values by fork and iteration; of a histogram of an iteration its median. */
  private static List<List<Double>> raw(JsonNode byFork) {
    List<List<Double>> raw = new ArrayList<>();
    for (JsonNode fork : byFork) {
      raw.add(
          StreamSupport.stream(fork.spliterator(), false)
              .map(iteration -> iteration.isArray() ? median(iteration) : number(iteration))
              .filter(Double::isFinite)
              .toList());
    }
    raw.removeIf(List::isEmpty);
    return raw;
  }

  /** The median of pairs of value and count. */
  private static double median(JsonNode histogram) {
    List<Double> values = new ArrayList<>();
    for (JsonNode entry : histogram) {
      for (long i = 0; i < entry.path(1).asLong(0); i++) {
        values.add(number(entry.path(0)));
      }
    }
    return Median.withDefaults()
        .evaluate(values.stream().mapToDouble(Double::doubleValue).toArray());
  }

  /** JMH writes NaN and infinities as texts. */
  private static double number(JsonNode node) {
    return node.isNumber() ? node.asDouble() : Double.NaN;
  }

  /** Options that change speed; others name folders and ports. */
  private static String heapAndCompiler(JsonNode arguments) {
    return StreamSupport.stream(arguments.spliterator(), false)
        .map(argument -> argument.asString(""))
        .filter(argument -> argument.startsWith("-X"))
        .distinct()
        .sorted()
        .collect(Collectors.joining(" "));
  }

  private static void add(SortedMap<String, String> facts, String fact, String value) {
    if (!value.isEmpty()) {
      facts.merge(fact, value, (a, b) -> List.of(a.split(", ", -1)).contains(b) ? a : a + ", " + b);
    }
  }
}
