package io.github.widthbench.report;

import io.github.widthbench.experiment.Outcome;
import io.github.widthbench.report.chart.Bounded;
import io.github.widthbench.results.CellRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/** How far records can be trusted, as text: which were checked, and what they caution against. */
final class TrustText {

  /** Kinds of extensions that one line names. */
  private static final int MOST_KINDS = 12;

  private TrustText() {}

  /** How many of {@code records} were recomputed on the reference; empty if none. */
  static Optional<String> checks(List<CellRecord> records) {
    List<CellRecord> checked =
        records.stream().filter(record -> record.backend().checked() != null).toList();
    long failed =
        checked.stream()
            .filter(record -> record.outcome().status() == Outcome.Status.FAILED)
            .count();
    return checked.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "%d of %d cells computed again on the fp64 reference, %d differ"
                .formatted(checked.size(), records.size(), failed));
  }

  /** What of {@code records} is beyond the theory, each once with its cells counted. */
  static Optional<String> beyondTheory(List<CellRecord> records) {
    SequencedMap<String, Integer> cells = new LinkedHashMap<>();
    records.stream()
        .flatMap(record -> record.beyondTheory().stream())
        .forEach(text -> cells.merge(text, 1, Integer::sum));
    Bounded<String> shown = Bounded.evenly(List.copyOf(cells.keySet()), MOST_KINDS);
    String kinds =
        shown.shown().stream()
            .map(text -> "%s (%d of %d cells)".formatted(text, cells.get(text), records.size()))
            .collect(Collectors.joining("; "));
    String note = shown.note("kinds");
    return cells.isEmpty()
        ? Optional.empty()
        : Optional.of(note.isEmpty() ? kinds : kinds + "; " + note);
  }

  /** The cautions of {@code records}, each kind once with its cells counted. */
  static List<String> cautions(List<CellRecord> records) {
    SequencedMap<String, List<String>> byKind = new LinkedHashMap<>();
    for (CellRecord record : records) {
      for (String caution : record.outcome().cautions()) {
        String kind = caution.substring(0, Math.max(0, caution.indexOf(':')));
        byKind.computeIfAbsent(kind, _ -> new ArrayList<>()).add(caution);
      }
    }
    return byKind.values().stream()
        .map(all ->
            "%d of %d cells, such as %s".formatted(all.size(), records.size(), all.getFirst()))
        .toList();
  }
}
