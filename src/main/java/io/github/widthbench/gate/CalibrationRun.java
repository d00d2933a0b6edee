package io.github.widthbench.gate;

import io.github.widthbench.gate.CalibrationSeries.Pair;
import io.github.widthbench.results.Build;
import io.github.widthbench.results.GateCalibration;
import io.github.widthbench.results.RefusedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Measures the gate itself: records series of forks of this build, plain and slowed down, then lets
 * the gate judge comparisons made of them.
 *
 * @param home this checkout, built
 * @param folder where the series is kept
 * @param budgetSeconds for recording; 0 judges what the folder holds already
 * @param seed of the resampling
 */
public record CalibrationRun(Path home, Path folder, Suite suite, double budgetSeconds, long seed) {

  private static final int FORKS_OF_A_BENCHMARK = 2;
  private static final int RESAMPLED_SERIES = 200;

  /** No fork is faster: with it the time, not the number of rounds, ends the recording. */
  private static final double LEAST_FORK_SECONDS = 1;

  /**
   * Records and judges. The journal {@code series.jsonl} keeps every fork; a second call goes on
   * after the last.
   *
   * @throws RefusedException if nothing is to measure, or the series holds too little
   * @throws StoppedException if the watcher stopped it
   */
  public GateCalibration calibrate(Rules rules, Watcher watcher) {
    Path file = folder.resolve("series.jsonl");
    if (budgetSeconds > 0) {
      try (PairJournal journal = PairJournal.open(file, header(), watcher::say);
          MachineLock _ = MachineLock.take(watcher)) {
        record(journal, watcher);
      } catch (ForkFailedException e) {
        throw new RefusedException("a fork failed, those before it are kept: " + e.getMessage());
      }
    } else if (!Files.exists(file)) {
      throw new RefusedException(file + " does not exist; a budget above 0 records it");
    }
    try (PairJournal journal = PairJournal.read(file, watcher::say)) {
      return judged(journal, rules);
    }
  }

  private void record(PairJournal journal, Watcher watcher) {
    BuildBench plain = new BuildBench(home, suite, 0);
    List<Benchmark> benchmarks = plain.list();
    if (benchmarks.isEmpty()) {
      throw new RefusedException("no benchmark fits " + suite.includes());
    }
    Map<Double, Bench> slowed = new LinkedHashMap<>();
    GateCalibrator.SLOWDOWNS.forEach(size -> slowed.put(size, plain.slowed(size)));
    int forks = FORKS_OF_A_BENCHMARK * benchmarks.size() + slowed.size();
    int rounds = Math.max(1, (int) (budgetSeconds / (forks * LEAST_FORK_SECONDS)));
    new CalibrationSeries(plain, slowed, journal, watcher)
        .record(benchmarks, rounds, budgetSeconds);
  }

  private GateCalibration judged(PairJournal journal, Rules rules) {
    Map<Benchmark, List<Pair>> series = new LinkedHashMap<>();
    journal.forks().keySet().stream()
        .map(PairJournal.Place::benchmark)
        .distinct()
        .forEach(benchmark ->
            series.put(
                benchmark, CalibrationSeries.pairs(journal, benchmark, CalibrationSeries.SAME)));
    if (series.isEmpty() || series.values().stream().anyMatch(List::isEmpty)) {
      throw new RefusedException(folder + " holds no complete round; record for longer");
    }
    Benchmark first = series.keySet().iterator().next();
    Map<Double, List<Pair>> injected = new LinkedHashMap<>();
    for (double size : GateCalibrator.SLOWDOWNS) {
      injected.put(size, CalibrationSeries.pairs(journal, first, String.valueOf(size)));
    }
    GateCalibrator calibrator = new GateCalibrator(series, injected, RESAMPLED_SERIES, seed);
    return new GateCalibration(
        journal.header("machine"),
        journal.header("commit"),
        journal.header("start"),
        journal.forks().size(),
        calibrator.noise(),
        GateCalibrator.EFFECTS.stream()
            .map(effect -> calibrator.same(rules.withMinimumEffect(effect)))
            .toList(),
        IntStream.range(0, GateCalibrator.SLOWDOWNS.size())
            .mapToObj(i ->
                calibrator.slowed(
                    GateCalibrator.SLOWDOWNS.get(i),
                    rules.withMinimumEffect(GateCalibrator.EFFECTS.get(i))))
            .toList());
  }

  private SortedMap<String, String> header() {
    SortedMap<String, String> header = new TreeMap<>();
    header.put("machine", RunGate.machine());
    header.put("commit", Build.current().commit());
    header.put("suite", suite.toString());
    header.put("start", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    return header;
  }
}
