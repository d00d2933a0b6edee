package io.github.widthbench.gate;

import io.github.widthbench.measure.Stopwatch;
import io.github.widthbench.results.GateRecord.Decision;
import io.github.widthbench.results.GateRecord.Timed;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures and judges two builds: after every look the undecided benchmarks get more pairs, until
 * all are decided, the looks are used up or the time is. Which pairs are judged never depends on
 * what they show, save that decided benchmarks rest.
 */
final class GateRun {

  static final String EVIDENCE = "evidence";
  private static final String CONFIRMATION = "confirmation";

  private final Alternation alternation;
  private final TimedGate gate;
  private final Limits limits;
  private final Stopwatch clock = Stopwatch.start();
  private final Map<Benchmark, Timed> decided = new LinkedHashMap<>();
  private final Map<Benchmark, String> failed = new LinkedHashMap<>();
  private int forksDone;

  /**
   * What a run may take.
   *
   * @param budgetSeconds after which no block is begun; a confirmation may exceed it
   * @param forkSeconds expected
   * @param idleSeconds between a finding and its confirmation
   */
  record Limits(double budgetSeconds, double forkSeconds, double idleSeconds) {}

  GateRun(Alternation alternation, TimedGate gate, Limits limits) {
    this.alternation = alternation;
    this.gate = gate;
    this.limits = limits;
  }

  /**
   * The most benchmarks of {@code available} that can all be decided within the budget; the others
   * would only take pairs from them.
   */
  static int affordable(int available, Rules rules, Limits limits) {
    int benchmarks = available;
    while (benchmarks > 1
        && 2 * limits.forkSeconds() * benchmarks * rules.pairsAt(0, benchmarks)
            > limits.budgetSeconds()) {
      benchmarks--;
    }
    return benchmarks;
  }

  /**
   * The verdicts, in the order of {@code benchmarks}.
   *
   * @throws StoppedException if the watcher stopped it
   */
  List<Timed> judge(List<Benchmark> benchmarks) {
    List<Timed> last = List.of();
    boolean inTime = true;
    for (int look = 0;
        look < gate.rules().looks() && inTime && !open(benchmarks).isEmpty();
        look++) {
      inTime = measure(benchmarks, look);
      last = look(benchmarks, gate.rules().pairsAt(look, benchmarks.size()));
    }
    List<Timed> verdicts = new ArrayList<>();
    for (int i = 0; i < benchmarks.size(); i++) {
      Benchmark benchmark = benchmarks.get(i);
      verdicts.add(decided.getOrDefault(benchmark, last.get(i)));
    }
    return verdicts.stream().map(verdict -> confirmed(verdict, benchmarks)).toList();
  }

  /** Pairs up to those of look {@code look}; false where time ran out before. */
  private boolean measure(List<Benchmark> benchmarks, int look) {
    int last = blocks(look, benchmarks.size());
    for (int block = look == 0 ? 0 : blocks(look - 1, benchmarks.size()); block < last; block++) {
      for (Benchmark benchmark : alternation.order(open(benchmarks), block)) {
        if (clock.seconds() + blockSeconds() > limits.budgetSeconds()) {
          alternation.watcher().say("the time budget is used up");
          return false;
        }
        block(benchmark, EVIDENCE, block);
        progress(look, open(benchmarks).size() * (last - block));
      }
    }
    return true;
  }

  private void block(Benchmark benchmark, String phase, int block) {
    try {
      alternation.block(benchmark, phase, block);
      forksDone += Alternation.FORKS_OF_A_BLOCK;
    } catch (ForkFailedException reason) {
      failed.put(benchmark, String.valueOf(reason.getMessage()));
    }
  }

  /** The verdicts over at most {@code pairs} pairs: a resumed journal may hold more already. */
  private List<Timed> look(List<Benchmark> benchmarks, int pairs) {
    List<Timed> verdicts =
        gate.judge(
            benchmarks.stream().map(b -> alternation.pairs(b, EVIDENCE).atMost(pairs)).toList());
    List<Timed> all = new ArrayList<>();
    for (int i = 0; i < benchmarks.size(); i++) {
      String reason = failed.get(benchmarks.get(i));
      Timed verdict = reason == null ? verdicts.get(i) : gate.failed(benchmarks.get(i), reason);
      all.add(verdict);
      if (verdict.decision() != Decision.UNDECIDED) {
        decided.putIfAbsent(benchmarks.get(i), verdict);
      }
    }
    return all;
  }

  private Timed confirmed(Timed verdict, List<Benchmark> benchmarks) {
    if (verdict.decision() != Decision.REGRESSED) {
      return verdict;
    }
    Benchmark benchmark =
        benchmarks.stream()
            .filter(b -> b.label().equals(verdict.benchmark()))
            .findFirst()
            .orElseThrow();
    alternation.watcher().say("confirming " + verdict.benchmark() + " in new forks");
    rest();
    for (int block = 0; block < blocks(0, benchmarks.size()); block++) {
      block(benchmark, CONFIRMATION, block);
    }
    return gate.confirm(verdict, alternation.pairs(benchmark, CONFIRMATION));
  }

  /** The undecided benchmarks that can be measured. */
  private List<Benchmark> open(List<Benchmark> benchmarks) {
    return benchmarks.stream()
        .filter(b -> !decided.containsKey(b) && !failed.containsKey(b))
        .toList();
  }

  private int blocks(int look, int benchmarks) {
    return gate.rules().pairsAt(look, benchmarks) / Alternation.PAIRS_OF_A_BLOCK;
  }

  private double blockSeconds() {
    return forksDone == 0
        ? Alternation.FORKS_OF_A_BLOCK * limits.forkSeconds()
        : Alternation.FORKS_OF_A_BLOCK * clock.seconds() / forksDone;
  }

  private void progress(int look, int blocksLeft) {
    String what = "look %s of %s".formatted(look + 1, gate.rules().looks());
    int left = blocksLeft * Alternation.FORKS_OF_A_BLOCK;
    alternation.watcher().progress(what, forksDone, forksDone + left, blocksLeft * blockSeconds());
  }

  private void rest() {
    try {
      Thread.sleep(Math.round(1000 * limits.idleSeconds()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoppedException();
    }
  }
}
