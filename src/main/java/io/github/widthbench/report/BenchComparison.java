package io.github.widthbench.report;

import io.github.widthbench.report.chart.Numbers;
import io.github.widthbench.results.BenchRecord;
import io.github.widthbench.results.BenchRecord.Metric;
import io.github.widthbench.results.BenchRecord.Status;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Bench folders side by side.
 *
 * @param labels one a run: what tells it from the others
 * @param facts what they were measured on and with
 * @param times medians of the cases that all have, and how many times the first's they are
 * @param notes how to read them
 */
record BenchComparison(List<String> labels, Table facts, Table times, List<String> notes) {

  private static final String NO_TEST =
      "A quotient of medians is no test: `./widthbench gate` says whether one is worse.";

  static BenchComparison of(List<BenchRun> runs) {
    SequencedMap<String, List<String>> facts = facts(runs);
    List<String> labels = labels(facts);
    Set<String> common = common(runs);
    List<Map<String, BenchRecord>> cases = runs.stream().map(run -> cases(run, common)).toList();
    Set<String> shared = new LinkedHashSet<>(cases.getFirst().keySet());
    cases.forEach(one -> shared.retainAll(one.keySet()));
    List<String> notes = new ArrayList<>();
    for (int i = 0; i < runs.size(); i++) {
      notes.add(
          "%s: %d cases, of which %d are in all runs"
              .formatted(labels.get(i), cases.get(i).size(), shared.size()));
    }
    notes.add(NO_TEST);
    return new BenchComparison(
        labels, Table.beside("", labels, facts), times(labels, cases, shared), notes);
  }

  private static List<String> labels(Map<String, List<String>> facts) {
    List<List<String>> telling =
        Stream.of("backend", "processor", "precision", "build")
            .map(fact -> Objects.requireNonNull(facts.get(fact)))
            .map(
                texts -> texts.stream().map(text -> text.replaceAll(", \\d+ cores.*", "")).toList())
            .toList();
    return RunLabels.of(telling, Objects.requireNonNull(facts.get("folder")));
  }

  private static SequencedMap<String, List<String>> facts(List<BenchRun> runs) {
    SequencedMap<String, List<String>> facts = new LinkedHashMap<>();
    for (String param : List.of("backend", "precision")) {
      facts.put(param, each(runs, run -> String.join(", ", values(run, param))));
    }
    for (String fact : List.of("processor", "build", "Java")) {
      facts.put(fact, each(runs, run -> run.made().by().getOrDefault(fact, "-")));
    }
    facts.put("folder", each(runs, run -> run.made().folder()));
    return facts;
  }

  private static Set<String> values(BenchRun run, String param) {
    return measured(run)
        .flatMap(record -> Stream.ofNullable(record.point().params().get(param)))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Stream<BenchRecord> measured(BenchRun run) {
    return run.report().records().stream().filter(record -> record.status() == Status.OK);
  }

  /** Parameters that do not vary within any run: they tell runs apart, not their cases. */
  private static Set<String> common(List<BenchRun> runs) {
    return runs.stream()
        .flatMap(BenchComparison::measured)
        .flatMap(record -> record.point().params().keySet().stream())
        .filter(param -> runs.stream().allMatch(run -> values(run, param).size() <= 1))
        .collect(Collectors.toSet());
  }

  private static Map<String, BenchRecord> cases(BenchRun run, Set<String> common) {
    return measured(run)
        .collect(
            Collectors.toMap(
                record -> name(record, common),
                Function.identity(),
                (_, later) -> later,
                LinkedHashMap::new));
  }

  private static String name(BenchRecord record, Set<String> common) {
    return record.point().shortName()
        + record.point().params().entrySet().stream()
            .filter(param -> !common.contains(param.getKey()))
            .map(param -> " " + param.getKey() + "=" + param.getValue())
            .collect(Collectors.joining());
  }

  private static Table times(
      List<String> labels, List<Map<String, BenchRecord>> cases, Set<String> shared) {
    List<String> headings = new ArrayList<>(List.of("case", "unit"));
    headings.addAll(labels);
    labels.stream().skip(1).forEach(label -> headings.add(label + " / " + labels.getFirst()));
    List<Boolean> numeric = new ArrayList<>(Collections.nCopies(headings.size(), true));
    numeric.set(0, false);
    numeric.set(1, false);
    List<List<String>> rows = new ArrayList<>();
    for (String name : shared) {
      List<Metric> times =
          cases.stream()
              .map(one -> Objects.requireNonNull(one.get(name)).metrics().getFirst())
              .toList();
      List<String> row = new ArrayList<>(List.of(name, times.getFirst().unit()));
      times.forEach(time -> row.add(Numbers.text(time.median())));
      times.stream()
          .skip(1)
          .forEach(time -> row.add(Numbers.text(time.median() / times.getFirst().median())));
      rows.add(row);
    }
    return new Table(headings, numeric, rows);
  }

  private static List<String> each(List<BenchRun> runs, Function<BenchRun, String> fact) {
    return runs.stream().map(fact).toList();
  }
}
