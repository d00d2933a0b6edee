package io.github.widthbench.report;

import io.github.widthbench.experiment.Verdict;
import io.github.widthbench.report.chart.Bounded;
import io.github.widthbench.report.chart.Charts;
import io.github.widthbench.report.chart.Picture;
import io.github.widthbench.scaling.Section;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/** The content of a page as plain maps, lists and scalars. */
final class PageData {

  private PageData() {}

  /** A section a study; runs of one study share a section and are compared. */
  static List<SequencedMap<String, Object>> sections(List<StudyReport> reports) {
    Map<String, List<StudyReport>> byStudy =
        reports.stream()
            .collect(
                Collectors.groupingBy(
                    report -> report.summary().study(), LinkedHashMap::new, Collectors.toList()));
    return byStudy.values().stream().map(PageData::section).toList();
  }

  private static SequencedMap<String, Object> section(List<StudyReport> runs) {
    StudyReport first = runs.getFirst();
    SequencedMap<String, Object> plain = new LinkedHashMap<>();
    plain.put("title", first.title());
    plain.put("study", first.summary().study());
    plain.put("experiment", first.evidence().study().experiment());
    plain.put("asked", AskedText.of(first.evidence().study()));
    if (runs.size() == 1) {
      plain.put("runs", List.of(run("", first)));
      plain.put("pictures", PictureData.of(pictures(first)));
      return plain;
    }
    Comparison comparison = Comparison.of(runs);
    List<Map<String, Object>> each = new ArrayList<>();
    SequencedMap<String, List<Picture>> pictures = new LinkedHashMap<>();
    for (int i = 0; i < runs.size(); i++) {
      each.add(run(comparison.labels().get(i), runs.get(i)));
      pictures.put(comparison.labels().get(i), pictures(runs.get(i)));
    }
    plain.put("runs", each);
    plain.put(
        "comparison",
        comparison(
            comparison.notes(),
            comparison.facts(),
            comparison.verdicts(),
            comparison.numbers(),
            "each summary.json"));
    plain.put("pictures", PictureData.of(Charts.joined(pictures)));
    return plain;
  }

  private static List<Picture> pictures(StudyReport report) {
    return Charts.of(
        report.evidence().study().experiment(),
        report.evidence().finished(),
        report.summary().findings().verdicts());
  }

  private static SequencedMap<String, Object> run(String label, StudyReport report) {
    SequencedMap<String, Object> plain = new LinkedHashMap<>();
    plain.put("label", label);
    plain.put("sentence", report.summary().findings().sentence());
    plain.put("beyondTheory", TrustText.beyondTheory(report.evidence().records()).orElse(""));
    plain.put("folder", report.summary().folder());
    plain.put("cells", report.cellCounts());
    plain.put("device", RanText.devices(report.evidence().records()));
    plain.put("precision", RanText.precisions(report.evidence().records()));
    plain.put("checks", TrustText.checks(report.evidence().records()).orElse(""));
    plain.put("cautions", TrustText.cautions(report.evidence().records()));
    plain.put("seconds", RanText.seconds(report.evidence().records()));
    plain.put("commands", report.commands());
    plain.put("madeBy", new LinkedHashMap<>(report.madeBy()));
    plain.put(
        "verdicts",
        report.summary().findings().verdicts().stream().map(PageData::verdict).toList());
    plain.put(
        "tables", List.of(titled("Table", Table.of(report.summary().findings()), "summary.json")));
    plain.put("parts", report.scaling().stream().map(PageData::part).toList());
    return plain;
  }

  private static SequencedMap<String, Object> part(Section section) {
    SequencedMap<String, Object> plain = new LinkedHashMap<>();
    plain.put("title", section.title());
    plain.put("reading", section.reading());
    plain.put("table", table(Table.of(section.columns(), section.rows()), "scaling.json"));
    return plain;
  }

  private static SequencedMap<String, Object> verdict(Verdict verdict) {
    SequencedMap<String, Object> plain = new LinkedHashMap<>();
    plain.put("statement", verdict.statement());
    plain.put("says", verdict.says().label());
    plain.put("found", VerdictText.evidence(verdict));
    plain.put("origin", verdict.origin().label());
    plain.put("group", verdict.group() == null ? "" : verdict.group());
    return plain;
  }

  /**
   * What stands side by side: facts and verdicts of each run, and where they differ.
   *
   * @param whole names what holds all of the numbers
   */
  static SequencedMap<String, Object> comparison(
      List<String> notes, Table facts, Table verdicts, Table numbers, String whole) {
    SequencedMap<String, Object> plain = new LinkedHashMap<>();
    plain.put("notes", notes);
    plain.put("facts", table(facts, ""));
    plain.put("verdicts", table(verdicts, ""));
    plain.put("numbers", table(numbers, whole));
    return plain;
  }

  /** A table of its own, under {@code title}. */
  static SequencedMap<String, Object> titled(String title, Table table, String whole) {
    SequencedMap<String, Object> plain = table(table, whole);
    plain.put("title", title);
    return plain;
  }

  /** At most {@link Bounded#ROWS} rows, with a note that names what holds all of them. */
  private static SequencedMap<String, Object> table(Table table, String whole) {
    Bounded<List<String>> rows = Bounded.evenly(table.rows(), Bounded.ROWS);
    String note = rows.note("rows");
    SequencedMap<String, Object> plain = new LinkedHashMap<>();
    plain.put("headings", table.headings());
    plain.put("numeric", table.numeric());
    plain.put("rows", rows.shown());
    plain.put("note", note.isEmpty() || whole.isEmpty() ? note : note + "; all are in " + whole);
    return plain;
  }
}
