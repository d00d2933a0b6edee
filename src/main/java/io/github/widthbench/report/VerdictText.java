package io.github.widthbench.report;

import io.github.widthbench.experiment.Verdict;
import io.github.widthbench.report.chart.Numbers;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The parts of a verdict as text. */
final class VerdictText {

  private VerdictText() {}

  /**
   * What was found: the group it is about, estimate with interval, margin, reason; those that are
   * there.
   */
  static String evidence(Verdict verdict) {
    List<String> parts = new ArrayList<>();
    if (verdict.group() != null) {
      parts.add(verdict.group());
    }
    if (verdict.estimate() != null) {
      parts.add("estimate " + Numbers.decimal(verdict.estimate()) + interval(verdict.interval()));
    }
    if (verdict.margin() != null) {
      parts.add("margin " + Numbers.decimal(verdict.margin()));
    }
    if (verdict.reason() != null) {
      parts.add(verdict.reason());
    }
    return String.join("; ", parts);
  }

  /** {@code in [low, high]}, or nothing. */
  private static String interval(Verdict.@Nullable Interval interval) {
    return interval == null
        ? ""
        : " in [%s, %s]"
            .formatted(Numbers.decimal(interval.low()), Numbers.decimal(interval.high()));
  }
}
