package io.github.widthbench.scaling;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What is said of joules beside a table: what they are, and why cells have none. */
final class JoulesText {

  private JoulesText() {}

  static String of(List<Trial> trials) {
    Map<String, Long> reasons =
        trials.stream()
            .filter(trial -> Double.isNaN(trial.timing().joules()))
            .collect(
                Collectors.groupingBy(trial -> trial.timing().noJoules(), Collectors.counting()));
    List<String> sentences = new ArrayList<>();
    if (trials.stream().anyMatch(trial -> !Double.isNaN(trial.timing().joules()))) {
      sentences.add(
          "Joules are what the whole device took while a batch ran, shared among its cells: idle"
              + " power and other programs are in them.");
    }
    reasons.entrySet().stream()
        .sorted(
            Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .map(e ->
            "No joules for %d of %d cells: %s.".formatted(e.getValue(), trials.size(), e.getKey()))
        .forEach(sentences::add);
    return String.join(" ", sentences);
  }
}
