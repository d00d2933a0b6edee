package io.github.widthbench.gate;

import io.github.widthbench.gate.statistics.ChangePoints;
import io.github.widthbench.gate.statistics.ChangePoints.Change;
import io.github.widthbench.gate.statistics.Multiplicity;
import io.github.widthbench.results.GateHistory;
import io.github.widthbench.results.GateHistory.Series;
import io.github.widthbench.results.GateHistory.Step;
import io.github.widthbench.results.RefusedException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.commons.statistics.descriptive.Median;

/**
 * Searches the recorded measurements of a main line for steps. A point is the median over the forks
 * of one record; records of other machines than the newest one's are left out.
 *
 * @param detector of steps in one series
 * @param level of the search: the expected share of false ones among the series said to have steps
 */
public record History(ChangePoints detector, double level, Rules rules, Acceptance acceptance) {

  /**
   * At this level 0.5 % of unchanged series of independent points show a step, and 4 to 5 % where
   * neighbours correlate by 0.5.
   */
  public static final double LEVEL = 0.01;

  /** What tells machines apart. */
  private static final List<String> MACHINE =
      List.of("processor", "cores", "architecture", "jdkVersion", "vmVersion");

  private record Point(String name, double logCost) {}

  /**
   * Searches {@code records}, oldest first.
   *
   * @throws RefusedException if one holds nothing to compare
   */
  public GateHistory search(List<Path> records) {
    Map<Benchmark, List<Point>> points = points(records.stream().map(Side::read).toList());
    List<Benchmark> benchmarks = new ArrayList<>(points.keySet());
    List<List<Point>> series = benchmarks.stream().map(b -> pointsOf(points, b)).toList();
    double[] p = series.stream().mapToDouble(s -> detector.strongest(values(s)).p()).toArray();
    double[] adjusted = Multiplicity.benjaminiHochberg(p);
    List<Series> found = new ArrayList<>();
    for (int i = 0; i < p.length; i++) {
      List<Step> steps =
          adjusted[i] <= level ? steps(benchmarks.get(i).label(), series.get(i)) : List.of();
      found.add(
          new Series(benchmarks.get(i).label(), series.get(i).size(), p[i], adjusted[i], steps));
    }
    return judged(found);
  }

  private GateHistory judged(List<Series> found) {
    long steps = found.stream().mapToLong(s -> s.steps().size()).sum();
    long slower =
        found.stream()
            .flatMap(s -> s.steps().stream())
            .filter(step -> step.change() > 0 && step.acceptedBy().isEmpty())
            .count();
    int pending = detector.shortest() - 1;
    String sentence =
        "%s series, %s steps of at least %s, %s of them slowdowns that nobody accepted; the newest"
                .formatted(found.size(), steps, TimedGate.percent(rules.minimumEffect()), slower)
            + " %s points are pending.".formatted(pending);
    return new GateHistory(
        slower > 0 ? Gate.REGRESSED : Gate.DONE, sentence, level, pending, found);
  }

  /** Steps large enough to matter. */
  private List<Step> steps(String label, List<Point> points) {
    double[] values = values(points);
    List<Change> changes = detector.all(values, level);
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < changes.size(); i++) {
      int at = changes.get(i).at();
      int from = i == 0 ? 0 : changes.get(i - 1).at();
      int to = i + 1 < changes.size() ? changes.get(i + 1).at() : values.length;
      double change =
          Math.expm1(
              median(Arrays.copyOfRange(values, at, to))
                  - median(Arrays.copyOfRange(values, from, at)));
      if (Math.abs(change) >= rules.minimumEffect()) {
        String point = points.get(at).name();
        String accepted = Objects.requireNonNullElse(acceptance.by(label + "@" + point), "");
        steps.add(new Step(point, change, changes.get(i).p(), accepted));
      }
    }
    return steps;
  }

  private static Map<Benchmark, List<Point>> points(List<Side> sides) {
    String newest = machine(sides.getLast());
    Map<Benchmark, List<Point>> points = new LinkedHashMap<>();
    for (Side side : sides) {
      if (machine(side).equals(newest)) {
        for (PairedForks forks : PairedForks.match(side.forks(), side.forks())) {
          double[] costs = forks.baseline().stream().mapToDouble(Fork::logCost).toArray();
          points
              .computeIfAbsent(forks.benchmark(), benchmark -> new ArrayList<>())
              .add(new Point(name(side), median(costs)));
        }
      }
    }
    return points;
  }

  private static String machine(Side side) {
    return MACHINE.stream().map(fact -> side.facts().getOrDefault(fact, "")).toList().toString();
  }

  private static String name(Side side) {
    return String.valueOf(Path.of(side.name()).getFileName());
  }

  private static List<Point> pointsOf(Map<Benchmark, List<Point>> points, Benchmark benchmark) {
    return Objects.requireNonNull(points.get(benchmark));
  }

  private static double[] values(List<Point> points) {
    return points.stream().mapToDouble(Point::logCost).toArray();
  }

  private static double median(double[] values) {
    return Median.withDefaults().evaluate(values);
  }
}
