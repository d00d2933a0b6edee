package io.github.widthbench.gate;

import io.github.widthbench.gate.statistics.HodgesLehmann;
import io.github.widthbench.gate.statistics.LogRank;
import io.github.widthbench.gate.statistics.McNemar;
import io.github.widthbench.gate.statistics.Multiplicity;
import io.github.widthbench.gate.statistics.SignedRank;
import io.github.widthbench.results.GateRecord.Convergence;
import io.github.widthbench.results.GateRecord.Decision;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.DoubleStream;

/**
 * Compares convergence over seeds. Iterations of seeds that both sides have are paired; where a run
 * was stopped before it converged it is censored, and the log-rank test takes the place of the
 * signed-rank test: no run is dropped. Successes are compared by McNemar's test. Holm's adjustment
 * is over all tests of all groups. A group with too few seeds to reject at all is not gateable.
 */
record SeedGate(Rules rules) {

  private static final double INTERVAL_ALPHA = 0.05;

  /**
   * Runs of one seed.
   *
   * @param before of the baseline
   * @param after of the candidate
   */
  private record Pair(SeedRun before, SeedRun after) {

    boolean bothConverged() {
      return before.converged() && after.converged();
    }

    double logSlowdown() {
      return Math.log(after.iterations()) - Math.log(before.iterations());
    }
  }

  /** A group with its two p-values. */
  private record Tested(String group, List<Pair> pairs, String method, double p, double success) {}

  /** The verdicts of the groups that differ anywhere; the others are equal seed by seed. */
  List<Convergence> judge(List<SeedRun> baseline, List<SeedRun> candidate) {
    List<Tested> tested = new ArrayList<>();
    pairs(baseline, candidate)
        .forEach((group, pairs) -> {
          if (pairs.stream().anyMatch(SeedGate::differs)) {
            tested.add(test(group, pairs));
          }
        });
    double[] all =
        tested.stream().flatMapToDouble(t -> DoubleStream.of(t.p(), t.success())).toArray();
    double[] adjusted = Multiplicity.holm(all);
    List<Convergence> verdicts = new ArrayList<>();
    for (int i = 0; i < tested.size(); i++) {
      double smallest = Math.min(adjusted[2 * i], adjusted[2 * i + 1]);
      verdicts.add(verdict(tested.get(i), smallest, all.length));
    }
    return verdicts;
  }

  private static SortedMap<String, List<Pair>> pairs(
      List<SeedRun> baseline, List<SeedRun> candidate) {
    Map<String, SeedRun> after = new TreeMap<>();
    candidate.forEach(run -> after.put(run.group() + "#" + run.seed(), run));
    SortedMap<String, List<Pair>> pairs = new TreeMap<>();
    for (SeedRun before : baseline) {
      SeedRun other = after.get(before.group() + "#" + before.seed());
      if (other != null) {
        pairs
            .computeIfAbsent(before.group(), group -> new ArrayList<>())
            .add(new Pair(before, other));
      }
    }
    return pairs;
  }

  private static boolean differs(Pair pair) {
    return pair.before().converged() != pair.after().converged()
        || (pair.bothConverged() && pair.before().iterations() != pair.after().iterations());
  }

  private Tested test(String group, List<Pair> pairs) {
    int lost =
        (int) pairs.stream().filter(p -> p.before().converged() && !p.after().converged()).count();
    int won =
        (int) pairs.stream().filter(p -> !p.before().converged() && p.after().converged()).count();
    double success = McNemar.candidateWorse(lost, won);
    if (pairs.stream().allMatch(Pair::bothConverged)) {
      double shift = Math.log1p(rules.minimumEffect());
      double[] above = pairs.stream().mapToDouble(p -> p.logSlowdown() - shift).toArray();
      return new Tested(group, pairs, "signed-rank", SignedRank.of(above).greater(), success);
    }
    LogRank test =
        LogRank.of(
            pairs.stream().map(p -> duration(p.before())).toList(),
            pairs.stream().map(p -> duration(p.after())).toList());
    return new Tested(group, pairs, "log-rank", test.secondLater(), success);
  }

  /** A run that says not when it was stopped outlasted all others. */
  private static LogRank.Duration duration(SeedRun run) {
    double time = Double.isNaN(run.iterations()) ? Double.MAX_VALUE : run.iterations();
    return new LogRank.Duration(time, run.converged());
  }

  private Convergence verdict(Tested tested, double adjusted, int tests) {
    int seeds = tested.pairs().size();
    boolean canReject = tests * SignedRank.smallestP(seeds) <= rules.alpha();
    Decision otherwise = canReject ? Decision.PASS : Decision.NOT_GATEABLE;
    double[] slowdowns =
        tested.pairs().stream()
            .filter(Pair::bothConverged)
            .mapToDouble(Pair::logSlowdown)
            .toArray();
    Double change =
        slowdowns.length == 0
            ? null
            : (Double) Math.expm1(HodgesLehmann.of(slowdowns, INTERVAL_ALPHA).estimate());
    return new Convergence(
        tested.group(),
        adjusted <= rules.alpha() ? Decision.REGRESSED : otherwise,
        seeds,
        List.of(
            (int) tested.pairs().stream().filter(p -> p.before().converged()).count(),
            (int) tested.pairs().stream().filter(p -> p.after().converged()).count()),
        change,
        tested.method(),
        tested.p(),
        tested.success(),
        adjusted);
  }
}
