package io.github.widthbench.cli;

import io.github.widthbench.pilot.Estimate;
import io.github.widthbench.pilot.Forecast;
import io.github.widthbench.pilot.Pilot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** A prediction as lines for a terminal. */
final class PilotText {

  private static final double MIB = 1 << 20;
  private static final double GIB = 1 << 30;

  private PilotText() {}

  /** What a plan prints. */
  static List<String> lines(Pilot.Found found) {
    Forecast forecast = found.forecast();
    double limitBytes = Runtime.getRuntime().maxMemory();
    List<String> lines = new ArrayList<>();
    lines.add(line("cells", "%d in %d batches", found.plan().cells(), found.plan().batches()));
    lines.add(line("tried", "%d cells", forecast.done()));
    lines.add(line("steps", "%s in all", between(forecast.steps())));
    lines.add(line("converge", "%s of the cells", between(forecast.converged())));
    lines.add(
        line("operations", "%.3g flops, %.3g bytes moved", forecast.flops(), forecast.bytes()));
    lines.add(
        line("memory", "%.1f MiB of %.1f GiB", found.plan().memoryBytes() / MIB, limitBytes / GIB));
    lines.add(
        line("time", "%s s on %d workers", between(forecast.seconds()), found.plan().workers()));
    forecast.lines().stream()
        .max(Comparator.comparingDouble(line -> line.seconds().value()))
        .ifPresent(dearest -> lines.add(line("dearest", "%s", dearest(dearest))));
    return lines;
  }

  private static String dearest(Forecast.Line line) {
    String setting = line.setting().isEmpty() ? "" : ", " + line.setting();
    return String.format(
        Locale.ROOT,
        "width %.0f%s: %s steps, %s s a cell",
        line.width(),
        setting,
        between(line.iterations()),
        between(line.seconds()));
  }

  private static String between(Estimate estimate) {
    return String.format(
        Locale.ROOT, "%.3g (%.3g to %.3g)", estimate.value(), estimate.low(), estimate.high());
  }

  private static String line(String what, String format, Object... values) {
    return String.format("%-11s ", what) + String.format(Locale.ROOT, format, values);
  }
}
