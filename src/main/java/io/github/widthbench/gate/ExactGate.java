package io.github.widthbench.gate;

import io.github.widthbench.results.GateRecord.Changed;
import io.github.widthbench.results.GateRecord.Exact;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Compares metrics that must be equal. */
final class ExactGate {

  /** JMH divides what a thread allocated by its operations: whatever else it did is in it. */
  private static final double ALLOCATION_BYTES = 16;

  private static final double ALLOCATION_SHARE = 0.01;

  private ExactGate() {}

  /** Every metric of the baseline that the candidate shows otherwise, or not at all. */
  static Exact compare(ExactMetrics baseline, ExactMetrics candidate, Acceptance acceptance) {
    List<Changed> changed = new ArrayList<>();
    baseline
        .values()
        .forEach((name, before) -> {
          String after = candidate.values().get(name);
          if (!equal(name, before, after)) {
            changed.add(new Changed(name, before, after, acceptance.by(name)));
          }
        });
    long added =
        candidate.values().keySet().stream()
            .filter(name -> !baseline.values().containsKey(name))
            .count();
    return new Exact(baseline.values().size() - changed.size(), (int) added, changed);
  }

  private static boolean equal(String name, String before, @Nullable String after) {
    if (after == null || !name.endsWith(ExactMetrics.ALLOCATION)) {
      return Objects.equals(before, after);
    }
    double bytes = Double.parseDouble(before);
    double most = Math.max(ALLOCATION_BYTES, ALLOCATION_SHARE * bytes);
    return Math.abs(Double.parseDouble(after) - bytes) <= most;
  }
}
