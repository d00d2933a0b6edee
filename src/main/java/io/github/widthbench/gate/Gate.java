package io.github.widthbench.gate;

import io.github.widthbench.results.GateCalibration;
import io.github.widthbench.results.GateRecord;
import io.github.widthbench.results.GateRecord.Decision;
import io.github.widthbench.results.GateRecord.Difference;
import io.github.widthbench.results.GateRecord.Exact;
import io.github.widthbench.results.GateRecord.Timed;
import io.github.widthbench.results.RefusedException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Compares what was measured of two builds.
 *
 * @param calibration of the gate on such a machine, null where there is none
 */
public record Gate(Rules rules, Acceptance acceptance, @Nullable GateCalibration calibration) {

  static final int DONE = 0;
  static final int REGRESSED = 1;
  static final int UNDECIDED = 4;

  private static final String ONE_AFTER_THE_OTHER =
      "the two sides were measured one after the other: that the machine did the same for both is"
          + " an assumption; `gate --run REF` alternates";

  /**
   * Compares two files or folders.
   *
   * @throws RefusedException if one holds nothing to compare
   */
  public GateRecord compare(Path baseline, Path candidate) {
    Side before = Side.read(baseline);
    Side after = Side.read(candidate);
    boolean timed = !before.forks().isEmpty() && !after.forks().isEmpty();
    List<PairedForks> pairs = PairedForks.match(before.forks(), after.forks());
    List<Difference> facts = Facts.differences(before.facts(), after.facts());
    List<Difference> differences =
        new ArrayList<>(timed ? facts : Facts.ofBits(facts, before.facts()));
    differences.addAll(DeviceState.differences(pairs));
    Rules oneLook = new Rules(rules.minimumEffect(), rules.alpha(), 1);
    Found found =
        new Found(before.described(), after.described(), oneLook.described(null), differences);
    if (!differences.isEmpty()) {
      return found.record(new Exact(0, 0, List.of()), List.of(), List.of(), List.of(), calibration);
    }
    return found.record(
        ExactGate.compare(before.exact(), after.exact(), acceptance),
        timed ? new TimedGate(oneLook, noise(calibration)).judge(pairs) : List.of(),
        new SeedGate(rules).judge(before.runs(), after.runs()),
        timed ? notes(before, after) : List.of(),
        calibration);
  }

  private static List<String> notes(Side before, Side after) {
    List<String> notes = new ArrayList<>(List.of(ONE_AFTER_THE_OTHER));
    notes.addAll(
        DeviceState.cautions(
            Stream.concat(before.forks().stream(), after.forks().stream()).toList()));
    return notes;
  }

  /**
   * The exact metrics of {@code measured} as a file that {@link #compare} takes as baseline.
   *
   * @throws RefusedException if it holds none
   */
  public static String exactMetrics(Path measured) {
    Side side = Side.read(measured);
    if (side.exact().values().isEmpty()) {
      throw new RefusedException(measured + " holds no exact metrics");
    }
    return side.exact().json(side.facts().getOrDefault(Facts.COMPUTED_BY, ""));
  }

  /** Noise that {@code calibration} recorded, by label of the benchmark. */
  static Map<String, Double> noise(@Nullable GateCalibration calibration) {
    Map<String, Double> noise = new HashMap<>();
    if (calibration != null) {
      calibration.noise().forEach(n -> noise.put(n.benchmark(), n.percentile99()));
    }
    return noise;
  }

  /** What every record starts with. */
  record Found(
      GateRecord.Side baseline,
      GateRecord.Side candidate,
      GateRecord.Rules rules,
      List<Difference> differences) {

    /** The record with its exit code and sentence. */
    GateRecord record(
        Exact exact,
        List<Timed> timed,
        List<GateRecord.Convergence> convergence,
        List<String> notes,
        @Nullable GateCalibration calibration) {
      List<Decision> decisions = new ArrayList<>(timed.stream().map(Timed::decision).toList());
      decisions.addAll(convergence.stream().map(GateRecord.Convergence::decision).toList());
      int exit = exit(exact, decisions, timed);
      return new GateRecord(
          exit,
          sentence(exit, exact, decisions),
          baseline,
          candidate,
          rules,
          differences,
          exact,
          timed,
          convergence,
          notes,
          calibration);
    }

    /** A regression counts more than a doubt. */
    private int exit(Exact exact, List<Decision> decisions, List<Timed> timed) {
      if (!exact.unaccepted().isEmpty() || decisions.contains(Decision.REGRESSED)) {
        return Gate.REGRESSED;
      }
      boolean noneGated =
          !timed.isEmpty() && timed.stream().allMatch(t -> t.decision() == Decision.NOT_GATEABLE);
      return !differences.isEmpty() || decisions.contains(Decision.UNDECIDED) || noneGated
          ? Gate.UNDECIDED
          : Gate.DONE;
    }

    private String sentence(int exit, Exact exact, List<Decision> decisions) {
      if (!differences.isEmpty() && exit != Gate.REGRESSED) {
        return "Not comparable: "
            + differences.size()
            + " facts differ that decide what is"
            + " measured.";
      }
      String answer =
          switch (exit) {
            case Gate.DONE -> "Passed";
            case Gate.REGRESSED -> "Regressed";
            default -> "Undecided";
          };
      List<String> parts = new ArrayList<>();
      int compared = exact.equal() + exact.changed().size();
      if (compared > 0 || decisions.isEmpty()) {
        parts.add(
            "%s of %s exact metrics equal, %s changed and not accepted"
                .formatted(exact.equal(), compared, exact.unaccepted().size()));
      }
      if (!decisions.isEmpty()) {
        parts.add(
            "of %s tests %s passed, %s regressed, %s are undecided, %s not gateable"
                .formatted(
                    decisions.size(),
                    count(decisions, Decision.PASS),
                    count(decisions, Decision.REGRESSED),
                    count(decisions, Decision.UNDECIDED),
                    count(decisions, Decision.NOT_GATEABLE)));
      }
      return answer + ": " + String.join("; ", parts) + ".";
    }

    private static long count(List<Decision> decisions, Decision decision) {
      return decisions.stream().filter(decision::equals).count();
    }
  }
}
