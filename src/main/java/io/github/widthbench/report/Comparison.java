package io.github.widthbench.report;

import io.github.widthbench.experiment.Verdict;
import io.github.widthbench.report.chart.Numbers;
import io.github.widthbench.results.CellRecord;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Runs of one study side by side.
 *
 * @param labels one a run: what tells it from the others
 * @param facts device, precision, commit and the fields in which the studies differ
 * @param verdicts a statement a row
 * @param numbers the rows that both tables have, in the columns in which they differ
 * @param notes which records are the same
 */
record Comparison(
    List<String> labels, Table facts, Table verdicts, Table numbers, List<String> notes) {

  private static final String ABSENT = "-";

  static Comparison of(List<StudyReport> runs) {
    SequencedMap<String, List<String>> facts = facts(runs);
    List<String> labels = labels(runs, facts);
    return new Comparison(
        labels,
        Table.beside("", labels, facts),
        Table.beside("statement", labels, verdicts(runs)),
        new NumbersSideBySide(runs, labels).table(),
        sameRecords(runs, labels));
  }

  private static SequencedMap<String, List<String>> facts(List<StudyReport> runs) {
    SequencedMap<String, List<String>> facts = new LinkedHashMap<>();
    facts.put("device", each(runs, run -> RanText.devices(run.evidence().records())));
    facts.put("precision", each(runs, run -> RanText.precisions(run.evidence().records())));
    facts.put("build", each(runs, run -> run.madeBy().getOrDefault("build", ABSENT)));
    facts.put("Java", each(runs, run -> run.madeBy().getOrDefault("Java", ABSENT)));
    facts.put("cells", each(runs, StudyReport::cellCounts));
    facts.put(
        "median time of a cell", each(runs, run -> RanText.seconds(run.evidence().records())));
    facts.put("folder", each(runs, run -> run.summary().folder()));
    List<SequencedMap<String, String>> fields = runs.stream().map(Comparison::fields).toList();
    Set<String> paths = new LinkedHashSet<>();
    fields.forEach(map -> paths.addAll(map.keySet()));
    for (String path : paths) {
      List<String> values = fields.stream().map(f -> f.getOrDefault(path, ABSENT)).toList();
      if (!path.equals("precision") && Set.copyOf(values).size() > 1) {
        facts.put(path, values);
      }
    }
    return facts;
  }

  private static List<String> labels(
      List<StudyReport> runs, SequencedMap<String, List<String>> facts) {
    return RunLabels.of(
        Stream.of("device", "precision", "build")
            .map(fact -> facts.getOrDefault(fact, List.of()))
            .toList(),
        each(runs, run -> run.summary().folder()));
  }

  private static SequencedMap<String, List<String>> verdicts(List<StudyReport> runs) {
    SequencedMap<String, List<String>> rows = new LinkedHashMap<>();
    for (int i = 0; i < runs.size(); i++) {
      for (Verdict verdict : runs.get(i).summary().findings().verdicts()) {
        String group = verdict.group() == null ? "" : ", " + verdict.group();
        String found =
            verdict.estimate() == null ? "" : " (" + Numbers.decimal(verdict.estimate()) + ")";
        rows.computeIfAbsent(
                verdict.statement() + group,
                _ -> new ArrayList<>(Collections.nCopies(runs.size(), ABSENT)))
            .set(i, verdict.says().label() + found);
      }
    }
    return rows;
  }

  /**
   * Cells of one id are the same cell; their outcomes are compared bit for bit with the first's.
   */
  private static List<String> sameRecords(List<StudyReport> runs, List<String> labels) {
    Map<String, String> first =
        runs.getFirst().evidence().records().stream()
            .collect(Collectors.toMap(CellRecord::id, CellRecord::deterministic, (a, b) -> b));
    List<String> notes = new ArrayList<>();
    for (int i = 1; i < runs.size(); i++) {
      List<CellRecord> shared =
          runs.get(i).evidence().records().stream().filter(r -> first.containsKey(r.id())).toList();
      long same = shared.stream().filter(r -> r.deterministic().equals(first.get(r.id()))).count();
      notes.add(
          "%s and %s: %d cells in both, of which %d have the same record bit for bit"
              .formatted(labels.getFirst(), labels.get(i), shared.size(), same));
    }
    return notes;
  }

  /** The fixed fields of a study by flat dotted path. */
  private static SequencedMap<String, String> fields(StudyReport run) {
    SequencedMap<String, String> flat = new LinkedHashMap<>();
    flatten("", run.evidence().study().fixed().plain(), flat);
    run.evidence()
        .study()
        .axes()
        .forEach(axis -> flat.put(axis.path(), axis.values().size() + " values"));
    return flat;
  }

  private static void flatten(
      String path, @Nullable Object value, SequencedMap<String, String> flat) {
    if (value instanceof Map<?, ?> map) {
      map.forEach((key, entry) -> flatten(path + (path.isEmpty() ? "" : ".") + key, entry, flat));
    } else {
      flat.put(path, Numbers.text(value));
    }
  }

  private static List<String> each(List<StudyReport> runs, Function<StudyReport, String> fact) {
    return runs.stream().map(fact).toList();
  }
}
