package io.github.widthbench.scaling;

import io.github.widthbench.experiment.Experiment.Finished;
import io.github.widthbench.experiment.Outcome;
import io.github.widthbench.results.CellRecord;
import io.github.widthbench.results.Json;
import io.github.widthbench.results.Plain;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/**
 * Cost and benefit of width, sensitivities and exponents of a study. Seconds and joules are those
 * of its records: they depend on the machine and its load, all else does not.
 */
public final class Scaling {

  /** Name and major version of {@code scaling.json}. */
  public static final String SCHEMA = "widthbench/scaling/1";

  private Scaling() {}

  /**
   * The parts that a study can tell; none where no axis but a seed has three values.
   *
   * @param finished cells with their outcomes
   * @param records of the same cells, in the same order
   */
  public static List<Section> of(List<Finished> finished, List<CellRecord> records) {
    List<Trial> trials = new ArrayList<>();
    for (int i = 0; i < finished.size(); i++) {
      if (finished.get(i).outcome().status() == Outcome.Status.OK) {
        trials.add(new Trial(finished.get(i), records.get(i).timing()));
      }
    }
    if (!showsATrend(trials)) {
      return List.of();
    }
    Costs costs = new Costs(trials);
    return List.of(costs.widths(), costs.cheapest(), Sensitivities.of(trials), Laws.of(trials))
        .stream()
        .filter(section -> !section.rows().isEmpty())
        .toList();
  }

  private static boolean showsATrend(List<Trial> trials) {
    return trials.stream()
        .flatMap(trial -> trial.setting().entrySet().stream())
        .distinct()
        .collect(Collectors.groupingBy(Map.Entry::getKey, Collectors.counting()))
        .values()
        .stream()
        .anyMatch(values -> values >= 3);
  }

  /** The content of {@code scaling.json}. */
  public static String json(String study, List<Section> sections) {
    SequencedMap<String, Object> document = new LinkedHashMap<>();
    document.put("schema", SCHEMA);
    document.put("study", study);
    document.put("sections", sections.stream().map(Scaling::plain).toList());
    return Json.pretty(document);
  }

  private static SequencedMap<String, Object> plain(Section section) {
    SequencedMap<String, Object> plain = new LinkedHashMap<>();
    plain.put("key", section.key());
    plain.put("reading", section.reading());
    plain.put("rows", section.rows().stream().map(Plain::row).toList());
    return plain;
  }
}
