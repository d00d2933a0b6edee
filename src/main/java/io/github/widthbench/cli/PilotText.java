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
    String memory = number(found.plan().memoryBytes() / MIB) + " MiB of ";
    String time = between(forecast.seconds()) + " s on ";
    List<String> lines = new ArrayList<>();
    lines.add(line("cells", found.plan().cells() + " in " + found.plan().batches() + " batches"));
    lines.add(line("tried", forecast.done() + " cells"));
    lines.add(line("steps", between(forecast.steps()) + " in all"));
    lines.add(line("converge", between(forecast.converged()) + " of the cells"));
    lines.add(
        line(
            "operations",
            number(forecast.flops()) + " flops, " + number(forecast.bytes()) + " bytes moved"));
    lines.add(line("memory", memory + number(limitBytes / GIB) + " GiB"));
    int workers = found.plan().workers();
    lines.add(line("time", time + workers + (workers == 1 ? " worker" : " workers")));
    forecast.lines().stream()
        .max(Comparator.comparingDouble(line -> line.seconds().value()))
        .ifPresent(dearest -> lines.add(line("dearest", dearest(dearest))));
    lines.addAll(doubts(forecast));
    return lines;
  }

  /** Why the steps may be anything up to the cap, and what to do. */
  private static List<String> doubts(Forecast forecast) {
    int stuck =
        forecast.lines().stream()
            .filter(line -> line.converged().value() == 0)
            .mapToInt(Forecast.Line::done)
            .sum();
    if (forecast.done() > 0 && stuck == 0) {
      return List.of();
    }
    String found =
        stuck == 0
            ? "no cell ended in the time of the trial"
            : "%d of the %d cells tried belong to settings where none converged"
                .formatted(stuck, forecast.done());
    return List.of(
        line("unknown", found + ": such a cell may end at any step up to stop.cap"),
        line(
            "",
            "a higher stop.cap or a looser stop may do; points that nearly agree train slowly;"),
        line("", "`run STUDY --what-if` tries what would help"));
  }

  private static String dearest(Forecast.Line line) {
    String setting = line.setting().isEmpty() ? "" : ", " + line.setting();
    return "width %d%s: %s steps, %s s a cell"
        .formatted(
            Math.round(line.width()), setting, between(line.iterations()), between(line.seconds()));
  }

  private static String between(Estimate estimate) {
    return "%s (%s to %s)"
        .formatted(number(estimate.value()), number(estimate.low()), number(estimate.high()));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.3g", value);
  }

  private static String line(String what, String text) {
    return String.format("%-11s ", what) + text;
  }
}
