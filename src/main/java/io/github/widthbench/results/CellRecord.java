package io.github.widthbench.results;

import io.github.widthbench.backend.Energy;
import io.github.widthbench.experiment.Outcome;
import io.github.widthbench.experiment.Verdict;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * A line of {@code cells.jsonl}: how one cell ended. Its outcome is made plain when the record is
 * made (non-finite numbers become null with a reason), so that reading a line gives back an equal
 * record.
 *
 * @param id of the cell
 * @param cell values of the axes by flat dotted path
 * @param attempt 0 for the first, one more with every retry
 * @param beyondTheory what the cell asks for of which no paper speaks, such as {@code ridge 0.01}
 */
public record CellRecord(
    String id,
    String experiment,
    SequencedMap<String, Object> cell,
    Outcome outcome,
    Timing timing,
    Ran backend,
    int attempt,
    List<String> beyondTheory) {

  /** Name and major version of the form of a line. */
  public static final String SCHEMA = "widthbench/cell/1";

  public CellRecord {
    SequencedMap<String, String> reasons = new LinkedHashMap<>(outcome.reasons());
    Plain plain = new Plain(reasons);
    cell = Collections.unmodifiableSequencedMap(plain.map("cell", cell));
    outcome = plain(outcome, plain, reasons);
    beyondTheory = List.copyOf(beyondTheory);
  }

  /** The record of a cell that stays within the theory. */
  public CellRecord(
      String id,
      String experiment,
      SequencedMap<String, Object> cell,
      Outcome outcome,
      Timing timing,
      Ran backend,
      int attempt) {
    this(id, experiment, cell, outcome, timing, backend, attempt, List.of());
  }

  /**
   * How long a cell took.
   *
   * @param seconds the cell's share of its batch
   * @param batch cells in the batch
   * @param contended whether something else ran on the machine at the time
   * @param slowed why the device was slower than it can be, as it said itself; null if it did not
   * @param energy the cell's share of what the device took while the batch ran; null in records
   *     that do not say
   */
  public record Timing(
      double seconds,
      int batch,
      boolean contended,
      @Nullable String slowed,
      @Nullable Energy energy) {

    public Timing(double seconds, int batch, boolean contended) {
      this(seconds, batch, contended, null, null);
    }

    /** The cell's share of the energy; NaN where nobody can tell. */
    public double joules() {
      return energy instanceof Energy.Joules(double joules) ? joules : Double.NaN;
    }

    /** Why nobody can tell the joules; empty where they are told. */
    public String noJoules() {
      return switch (energy) {
        case Energy.Joules _ -> "";
        case Energy.Untold(String why) -> why;
        case null -> "the record says nothing of energy";
      };
    }
  }

  /**
   * What a cell ran on.
   *
   * @param used kind of the backend
   * @param fused whether its fused passes were used
   * @param eigen how it solves eigenvalue problems; null in records that do not say
   * @param why this backend, where the user named none; else null
   * @param checked what recomputing the cell on the reference said; null if it was not recomputed
   */
  public record Ran(
      String used,
      String device,
      String precision,
      boolean fused,
      @Nullable String eigen,
      @Nullable String why,
      @Nullable String checked) {

    public Ran(String used, String device, String precision, boolean fused) {
      this(used, device, precision, fused, null, null, null);
    }

    private Ran withCheck(String said) {
      return new Ran(used, device, precision, fused, eigen, why, said);
    }
  }

  /** This record after a check that said {@code said} and leaves {@code outcome}. */
  public CellRecord checked(Outcome outcome, String said) {
    Ran checked = backend.withCheck(said);
    return new CellRecord(id, experiment, cell, outcome, timing, checked, attempt, beyondTheory);
  }

  /** The line in UTF-8 with its checksum, without a newline. */
  public byte[] line() {
    return Seal.line(plain());
  }

  /**
   * What must be the same for any thread count, batch, interruption or shard: the record without
   * timing, backend, attempt and checksum, as text with sorted keys.
   */
  public String deterministic() {
    SequencedMap<String, @Nullable Object> plain = plain();
    List.of("timing", "backend", "attempt").forEach(plain::remove);
    return Json.canonical(plain);
  }

  private SequencedMap<String, @Nullable Object> plain() {
    SequencedMap<String, @Nullable Object> plain = new LinkedHashMap<>();
    plain.put("schema", SCHEMA);
    plain.put("id", id);
    plain.put("experiment", experiment);
    plain.put("cell", cell);
    if (!beyondTheory.isEmpty()) {
      plain.put("beyondTheory", beyondTheory);
    }
    plain.put("status", outcome.status().label());
    plain.put("reason", outcome.reason());
    plain.put("outcome", outcome.metrics());
    plain.put("curve", outcome.curve());
    plain.put("verdicts", outcome.verdicts().stream().map(VerdictJson::ofCell).toList());
    if (!outcome.cautions().isEmpty()) {
      plain.put("cautions", outcome.cautions());
    }
    plain.put("timing", plain(timing));
    plain.put("backend", plain(backend));
    plain.put("attempt", attempt);
    plain.put("reasons", outcome.reasons());
    return plain;
  }

  private static SequencedMap<String, Object> plain(Timing timing) {
    SequencedMap<String, Object> plain = new LinkedHashMap<>();
    plain.put("seconds", timing.seconds());
    plain.put("batch", timing.batch());
    plain.put("contended", timing.contended());
    if (timing.slowed() != null) {
      plain.put("slowed", timing.slowed());
    }
    switch (timing.energy()) {
      case Energy.Joules(double joules) -> plain.put("joules", joules);
      case Energy.Untold(String why) -> plain.put("noJoules", why);
      case null -> {}
    }
    return plain;
  }

  private static SequencedMap<String, Object> plain(Ran ran) {
    SequencedMap<String, Object> plain = new LinkedHashMap<>();
    plain.put("used", ran.used());
    plain.put("device", ran.device());
    plain.put("precision", ran.precision());
    plain.put("fused", ran.fused());
    if (ran.eigen() != null) {
      plain.put("eigen", ran.eigen());
    }
    if (ran.why() != null) {
      plain.put("why", ran.why());
    }
    if (ran.checked() != null) {
      plain.put("checked", ran.checked());
    }
    return plain;
  }

  private static Outcome plain(Outcome outcome, Plain plain, SequencedMap<String, String> reasons) {
    SequencedMap<String, Object> metrics = plain.map("outcome", outcome.metrics());
    List<SequencedMap<String, Object>> curve = new ArrayList<>();
    for (SequencedMap<String, Object> point : outcome.curve()) {
      curve.add(Collections.unmodifiableSequencedMap(plain.map("curve." + curve.size(), point)));
    }
    List<Verdict> verdicts = new ArrayList<>();
    for (Verdict verdict : outcome.verdicts()) {
      Double margin = plain.number("verdicts." + verdicts.size() + ".margin", verdict.margin());
      verdicts.add(
          new Verdict(
              verdict.statement(),
              verdict.says(),
              margin,
              verdict.reason(),
              verdict.origin(),
              null,
              null,
              verdict.group()));
    }
    return new Outcome(
        outcome.status(), outcome.reason(), metrics, reasons, curve, verdicts, outcome.cautions());
  }
}
