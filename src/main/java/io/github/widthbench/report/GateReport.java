package io.github.widthbench.report;

import io.github.widthbench.report.chart.Numbers;
import io.github.widthbench.results.GateRecord;
import io.github.widthbench.results.GateRecord.Changed;
import io.github.widthbench.results.GateRecord.Convergence;
import io.github.widthbench.results.GateRecord.Difference;
import io.github.widthbench.results.GateRecord.Interval;
import io.github.widthbench.results.GateRecord.Rivals;
import io.github.widthbench.results.GateRecord.Timed;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a gate found, for people: on a terminal, and as Markdown for a pull request. */
public final class GateReport {

  private static final int SHOWN_CHANGES = 40;

  private GateReport() {}

  /** Lines for a terminal; {@code unicode} says whether signs beyond ASCII may be printed. */
  public static List<String> lines(GateRecord record, boolean unicode) {
    List<String> lines = new ArrayList<>();
    for (Section section : sections(record)) {
      lines.add(section.title());
      lines.addAll(section.table().aligned());
      section.remark().lines().forEach(lines::add);
      lines.add("");
    }
    record.notes().forEach(note -> lines.add("note: " + note));
    lines.add(record.sentence());
    return lines.stream()
        .map(line -> line.replaceAll("\\p{Cntrl}", " ")) // names are those of files
        .map(line -> unicode ? line : AsciiText.of(line))
        .toList();
  }

  /** A Markdown document. */
  public static String markdown(GateRecord record) {
    List<String> lines = new ArrayList<>();
    lines.add("## " + record.sentence());
    lines.add("");
    lines.add("`%s` against `%s`.".formatted(record.candidate().name(), record.baseline().name()));
    for (Section section : sections(record)) {
      lines.add("");
      lines.add("### " + section.title());
      lines.add("");
      lines.addAll(section.table().markdown());
      if (!section.remark().isEmpty()) {
        lines.add("");
        lines.add(section.remark());
      }
    }
    if (!record.notes().isEmpty()) {
      lines.add("");
      record.notes().forEach(note -> lines.add("- " + MarkdownText.of(note)));
    }
    return String.join("\n", lines) + "\n";
  }

  /** A table with its title, and what to know about it. */
  record Section(String title, Table table, String remark) {}

  static List<Section> sections(GateRecord record) {
    List<Section> sections = new ArrayList<>();
    if (!record.differences().isEmpty()) {
      sections.add(differences(record.differences()));
    }
    if (!record.exact().changed().isEmpty()) {
      sections.add(exact(record.exact()));
    }
    if (!record.timed().isEmpty()) {
      sections.add(timed(record));
    }
    if (!record.convergence().isEmpty()) {
      sections.add(convergence(record.convergence()));
    }
    if (record.calibration() != null) {
      sections.add(
          new Section(
              "What this gate does on " + record.calibration().machine(),
              CalibrationReport.table(record.calibration()),
              CalibrationReport.remark(record.calibration())));
    }
    return sections;
  }

  private static Section differences(List<Difference> differences) {
    return new Section(
        "Not comparable",
        table(
            List.of("fact", "baseline", "candidate"),
            0,
            differences.stream().map(d -> List.of(d.fact(), d.baseline(), d.candidate())).toList()),
        "Measure both sides on one machine, or use `gate --run REF`.");
  }

  private static Section exact(GateRecord.Exact exact) {
    List<Changed> changed = exact.changed();
    String more =
        changed.size() > SHOWN_CHANGES
            ? "… and %s more; --json lists them all. ".formatted(changed.size() - SHOWN_CHANGES)
            : "";
    String remark =
        exact.unaccepted().isEmpty()
            ? ""
            : "A change that is right is accepted by its name: `--accept NAME`, or a line"
                + " `NAME # reason` of `--accept-file FILE`; `*` stands for anything.";
    return new Section(
        "Exact metrics that changed",
        table(
            List.of("metric", "baseline", "candidate", "accepted by"),
            0,
            changed.stream()
                .limit(SHOWN_CHANGES)
                .map(c -> List.of(c.name(), c.baseline(), or(c.candidate()), or(c.acceptedBy())))
                .toList()),
        more + remark);
  }

  private static Section timed(GateRecord record) {
    Long seed = record.rules().seed();
    String remark =
        "Changes of the time of an operation, + is slower. p: exact one-sided signed-rank test over"
            + " pairs of fresh forks, after Holm; alpha %s over %s look%s%s. Beside it, what a fixed"
                .formatted(
                    record.rules().alpha(),
                    record.rules().looks(),
                    record.rules().looks() == 1 ? "" : "s",
                    seed == null ? "" : ", order of forks from seed " + seed)
            + " 5 % rule on single runs and Welch's t-test over all iterations would have said.";
    return new Section(
        "Timed benchmarks",
        table(
            List.of(
                "benchmark",
                "says",
                "change",
                "95 %",
                "limit",
                "noise",
                "pairs",
                "p",
                "5 % rule",
                "Welch",
                "remark"),
            2,
            record.timed().stream().map(GateReport::row).toList()),
        remark);
  }

  private static List<String> row(Timed timed) {
    Rivals rivals = timed.rivals();
    return List.of(
        timed.benchmark(),
        timed.decision().label(),
        percent(timed.change()),
        interval(timed.interval()),
        share(timed.limit()),
        share(timed.noise()),
        Integer.toString(timed.pairs()),
        Numbers.text(timed.adjusted()),
        rivals == null ? "-" : alarm(rivals.fixedRule()),
        rivals == null ? "-" : alarm(rivals.welch()),
        timed.reason() == null ? "" : timed.reason());
  }

  private static Section convergence(List<Convergence> groups) {
    return new Section(
        "Convergence over seeds",
        table(
            List.of(
                "cells",
                "says",
                "seeds",
                "converged",
                "iterations",
                "test",
                "p",
                "p success",
                "after Holm"),
            2,
            groups.stream()
                .map(g ->
                    List.of(
                        g.group(),
                        g.decision().label(),
                        Integer.toString(g.seeds()),
                        g.ended().getFirst() + " → " + g.ended().getLast(),
                        percent(g.change()),
                        g.method(),
                        Numbers.decimal(g.p()),
                        Numbers.decimal(g.success()),
                        Numbers.decimal(g.adjusted())))
                .toList()),
        "Groups that are the same seed by seed are left out.");
  }

  /** A table whose first {@code texts} columns hold text; with 0 all do. */
  private static Table table(List<String> headings, int texts, List<List<String>> rows) {
    List<Boolean> numeric = new ArrayList<>();
    for (int i = 0; i < headings.size(); i++) {
      numeric.add(texts > 0 && i >= texts && !headings.get(i).equals("remark"));
    }
    return new Table(headings, numeric, rows);
  }

  static String percent(@Nullable Double share) {
    return share == null || !Double.isFinite(share)
        ? "-"
        : String.format(Locale.ROOT, "%+.1f %%", 100 * share);
  }

  static String share(@Nullable Double share) {
    return share == null || !Double.isFinite(share)
        ? "-"
        : String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }

  private static String interval(@Nullable Interval interval) {
    return interval == null
        ? "-"
        : String.format(
            Locale.ROOT, "%+.1f to %+.1f %%", 100 * interval.low(), 100 * interval.high());
  }

  private static String alarm(boolean alarm) {
    return alarm ? "alarm" : "quiet";
  }

  private static String or(@Nullable String text) {
    return text == null ? "-" : text;
  }
}
