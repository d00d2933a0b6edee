package io.github.widthbench.experiment.electrodynamics;

import io.github.widthbench.experiment.Experiment.Finished;
import io.github.widthbench.experiment.Exponent;
import io.github.widthbench.experiment.Verdict;
import io.github.widthbench.experiment.Verdict.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The statement that an electron under cos^m, m ≥ 3, takes a time ~ d^((m−2)/2) to its proton: it
 * starts at an overlap ~ d^(−1/2) and leaves it at the speed 2m·r^(m−1). For m = 2 the time grows
 * as log d and for m = 1 not at all, so neither is a power to fit.
 */
final class HittingSlope {
  static final String STATEMENT = "electrodynamics.hitting-slope";

  private static final int LEAST_DEGREE = 3;

  /** Electrons that start closer to their proton have no way to escape from. */
  private static final double LARGEST_START = 0.5;

  private static final double TOLERANCE = 0.1;

  /** The law is one of large d: between 5 and 20 dimensions the slope is up to 0.1 above it. */
  private static final double ALLOWANCE = 0.2;

  private HittingSlope() {}

  /** One verdict a degree; none where nothing was timed. */
  static List<Verdict> judge(List<Finished> cells) {
    SortedMap<Integer, Map<Long, SortedMap<Integer, Double>>> times = new TreeMap<>();
    for (Finished finished : cells) {
      ElectrodynamicsCase cell = ElectrodynamicsCase.of(finished.cell());
      double time = finished.outcome().number("hittingTime");
      boolean timed = time > 0 && finished.outcome().number("startOverlap") <= LARGEST_START;
      if (timed && cell.kind().equals("hermite") && cell.degree() >= LEAST_DEGREE) {
        times
            .computeIfAbsent(cell.degree(), _ -> new TreeMap<>())
            .computeIfAbsent(cell.seed(), _ -> new TreeMap<>())
            .putIfAbsent(cell.inputDim(), time);
      }
    }
    List<Verdict> verdicts = new ArrayList<>();
    times.forEach((degree, bySeed) -> {
      double theory = (degree - 2) / 2.0;
      verdicts.add(
          new Exponent(STATEMENT, Origin.RE_DERIVED, theory, TOLERANCE, ALLOWANCE)
              .judge(bySeed)
              .in("degree=" + degree));
    });
    return verdicts;
  }
}
