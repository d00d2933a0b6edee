package io.github.widthbench.report;

import io.github.widthbench.report.chart.GateCharts;
import io.github.widthbench.report.chart.Numbers;
import io.github.widthbench.results.GateRecord;
import io.github.widthbench.results.GateRecord.Convergence;
import io.github.widthbench.results.GateRecord.Decision;
import io.github.widthbench.results.GateRecord.Timed;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** What a page says about a gate. */
final class GatePage {

  private static final String HINT =
      "A pass says that a slowdown is below the limit, not that nothing changed. Undecided is an"
          + " answer: the measurement cannot tell.";

  private GatePage() {}

  /** The section of {@code record}. */
  static SequencedMap<String, Object> section(GateRecord record, MadeOf made) {
    String sides = record.candidate().name() + " against " + record.baseline().name();
    SequencedMap<String, Object> plain = new LinkedHashMap<>();
    plain.put("title", "Is it worse? " + sides);
    plain.put("study", "gate");
    plain.put("experiment", "Regression gate");
    plain.put("asked", asked(record));
    plain.put("hint", HINT);
    plain.put("runs", List.of(run(record, made)));
    plain.put("pictures", PictureData.of(GateCharts.of(record.timed())));
    return plain;
  }

  private static List<String> asked(GateRecord record) {
    GateRecord.Rules rules = record.rules();
    return List.of(
        "smallest slowdown that matters: " + GateReport.share(rules.minimumEffect()),
        "chance of any false alarm: " + GateReport.share(rules.alpha()),
        "looks: " + rules.looks());
  }

  private static SequencedMap<String, Object> run(GateRecord record, MadeOf made) {
    SequencedMap<String, Object> plain = new LinkedHashMap<>();
    plain.put("label", "");
    plain.put("sentence", record.sentence());
    plain.put("folder", made.folder());
    plain.put(
        "facts",
        List.of(fact("Baseline", record.baseline()), fact("Candidate", record.candidate())));
    plain.put("cautions", record.notes());
    plain.put("commands", made.commands());
    plain.put("madeBy", new LinkedHashMap<>(made.by()));
    plain.put("verdicts", verdicts(record));
    plain.put(
        "tables",
        GateReport.sections(record).stream()
            .map(section -> PageData.titled(section.title(), section.table(), "gate.json"))
            .toList());
    return plain;
  }

  private static List<String> fact(String name, GateRecord.Side side) {
    List<String> facts = new ArrayList<>(List.of(side.name()));
    side.facts().forEach((what, value) -> facts.add(what + " " + value));
    return List.of(name, String.join(", ", facts));
  }

  private static List<Map<String, Object>> verdicts(GateRecord record) {
    List<Map<String, Object>> verdicts = new ArrayList<>();
    GateRecord.Exact exact = record.exact();
    int compared = exact.equal() + exact.changed().size();
    if (compared > 0) {
      Decision says = exact.unaccepted().isEmpty() ? Decision.PASS : Decision.REGRESSED;
      String found = "%d of %d are equal".formatted(exact.equal(), compared);
      verdicts.add(verdict("exact metrics", says, found));
    }
    for (Timed timed : record.timed()) {
      String found =
          GateReport.percent(timed.change()) + ", limit " + GateReport.share(timed.limit());
      verdicts.add(verdict(timed.benchmark(), timed.decision(), found));
    }
    for (Convergence group : record.convergence()) {
      String found =
          "iterations %s, p %s"
              .formatted(GateReport.percent(group.change()), Numbers.decimal(group.p()));
      verdicts.add(verdict(group.group(), group.decision(), found));
    }
    return verdicts;
  }

  private static SequencedMap<String, Object> verdict(String name, Decision says, String found) {
    SequencedMap<String, Object> plain = new LinkedHashMap<>();
    plain.put("statement", name);
    plain.put("says", says.label());
    plain.put("kind", kind(says));
    plain.put("found", found);
    plain.put("origin", "");
    plain.put("group", "");
    return plain;
  }

  /** How the page shows it. */
  private static String kind(Decision says) {
    return switch (says) {
      case PASS -> "holds";
      case REGRESSED -> "violated";
      case UNDECIDED, NOT_GATEABLE -> "undecided";
    };
  }
}
