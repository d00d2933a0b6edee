package io.github.widthbench.experiment;

import io.github.widthbench.experiment.Verdict.Interval;
import io.github.widthbench.experiment.Verdict.Origin;
import io.github.widthbench.experiment.Verdict.Says;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apache.commons.statistics.distribution.BetaDistribution;

/**
 * Judges a statement over a study by the share of its cells that violate it.
 *
 * @param statement name
 * @param origin where the statement comes from
 * @param allowed the probability with which the statement may fail; 0 for one that may not
 */
public record Fraction(String statement, Origin origin, double allowed) {

  /** A share is called too large only when chance would show it once in a million studies. */
  private static final double ALARM = 1e-6;

  /**
   * Holds, is violated, or cannot be told. Each stratum holds the verdicts of independent trials,
   * such as the seeds of one width; strata may share their draws, so none is pooled with another:
   * the statement is violated if one of them shows more violations than chance explains, after
   * Bonferroni.
   */
  public Verdict judge(Collection<List<Verdict>> strata) {
    List<List<Verdict>> judged =
        strata.stream().map(this::judgedOf).filter(list -> !list.isEmpty()).toList();
    if (judged.isEmpty()) {
      return Verdict.undecided(statement, origin, commonReason(strata));
    }
    List<Verdict> all = judged.stream().flatMap(List::stream).toList();
    boolean alarm = judged.stream().anyMatch(list -> isTooMany(list, ALARM / judged.size()));
    boolean within = judged.stream().allMatch(list -> share(list) <= allowed);
    Says says = alarm ? Says.VIOLATED : within ? Says.HOLDS : Says.UNDECIDED;
    String reason = violated(all) == 0 ? null : reason(all);
    Double margin = says == Says.UNDECIDED ? null : margin(all, share(all));
    Interval interval = clopperPearson(violated(all), all.size(), 0.05);
    return new Verdict(statement, says, margin, reason, origin, share(all), interval, null);
  }

  private List<Verdict> judgedOf(List<Verdict> stratum) {
    return stratum.stream()
        .filter(v -> v.statement().equals(statement) && v.says() != Says.UNDECIDED)
        .toList();
  }

  private boolean isTooMany(List<Verdict> judged, double alpha) {
    int violated = violated(judged);
    return violated > 0
        && (allowed == 0 || clopperPearson(violated, judged.size(), 2 * alpha).low() > allowed);
  }

  private static int violated(List<Verdict> judged) {
    return (int) judged.stream().filter(v -> v.says() == Says.VIOLATED).count();
  }

  private static double share(List<Verdict> judged) {
    return (double) violated(judged) / judged.size();
  }

  /** The smallest margin of the cells where none may fail, else how far the share is below. */
  private double margin(List<Verdict> judged, double share) {
    if (allowed > 0) {
      return (allowed - share) / allowed;
    }
    return judged.stream()
        .map(Verdict::margin)
        .filter(margin -> margin != null)
        .mapToDouble(Double::doubleValue)
        .min()
        .orElse(Double.NaN);
  }

  private String reason(List<Verdict> judged) {
    Verdict first =
        judged.stream().filter(v -> v.says() == Says.VIOLATED).findFirst().orElseThrow();
    return "hypothesis: violations in at most %s of the cells of each width, found %d of %d in all, needed fewer; the first: %s"
        .formatted(allowed, violated(judged), judged.size(), first.reason());
  }

  /** The first reason of the hypothesis that is missing most often, with how often. */
  private String commonReason(Collection<List<Verdict>> strata) {
    Map<String, List<String>> byName =
        strata.stream()
            .flatMap(List::stream)
            .filter(v -> v.statement().equals(statement))
            .map(Verdict::reason)
            .filter(Objects::nonNull)
            .collect(
                Collectors.groupingBy(
                    reason -> reason.split(", found", -1)[0],
                    LinkedHashMap::new,
                    Collectors.toList()));
    return byName.values().stream()
        .max(Comparator.comparingInt(List::size))
        .map(reasons -> reasons.getFirst() + " (so in " + reasons.size() + " cells)")
        .orElse("hypothesis: finished cells, found none, needed some");
  }

  /** The exact binomial interval of coverage at least 1 − alpha. */
  public static Interval clopperPearson(int hits, int trials, double alpha) {
    double low =
        hits == 0
            ? 0
            : BetaDistribution.of(hits, trials - hits + 1.0)
                .inverseCumulativeProbability(alpha / 2);
    double high =
        hits == trials
            ? 1
            : BetaDistribution.of(hits + 1.0, trials - hits).inverseSurvivalProbability(alpha / 2);
    return new Interval(low, high);
  }
}
