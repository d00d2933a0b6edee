package io.github.widthbench.experiment;

import io.github.widthbench.experiment.Verdict.Interval;
import io.github.widthbench.experiment.Verdict.Origin;
import io.github.widthbench.experiment.Verdict.Says;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
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

  /** Holds, is violated, or cannot be told from the verdicts of the cells. */
  public Verdict judge(List<Verdict> cells) {
    List<Verdict> own = cells.stream().filter(v -> v.statement().equals(statement)).toList();
    List<Verdict> judged = own.stream().filter(v -> v.says() != Says.UNDECIDED).toList();
    if (judged.isEmpty()) {
      return Verdict.undecided(statement, origin, commonReason(own));
    }
    int violated = (int) judged.stream().filter(v -> v.says() == Says.VIOLATED).count();
    double share = (double) violated / judged.size();
    Interval interval = clopperPearson(violated, judged.size(), 0.05);
    boolean tooMany =
        violated > 0
            && (allowed == 0 || clopperPearson(violated, judged.size(), 2 * ALARM).low() > allowed);
    Says says = tooMany ? Says.VIOLATED : share <= allowed ? Says.HOLDS : Says.UNDECIDED;
    String reason = says == Says.HOLDS ? null : reason(violated, judged);
    Double margin = says == Says.UNDECIDED ? null : margin(judged, share);
    return new Verdict(statement, says, margin, reason, origin, share, interval, null);
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

  private String reason(int violated, List<Verdict> judged) {
    String first =
        judged.stream()
            .filter(v -> v.says() == Says.VIOLATED && v.reason() != null)
            .map(Verdict::reason)
            .findFirst()
            .orElse("no reason given");
    return "violated in %d of %d cells, allowed %s; the first: %s"
        .formatted(violated, judged.size(), allowed, first);
  }

  private static String commonReason(List<Verdict> undecided) {
    return undecided.stream()
        .map(Verdict::reason)
        .filter(reason -> reason != null)
        .map(reason -> reason.split(", found", -1)[0])
        .collect(Collectors.groupingBy(reason -> reason, Collectors.counting()))
        .entrySet()
        .stream()
        .max(
            Map.Entry.<String, Long>comparingByValue()
                .thenComparing(Map.Entry::getKey, Comparator.reverseOrder()))
        .map(entry -> entry.getKey() + " not met in " + entry.getValue() + " cells")
        .orElse("no finished cell");
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
