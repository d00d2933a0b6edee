package io.github.widthbench.results;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * What a gate found: the content of {@code gate.json} and of {@code gate --json}.
 *
 * @param exit status of the command
 * @param sentence the answer in one line
 * @param differences why timed metrics cannot be compared, or exact ones; empty where they can
 * @param notes what else the reader should know
 * @param calibration what the gate itself was measured to do on such a machine, where it was
 */
public record GateRecord(
    int exit,
    String sentence,
    Side baseline,
    Side candidate,
    Rules rules,
    List<Difference> differences,
    Exact exact,
    List<Timed> timed,
    List<Convergence> convergence,
    List<String> notes,
    @Nullable GateCalibration calibration) {

  /** Name and major version of its form. */
  public static final String SCHEMA = "widthbench/gate/1";

  public GateRecord {
    differences = List.copyOf(differences);
    timed = List.copyOf(timed);
    convergence = List.copyOf(convergence);
    notes = List.copyOf(notes);
  }

  /** What the gate says about one benchmark or group of cells. */
  public enum Decision {
    PASS,
    REGRESSED,
    UNDECIDED,
    NOT_GATEABLE;

    /** The word used in records. */
    @JsonValue
    public String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /**
   * One of the two that are compared.
   *
   * @param name as the user gave it
   * @param facts about machine and build
   */
  public record Side(String name, SequencedMap<String, String> facts) {}

  /**
   * What was demanded before measuring.
   *
   * @param minimumEffect smallest change that matters, as a share
   * @param alpha chance of any false alarm among all benchmarks
   * @param looks times at which the evidence was to be judged
   * @param seed of the order of forks; null where the gate measured nothing itself
   */
  public record Rules(double minimumEffect, double alpha, int looks, @Nullable Long seed) {}

  /** A fact in which the sides differ although it decides what is measured. */
  public record Difference(String fact, String baseline, String candidate) {}

  /**
   * Metrics that must be equal.
   *
   * @param equal how many are
   * @param added how many the candidate has and the baseline has not
   * @param changed those that differ or are missing
   */
  public record Exact(int equal, int added, List<Changed> changed) {
    public Exact {
      changed = List.copyOf(changed);
    }

    /** Changes that nobody accepted. */
    public List<Changed> unaccepted() {
      return changed.stream().filter(change -> change.acceptedBy() == null).toList();
    }
  }

  /**
   * An exact metric with another value.
   *
   * @param candidate null where it has none
   * @param acceptedBy the option or line that accepts it by name, or null
   */
  public record Changed(
      String name, String baseline, @Nullable String candidate, @Nullable String acceptedBy) {}

  /**
   * A benchmark's verdict. Changes are shares of the baseline: 0.1 is ten percent slower.
   *
   * @param change estimate by Hodges and Lehmann, null where no pair was measured
   * @param interval that holds the change with 95 %, null where there are too few pairs
   * @param noise 90th percentile of the change between two forks of one build
   * @param limit change that the test was against
   * @param changes of the pairs, in the order measured
   * @param p of the signed-rank test, null where it could not be made
   * @param adjusted p after Holm
   * @param confirmed whether new forks showed a regression again; null where none was to confirm
   * @param rivals what two common rules would have said
   */
  public record Timed(
      String benchmark,
      Decision decision,
      @Nullable Double change,
      @Nullable Interval interval,
      @Nullable Double noise,
      double limit,
      int pairs,
      List<Double> changes,
      @Nullable Double p,
      @Nullable Double adjusted,
      @Nullable Boolean confirmed,
      @Nullable Rivals rivals,
      @Nullable String reason) {
    public Timed {
      changes = List.copyOf(changes);
    }
  }

  /** From low to high. */
  public record Interval(double low, double high) {}

  /**
   * The same data judged otherwise.
   *
   * @param fixedRule whether the first fork alone is more than 5 % slower
   * @param welch whether Welch's t-test over all iterations of all forks rejects at alpha
   */
  public record Rivals(boolean fixedRule, boolean welch) {}

  /**
   * A group of cells that differ only in their seed.
   *
   * @param seeds that both sides have
   * @param ended seeds that converged on the baseline, and on the candidate
   * @param change of the number of iterations among pairs that both converged, by Hodges and
   *     Lehmann
   * @param method that gave the p-value of slower convergence
   * @param success p-value of fewer successes, by McNemar
   */
  public record Convergence(
      String group,
      Decision decision,
      int seeds,
      List<Integer> ended,
      @Nullable Double change,
      String method,
      double p,
      double success,
      double adjusted) {}

  /** The content of {@code gate.json}. */
  public String json() {
    return Json.record(SCHEMA, this);
  }
}
