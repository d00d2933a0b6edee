package io.github.widthbench.sweep;

import io.github.widthbench.experiment.Experiment;
import io.github.widthbench.experiment.Experiment.Finished;
import io.github.widthbench.experiment.Findings;
import io.github.widthbench.experiment.Outcome;
import io.github.widthbench.study.Cell;
import io.github.widthbench.study.Study;
import io.github.widthbench.study.StudyException;
import io.github.widthbench.study.Variation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/**
 * What would have helped: the cells of a study that ran and did not converge, each with the ways
 * out that its experiment knows.
 *
 * @param stuck cells that are tried again, in the order of the study
 * @param ended how many there are in all
 * @param ways for each of them the varied cells; what a cell does not allow is left out
 */
public record WhatIf(List<Finished> stuck, int ended, List<List<Cell>> ways) {

  /** Cells that are tried again, evenly spaced among those that ended early. */
  private static final int MOST = 8;

  /** A loss so many times smaller counts as help where a cell still does not converge. */
  private static final double NEARER = 10;

  private static final Map<String, String> HEADINGS =
      Map.of(
          "cell",
          "cell",
          Variation.COORDINATE,
          "what if",
          "converged",
          "converged",
          "iterations",
          "iterations",
          "finalLoss",
          "final loss",
          "says",
          "");

  /** The ways out of what {@code finished} left unconverged. */
  public static WhatIf of(List<Finished> finished, Experiment experiment) {
    List<Finished> all = finished.stream().filter(WhatIf::isStuck).toList();
    List<Finished> some = new ArrayList<>();
    int count = Math.min(all.size(), MOST);
    for (int i = 0; i < count; i++) {
      some.add(all.get(count == 1 ? 0 : i * (all.size() - 1) / (count - 1)));
    }
    List<List<Cell>> ways = some.stream().map(cell -> ways(cell.cell(), experiment)).toList();
    return new WhatIf(List.copyOf(some), all.size(), ways);
  }

  private static boolean isStuck(Finished cell) {
    return cell.outcome().status() == Outcome.Status.OK && !cell.outcome().flag("converged");
  }

  private static List<Cell> ways(Cell cell, Experiment experiment) {
    List<Cell> ways = new ArrayList<>();
    for (Variation way : experiment.waysOut(cell)) {
      try {
        Cell varied = way.of(cell, experiment.name(), experiment.schema());
        experiment.check(varied);
        ways.add(varied);
      } catch (StudyException _) {
        // the cell does not allow it, such as another width of inline weights
      }
    }
    return List.copyOf(ways);
  }

  /** The study of all varied cells. */
  public Study study(Study original) {
    return new Study(
        original.name() + "-what-if",
        original.experiment(),
        original.title() + ": what if",
        original.fixed(),
        List.of(),
        ways.stream().flatMap(List::stream).toList());
  }

  /** What helped, by the cells of {@link #study} that have finished. */
  public Findings findings(List<Finished> finished) {
    Map<String, Finished> byId =
        finished.stream().collect(Collectors.toMap(c -> c.cell().id(), c -> c, (a, _) -> a));
    List<SequencedMap<String, Object>> rows = new ArrayList<>();
    SequencedMap<String, Integer> helped = new LinkedHashMap<>();
    for (int i = 0; i < stuck.size(); i++) {
      Outcome before = stuck.get(i).outcome();
      rows.add(row(stuck.get(i), "as it is", String.valueOf(before.reason())));
      for (Cell way : ways.get(i)) {
        Finished after = byId.get(way.id());
        if (after != null) {
          String name = String.valueOf(way.coordinates().get(Variation.COORDINATE));
          boolean converged = after.outcome().flag("converged");
          helped.merge(name, converged ? 1 : 0, Integer::sum);
          rows.add(row(after, name, says(before, after.outcome())));
        }
      }
    }
    return Findings.of(rows, HEADINGS, List.of(), sentence(helped));
  }

  private SequencedMap<String, Object> row(Finished cell, String name, String says) {
    SequencedMap<String, Object> row = new LinkedHashMap<>();
    row.put(
        "cell",
        cell.cell().coordinates().entrySet().stream()
            .filter(e -> !e.getKey().equals(Variation.COORDINATE))
            .map(e -> e.getKey() + "=" + e.getValue())
            .collect(Collectors.joining(", ")));
    row.put(Variation.COORDINATE, name);
    row.put("converged", cell.outcome().flag("converged") ? "yes" : "no");
    row.put("iterations", cell.outcome().number("iterations"));
    row.put("finalLoss", cell.outcome().number("finalLoss"));
    row.put("says", says);
    return row;
  }

  private static String says(Outcome before, Outcome after) {
    if (after.flag("converged")) {
      return "helped";
    }
    double loss = after.number("finalLoss");
    double reference = before.number("finalLoss");
    boolean nearer =
        loss * NEARER <= reference || (Double.isFinite(loss) && Double.isNaN(reference));
    return nearer ? "came nearer" : "did not help";
  }

  private String sentence(SequencedMap<String, Integer> helped) {
    if (stuck.isEmpty()) {
      return "Every cell that ran has converged, so there is nothing to ask.";
    }
    String ways =
        helped.entrySet().stream()
            .sorted((a, b) -> b.getValue() - a.getValue())
            .filter(e -> e.getValue() > 0)
            .map(e -> e.getKey() + " (" + e.getValue() + ")")
            .collect(Collectors.joining(", "));
    String tried =
        stuck.size() == ended
            ? "%d cell%s did not converge".formatted(ended, ended == 1 ? "" : "s")
            : "%d of the %d cells that did not converge were tried again"
                .formatted(stuck.size(), ended);
    return tried
        + (ways.isEmpty()
            ? "; nothing that was tried helped."
            : "; what helped, and how many: " + ways + ".");
  }
}
