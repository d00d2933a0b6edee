package io.github.widthbench.gate;

import io.github.widthbench.results.Build;
import io.github.widthbench.results.GateCalibration;
import io.github.widthbench.results.GateRecord;
import io.github.widthbench.results.GateRecord.Difference;
import io.github.widthbench.results.GateRecord.Timed;
import io.github.widthbench.results.Host;
import io.github.widthbench.results.Json;
import io.github.widthbench.results.RefusedException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Measures a git revision against this tree, and judges both.
 *
 * @param home this checkout, built
 * @param root in which a folder keeps the forks
 * @param cache where revisions are built
 * @param budgetSeconds for measuring; a confirmation may exceed it
 * @param seed of the order of forks
 */
public record RunGate(
    Path home, Path root, Path cache, Suite suite, double budgetSeconds, long seed) {

  private static final double IDLE_SECONDS = 10;
  private static final int HASH_DIGITS = 12;

  /**
   * Measures and judges {@code ref} against this tree. The journal {@code forks.jsonl} keeps every
   * fork; a second call goes on after the last.
   *
   * @throws RefusedException if {@code ref} is unknown or does not build, or nothing is to measure
   * @throws StoppedException if the watcher stopped it
   */
  public GateRecord against(String ref, Gate gate, Watcher watcher) {
    String commit = RefBuild.commit(home, ref);
    watcher.say("building " + ref + " (" + commit + ") in " + cache);
    Bench before = new BuildBench(RefBuild.build(home, commit, cache), suite, 0);
    Bench after = new BuildBench(home, suite, 0);
    SortedMap<String, String> header = header(commit);
    Path folder = root.resolve("gate-" + Json.sha256(Json.canonical(header), HASH_DIGITS));
    watcher.say("forks are kept in " + folder);
    try (PairJournal journal =
            PairJournal.open(folder.resolve("forks.jsonl"), header, watcher::say);
        MachineLock _ = MachineLock.take(watcher)) {
      Alternation alternation = new Alternation(before, after, journal, seed, watcher);
      return judged(alternation, gate, ref, commit);
    }
  }

  private GateRecord judged(Alternation alternation, Gate gate, String ref, String commit) {
    GateRun.Limits limits = new GateRun.Limits(budgetSeconds, suite.forkSeconds(), IDLE_SECONDS);
    List<Benchmark> common = common(alternation.baseline(), alternation.candidate());
    int gated = GateRun.affordable(common.size(), gate.rules(), limits);
    List<Benchmark> benchmarks = common.subList(0, gated);
    List<String> notes = new ArrayList<>(notes(gate.calibration(), common, gated));
    Host host = Host.current();
    if (host.overloaded()) {
      notes.add(
          String.format(
              Locale.ROOT,
              "the machine was loaded at the start: %.1f on %s cores",
              host.load(),
              host.cores()));
    }
    TimedGate timed = new TimedGate(gate.rules(), noiseHere(gate.calibration()));
    List<Timed> verdicts = new GateRun(alternation, timed, limits).judge(benchmarks);
    Collection<Fork> forks = alternation.journal().forks().values();
    notes.addAll(unsteady(forks));
    notes.addAll(DeviceState.cautions(forks));
    List<Difference> differences =
        DeviceState.differences(
            benchmarks.stream().map(b -> alternation.pairs(b, GateRun.EVIDENCE)).toList());
    GateRecord.Side baseline = new GateRecord.Side(ref, facts(commit));
    GateRecord.Side candidate = new GateRecord.Side("this tree", facts(thisTree()));
    return new Gate.Found(baseline, candidate, gate.rules().described(seed), differences)
        .record(
            ExactGate.compare(
                exact(alternation, "baseline"), exact(alternation, "candidate"), gate.acceptance()),
            verdicts,
            List.of(),
            notes,
            gate.calibration());
  }

  private static List<Benchmark> common(Bench baseline, Bench candidate) {
    List<Benchmark> before = baseline.list();
    List<Benchmark> common = candidate.list().stream().filter(before::contains).toList();
    if (common.isEmpty()) {
      throw new RefusedException(
          "the two builds have no benchmark in common; name some by --benchmarks and -p");
    }
    return common;
  }

  private static List<String> notes(
      @Nullable GateCalibration calibration, List<Benchmark> common, int gated) {
    List<String> notes = new ArrayList<>();
    if (gated < common.size()) {
      notes.add(
          "the budget is enough for %s of %s benchmarks; not measured: %s"
              .formatted(
                  gated,
                  common.size(),
                  String.join(
                      "; ",
                      common.subList(gated, common.size()).stream()
                          .map(Benchmark::label)
                          .toList())));
    }
    if (calibration != null && !isHere(calibration)) {
      notes.add("the gate was calibrated on another machine: " + calibration.machine());
    }
    return notes;
  }

  /** Says how many forks were still getting faster, or were disturbed for half of their time. */
  private static List<String> unsteady(Collection<Fork> forks) {
    long unsteady = forks.stream().filter(fork -> !fork.isSteady()).count();
    return unsteady == 0
        ? List.of()
        : List.of(
            "%s of %s forks were not steady; a longer --warmup or a quieter machine helps"
                .formatted(unsteady, forks.size()));
  }

  private static Map<String, Double> noiseHere(@Nullable GateCalibration calibration) {
    return Gate.noise(calibration != null && isHere(calibration) ? calibration : null);
  }

  private static boolean isHere(GateCalibration calibration) {
    return calibration.machine().equals(machine());
  }

  /** What noise depends on, in words. */
  static String machine() {
    Host host = Host.current();
    return "%s, %s cores, Java %s".formatted(host.cpu(), host.cores(), Runtime.version().feature());
  }

  private static ExactMetrics exact(Alternation alternation, String side) {
    List<Fork> forks =
        alternation.journal().forks().entrySet().stream()
            .filter(fork -> fork.getKey().series().endsWith(side))
            .map(Map.Entry::getValue)
            .toList();
    return ExactMetrics.ofForks(forks);
  }

  private SortedMap<String, String> header(String commit) {
    SortedMap<String, String> header = facts(commit);
    header.put("candidate", thisTree());
    header.put("seed", Long.toString(seed));
    header.put("suite", suite.toString());
    return header;
  }

  private static SortedMap<String, String> facts(String commit) {
    SortedMap<String, String> facts = new TreeMap<>();
    facts.put("commit", commit);
    facts.put("machine", machine());
    return facts;
  }

  private static String thisTree() {
    Build build = Build.current();
    return Stream.of(build.commit(), build.changes())
        .filter(part -> !part.isEmpty())
        .reduce((a, b) -> a + "+" + b)
        .orElseThrow();
  }
}
