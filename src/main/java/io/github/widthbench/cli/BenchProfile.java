package io.github.widthbench.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.runner.options.TimeValue;

/** What {@code --profile} measures, and for how long. Options of JMH go before it. */
@SuppressWarnings("ImmutableEnumChecker") // lists of records that nothing changes
enum BenchProfile {
  /** A look at everything, about a minute and a half. */
  QUICK(new Timing(1, 2, 250, 5, 250), quick()),

  /** Enough forks to compare two builds, in less than ten minutes on two cores. */
  CI(new Timing(3, 3, 250, 5, 250), ci()),

  /** The published figures: widths from 2⁴ to 2²⁰, about two hours. */
  FULL(new Timing(5, 3, 1000, 5, 1000), full());

  private final Timing timing;
  private final List<Selection> selections;

  BenchProfile(Timing timing, List<Selection> selections) {
    this.timing = timing;
    this.selections = selections;
  }

  /** How often and how long a case is measured. */
  record Timing(
      int forks, int warmupIterations, int warmupMillis, int iterations, int iterationMillis) {

    TimeValue warmupTime() {
      return new TimeValue(warmupMillis, TimeUnit.MILLISECONDS);
    }

    TimeValue iterationTime() {
      return new TimeValue(iterationMillis, TimeUnit.MILLISECONDS);
    }
  }

  /**
   * Points of one benchmark: all combinations of the values named, and the default of a parameter
   * that is not.
   *
   * @param benchmark by its short name
   */
  record Selection(String benchmark, Map<String, List<String>> params) {

    /**
     * @param params each as {@code name=value,value}
     */
    static Selection of(String benchmark, String... params) {
      Map<String, List<String>> values = new TreeMap<>();
      for (String param : params) {
        int equals = param.indexOf('=');
        values.put(
            param.substring(0, equals), Arrays.asList(param.substring(equals + 1).split(",", -1)));
      }
      return new Selection(benchmark, values);
    }
  }

  /** As the option takes it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  Timing timing() {
    return timing;
  }

  /** What is measured of one benchmark; nothing where this profile leaves it out. */
  List<Selection> of(String benchmark) {
    return selections.stream().filter(s -> s.benchmark().equals(benchmark)).toList();
  }

  private static List<Selection> quick() {
    return List.of(
        Selection.of("BaselineBenchmark.nothing"),
        Selection.of("BaselineBenchmark.nothingRecorded"),
        Selection.of("BaselineBenchmark.copy"),
        Selection.of("BaselineBenchmark.multiply", "precision=fp64,fp32"),
        Selection.of("ForwardBenchmark.forward", "activation=exp,relu"),
        Selection.of("DescentBenchmark.step", "activation=exp,relu,tanh", "precision=fp64,fp32"),
        Selection.of("DescentBenchmark.step", "width=64,65536"),
        Selection.of("DescentBenchmark.step", "passes=unfused"),
        Selection.of("DescentBenchmark.stepOfLongerCalls"),
        Selection.of("DescentBenchmark.singleStep"),
        Selection.of("ReplicaBenchmark.together", "width=64"),
        Selection.of("ReplicaBenchmark.oneByOne", "width=64"),
        Selection.of("ReplicaBenchmark.oneLarge", "width=64"),
        Selection.of("GramBenchmark.empirical", "activation=exp,relu"),
        Selection.of("GramBenchmark.drawn", "activation=relu", "width=65536"),
        Selection.of("EigenBenchmark.full"),
        Selection.of("EigenBenchmark.smallest"),
        Selection.of("EigenBenchmark.vectors"),
        Selection.of("EigenBenchmark.batch", "sampleCount=32"));
  }

  private static List<Selection> ci() {
    List<Selection> selections = new ArrayList<>(quick());
    selections.addAll(
        List.of(
            Selection.of("DescentBenchmark.step", "width=64,1024,16384", "precision=fp64,fp32"),
            Selection.of("DescentBenchmark.step", "activation=erf,sigmoid,softplus"),
            Selection.of("DescentBenchmark.step", "passes=unfused", "activation=relu,tanh"),
            Selection.of("DescentBenchmark.step", "sampleCount=256", "inputDim=16", "width=16384"),
            Selection.of("DescentBenchmark.singleStep", "width=64,65536"),
            Selection.of("DagBenchmark.step", "graph=chain,allSkips"),
            Selection.of("GramBenchmark.empirical", "sampleCount=128", "width=16384"),
            Selection.of("EigenBenchmark.full", "sampleCount=32,512"),
            Selection.of("TrainingBenchmark.train", "width=4")));
    return selections;
  }

  private static List<Selection> full() {
    String widths = "width=16,64,256,1024,4096,16384,65536,262144,1048576";
    String activations = "activation=relu,tanh,exp,erf,sigmoid,softplus";
    String precisions = "precision=fp64,fp32";
    List<Selection> selections = new ArrayList<>(ci());
    selections.addAll(
        List.of(
            Selection.of("DescentBenchmark.step", widths, precisions, "activation=exp,relu"),
            Selection.of("DescentBenchmark.step", activations, precisions),
            Selection.of("DescentBenchmark.step", activations, precisions, "passes=unfused"),
            Selection.of(
                "DescentBenchmark.step",
                "activation=relu,tanh,exp",
                precisions,
                "sampleCount=256",
                "inputDim=16",
                "width=16384"),
            Selection.of("DescentBenchmark.step", "threads=2", "width=4096,65536"),
            Selection.of("DescentBenchmark.singleStep", widths),
            Selection.of(
                "DagBenchmark.step", "graph=chain,allSkips", "width=1024,4096", precisions),
            Selection.of("MergingBenchmark.forward"),
            Selection.of("TrainingBenchmark.train", "width=2,4"),
            Selection.of("ForwardBenchmark.forward", widths),
            Selection.of("ReplicaBenchmark.together", "width=16,256", "replicas=16,200"),
            Selection.of("ReplicaBenchmark.oneLarge", "width=16,256", "replicas=16,200"),
            Selection.of("GramBenchmark.empirical", "activation=exp,relu", "width=64,65536"),
            Selection.of("EigenBenchmark.full", "sampleCount=64,128,1024"),
            Selection.of("EigenBenchmark.batch", "sampleCount=64,128")));
    return selections;
  }
}
