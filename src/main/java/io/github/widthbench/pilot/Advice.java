package io.github.widthbench.pilot;

import io.github.widthbench.study.Goal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * Whether to go on with a study.
 *
 * @param says GO if the whole interval of every criterion meets its goal, STOP if one of them is
 *     missed by its whole interval, else UNCLEAR
 * @param reasons one sentence a criterion
 */
public record Advice(Says says, List<String> reasons) {

  public Advice {
    reasons = List.copyOf(reasons);
  }

  /** The three answers. */
  public enum Says {
    GO,
    UNCLEAR,
    STOP
  }

  private record Criterion(Says says, String sentence) {}

  /** What {@code forecast} says about {@code goal}, when the run has taken so long already. */
  static Advice of(Goal goal, Forecast forecast, double spentSeconds) {
    Estimate seconds = Estimate.exactly(spentSeconds).plus(forecast.seconds());
    List<Criterion> criteria =
        Stream.of(converged(goal.converged(), forecast.converged()), time(goal.seconds(), seconds))
            .flatMap(List::stream)
            .toList();
    List<String> reasons = new ArrayList<>(criteria.stream().map(Criterion::sentence).toList());
    if (reasons.isEmpty()) {
      reasons.add("the study has no goal, so nothing stands against it");
    }
    Says worst = criteria.stream().map(Criterion::says).max(Enum::compareTo).orElse(Says.GO);
    return new Advice(worst, reasons);
  }

  private static List<Criterion> converged(OptionalDouble goal, Estimate share) {
    if (goal.isEmpty()) {
      return List.of();
    }
    double least = goal.getAsDouble();
    Says says = share.low() >= least ? Says.GO : share.high() < least ? Says.STOP : Says.UNCLEAR;
    return List.of(
        new Criterion(says, sentence("share that converges", share, "at least", least, says)));
  }

  private static List<Criterion> time(OptionalDouble goal, Estimate seconds) {
    if (goal.isEmpty()) {
      return List.of();
    }
    double most = goal.getAsDouble();
    Says says = seconds.high() <= most ? Says.GO : seconds.low() > most ? Says.STOP : Says.UNCLEAR;
    return List.of(
        new Criterion(says, sentence("seconds of the run", seconds, "at most", most, says)));
  }

  private static String sentence(
      String what, Estimate found, String relation, double goal, Says says) {
    String met =
        switch (says) {
          case GO -> "met";
          case STOP -> "missed";
          case UNCLEAR -> "not told by the interval";
        };
    return String.format(
        Locale.ROOT,
        "%s: %.3g, between %.3g and %.3g; goal %s %.4g: %s",
        what,
        found.value(),
        found.low(),
        found.high(),
        relation,
        goal,
        met);
  }
}
