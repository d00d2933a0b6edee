package io.github.widthbench.gate;

import io.github.widthbench.gate.statistics.HodgesLehmann;
import io.github.widthbench.gate.statistics.Multiplicity;
import io.github.widthbench.gate.statistics.SignedRank;
import io.github.widthbench.results.GateRecord.Decision;
import io.github.widthbench.results.GateRecord.Difference;
import io.github.widthbench.results.GateRecord.Interval;
import io.github.widthbench.results.GateRecord.Rivals;
import io.github.widthbench.results.GateRecord.Timed;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Judges timed benchmarks: an exact signed-rank test of every benchmark's slowdown against its
 * limit, Holm's adjustment over the benchmarks, a test the other way for those that pass.
 *
 * @param known noise that was recorded on such a machine, by label of the benchmark
 */
record TimedGate(Rules rules, Map<String, Double> known) {

  private static final double INTERVAL_ALPHA = 0.05;

  /** The verdicts at one look, in the order of {@code all}. */
  List<Timed> judge(List<PairedForks> all) {
    double[] p = all.stream().mapToDouble(forks -> slower(forks)).toArray();
    double[] adjusted = Multiplicity.holm(p);
    return IntStream.range(0, p.length)
        .mapToObj(i -> judge(all.get(i), p[i], adjusted[i], p.length))
        .toList();
  }

  /** The verdict of one benchmark where it is the slowest of {@code benchmarks}. */
  Timed judgeAmong(PairedForks forks, int benchmarks) {
    double p = slower(forks);
    return judge(forks, p, Math.min(1, benchmarks * p), benchmarks);
  }

  /** {@code found} after new forks were to show the regression again. */
  Timed confirm(Timed found, PairedForks fresh) {
    double again = fresh.pairs() == 0 ? 1 : signedRank(fresh, found.limit()).greater();
    boolean confirmed = again <= Rules.CONFIRM_LEVEL;
    String text =
        String.format(
            Locale.ROOT,
            "%sseen again in %s new pairs (p %.2g)",
            confirmed ? "" : "not ",
            fresh.pairs(),
            again);
    return with(
        found, confirmed ? Decision.REGRESSED : Decision.UNDECIDED, (Boolean) confirmed, text);
  }

  /** A benchmark of which one side could not be measured. */
  Timed failed(Benchmark benchmark, String reason) {
    return new Timed(
        benchmark.label(),
        Decision.UNDECIDED,
        null,
        null,
        null,
        rules.minimumEffect(),
        0,
        List.of(),
        null,
        null,
        null,
        null,
        reason);
  }

  private Timed judge(PairedForks forks, double p, double adjusted, int benchmarks) {
    double noise = noise(forks);
    double limit = rules.limit(noise, forks.pairs());
    if (forks.pairs() < 2) {
      return failed(forks.benchmark(), tooFew(forks.pairs(), benchmarks));
    }
    HodgesLehmann shift = HodgesLehmann.of(forks.differences(), INTERVAL_ALPHA);
    Interval interval =
        Double.isFinite(shift.low())
            ? new Interval(Math.expm1(shift.low()), Math.expm1(shift.high()))
            : null;
    Timed open =
        new Timed(
            forks.benchmark().label(),
            Decision.UNDECIDED,
            Math.expm1(shift.estimate()),
            interval,
            noise,
            limit,
            forks.pairs(),
            Arrays.stream(forks.differences()).map(Math::expm1).boxed().toList(),
            p,
            adjusted,
            null,
            new Rivals(forks.alarmsByFixedRule(), forks.alarmsByWelch(rules.alpha())),
            null);
    return decide(open, forks, benchmarks);
  }

  private Timed decide(Timed open, PairedForks forks, int benchmarks) {
    List<Difference> differences = DeviceState.differences(forks);
    if (!differences.isEmpty()) {
      Difference first = differences.getFirst();
      String reason =
          "not comparable: the device's %s against %s"
              .formatted(first.baseline(), first.candidate());
      return with(open, Decision.NOT_GATEABLE, null, reason);
    }
    if (noise(forks) > Rules.WIDEST_NOISE) {
      String reason =
          "two forks of one build differ by %s; %s is the most"
              .formatted(percent(noise(forks)), percent(Rules.WIDEST_NOISE));
      return with(open, Decision.NOT_GATEABLE, null, reason);
    }
    if (!rules.canReject(forks.pairs(), benchmarks)) {
      return with(open, Decision.UNDECIDED, null, tooFew(forks.pairs(), benchmarks));
    }
    Double adjusted = open.adjusted();
    if (adjusted != null && adjusted <= rules.alphaOfALook()) {
      return with(open, Decision.REGRESSED, null, null);
    }
    return signedRank(forks, open.limit()).less() <= rules.passLevelOfALook()
        ? with(open, Decision.PASS, null, null)
        : with(
            open,
            Decision.UNDECIDED,
            null,
            "neither above nor below %s is shown".formatted(percent(open.limit())));
  }

  private double slower(PairedForks forks) {
    return forks.pairs() < 2
        ? 1
        : signedRank(forks, rules.limit(noise(forks), forks.pairs())).greater();
  }

  private double noise(PairedForks forks) {
    return known.getOrDefault(forks.benchmark().label(), forks.noise());
  }

  private String tooFew(int pairs, int benchmarks) {
    return "%s pairs of forks cannot reject at %s for %s benchmarks in %s look%s; %s can"
        .formatted(
            pairs,
            rules.alpha(),
            benchmarks,
            rules.looks(),
            rules.looks() == 1 ? "" : "s",
            rules.fewestPairs(benchmarks));
  }

  private static SignedRank signedRank(PairedForks forks, double limit) {
    double shift = Math.log1p(limit);
    return SignedRank.of(Arrays.stream(forks.differences()).map(d -> d - shift).toArray());
  }

  static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }

  private static Timed with(
      Timed timed, Decision decision, @Nullable Boolean confirmed, @Nullable String reason) {
    return new Timed(
        timed.benchmark(),
        decision,
        timed.change(),
        timed.interval(),
        timed.noise(),
        timed.limit(),
        timed.pairs(),
        timed.changes(),
        timed.p(),
        timed.adjusted(),
        confirmed,
        timed.rivals(),
        reason);
  }
}
