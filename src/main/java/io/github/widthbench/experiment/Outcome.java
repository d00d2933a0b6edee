package io.github.widthbench.experiment;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * What came out of one cell; a pure function of the cell's settings on one instruction set.
 *
 * @param reason why not converged, or why failed; null otherwise
 * @param metrics by the names of the contract: Boolean, Integer, Long, Double, String, or lists and
 *     maps of them; non-finite doubles are allowed here and written as null with a reason
 * @param reasons why a metric is missing or not finite, by its dotted path in the record
 * @param curve points in time order, each with {@code t} first
 * @param cautions why not to trust some of it, one sentence each: see {@link PrecisionCautions}
 */
public record Outcome(
    Status status,
    @Nullable String reason,
    SequencedMap<String, Object> metrics,
    SequencedMap<String, String> reasons,
    List<SequencedMap<String, Object>> curve,
    List<Verdict> verdicts,
    List<String> cautions) {

  public Outcome {
    metrics = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(metrics));
    reasons = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(reasons));
    curve = List.copyOf(curve);
    verdicts = List.copyOf(verdicts);
    cautions = List.copyOf(cautions);
  }

  /** An outcome without cautions. */
  public Outcome(
      Status status,
      @Nullable String reason,
      SequencedMap<String, Object> metrics,
      SequencedMap<String, String> reasons,
      List<SequencedMap<String, Object>> curve,
      List<Verdict> verdicts) {
    this(status, reason, metrics, reasons, curve, verdicts, List.of());
  }

  /** How a cell ended. */
  public enum Status {
    OK,
    FAILED,
    INFEASIBLE;

    /** The word used in records. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** A cell that ended by an exception, a time limit or a refusal. */
  public static Outcome ended(Status status, String reason) {
    return new Outcome(
        status, reason, new LinkedHashMap<>(), new LinkedHashMap<>(), List.of(), List.of());
  }

  /** A metric as a number, NaN where absent or null. */
  public double number(String name) {
    return metrics.get(name) instanceof Number number ? number.doubleValue() : Double.NaN;
  }

  /** A metric that says yes or no; absent counts as no. */
  public boolean flag(String name) {
    return metrics.get(name) instanceof Boolean flag && flag;
  }

  /** The metric {@code name}, a list of maps, or empty. */
  @SuppressWarnings("unchecked")
  public List<Map<String, Object>> list(String name) {
    return metrics.get(name) instanceof List<?> list ? (List<Map<String, Object>>) list : List.of();
  }
}
