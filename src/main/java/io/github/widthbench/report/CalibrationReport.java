package io.github.widthbench.report;

import io.github.widthbench.results.GateCalibration;
import io.github.widthbench.results.GateCalibration.Injected;
import io.github.widthbench.results.GateCalibration.Noise;
import io.github.widthbench.results.GateCalibration.Rate;
import io.github.widthbench.results.GateCalibration.Same;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a gate was measured to do, for people. */
public final class CalibrationReport {

  private static final List<String> HEADINGS =
      List.of(
          "comparisons",
          "smallest effect",
          "gate alarms",
          "bound",
          "undecided",
          "bound",
          "5 % rule alarms",
          "Welch alarms",
          "independent");
  private static final List<Boolean> NUMERIC =
      List.of(false, true, true, true, true, true, true, true, true);

  private CalibrationReport() {}

  /** A Markdown document. */
  public static String markdown(GateCalibration calibration) {
    List<String> lines = new ArrayList<>();
    lines.add("# What the gate does on " + calibration.machine());
    lines.add("");
    lines.add(
        "%s forks from %s, build %s."
            .formatted(calibration.forks(), calibration.start(), calibration.commit()));
    lines.add("");
    lines.addAll(table(calibration).markdown());
    lines.add("");
    lines.add(remark(calibration));
    lines.add("");
    lines.addAll(noise(calibration).markdown());
    return String.join("\n", lines) + "\n";
  }

  /** Lines for a terminal. */
  public static List<String> lines(GateCalibration calibration) {
    List<String> lines = new ArrayList<>(table(calibration).aligned());
    lines.add("");
    lines.add(remark(calibration));
    lines.add("");
    lines.addAll(noise(calibration).aligned());
    return lines;
  }

  /** False alarms and power. */
  static Table table(GateCalibration calibration) {
    List<List<String>> rows = new ArrayList<>();
    calibration.same().forEach(same -> rows.add(row(same)));
    calibration.injected().forEach(injected -> rows.add(row(injected)));
    return new Table(HEADINGS, NUMERIC, rows);
  }

  static String remark(GateCalibration calibration) {
    long wide = calibration.noise().stream().filter(noise -> !noise.gateable()).count();
    return ("Bounds are one-sided at 95 %%, the worse of a block bootstrap over the series and of"
            + " Clopper-Pearson for the independent comparisons: upper where nothing changed, lower"
            + " where a slowdown was injected. Not gateable: %s of %s benchmarks.")
        .formatted(wide, calibration.noise().size());
  }

  private static Table noise(GateCalibration calibration) {
    return new Table(
        List.of("benchmark", "pairs", "two forks of one build differ by (90 %)", "gateable"),
        List.of(false, true, true, false),
        calibration.noise().stream().map(CalibrationReport::row).toList());
  }

  private static List<String> row(Noise noise) {
    return List.of(
        noise.benchmark(),
        Integer.toString(noise.pairs()),
        percent(noise.percentile99()),
        noise.gateable() ? "yes" : "no");
  }

  private static List<String> row(Same same) {
    return List.of(
        "the same build",
        percent(same.minimumEffect()),
        count(same.alarms()),
        percent(Math.max(same.alarms().bootstrap(), same.alarms().exact())),
        count(same.undecided()),
        percent(Math.max(same.undecided().bootstrap(), same.undecided().exact())),
        count(same.fixedRule()),
        count(same.welch()),
        Integer.toString(same.independent()));
  }

  private static List<String> row(Injected injected) {
    return List.of(
        "%s, slowed by %s (limit %s)"
            .formatted(
                injected.benchmark(), percent(injected.slowdown()), percent(injected.limit())),
        percent(injected.minimumEffect()),
        count(injected.found()),
        percent(Math.min(injected.found().bootstrap(), injected.found().exact())),
        "-",
        "-",
        count(injected.fixedRule()),
        count(injected.welch()),
        Integer.toString(injected.independent()));
  }

  private static String count(Rate rate) {
    return rate.count() + " of " + rate.of();
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }
}
