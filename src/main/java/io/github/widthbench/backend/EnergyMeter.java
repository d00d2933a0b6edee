package io.github.widthbench.backend;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The energy that a device takes from the meter's start on, by its counters: all of it, that of its
 * idle state and of other programs too.
 */
public final class EnergyMeter {

  /** One update that is missed at an end is then a tenth at most. */
  private static final int FEWEST_UPDATES = 10;

  /** More than a processor package takes for long: its counter may not go round twice unseen. */
  private static final double MOST_WATTS = 600;

  private final List<EnergyCounter> counters;
  private final double updateSeconds;
  private final double[] before;
  private final String broken;

  private EnergyMeter(
      List<EnergyCounter> counters, double updateSeconds, double[] before, String broken) {
    this.counters = List.copyOf(counters);
    this.updateSeconds = updateSeconds;
    this.before = before;
    this.broken = broken;
  }

  /**
   * A meter that starts now.
   *
   * @param counters that add up to the device, at least one
   * @param updateSeconds how often the slowest of them moves
   */
  public static EnergyMeter start(List<EnergyCounter> counters, double updateSeconds) {
    try {
      return new EnergyMeter(counters, updateSeconds, read(counters), "");
    } catch (IOException e) {
      return untold("no energy counter is readable: " + e.getMessage());
    }
  }

  /** A meter that cannot measure. */
  public static EnergyMeter untold(String why) {
    return new EnergyMeter(List.of(), 0, new double[0], why);
  }

  /** Why it cannot measure, known since its start; empty where it can. */
  public Optional<String> whyNot() {
    return broken.isEmpty() ? Optional.empty() : Optional.of(broken);
  }

  /**
   * What was taken since the start: the sum over the counters, one that began again at 0 carried
   * on.
   *
   * @param seconds since the start
   * @return why it is untold, in words that many batches share, where a counter cannot be read,
   *     stood still, or was given so little time that its own step counts, or so much that it may
   *     have gone round more than once
   */
  public Energy spent(double seconds) {
    if (!broken.isEmpty()) {
      return new Energy.Untold(broken);
    }
    if (seconds < FEWEST_UPDATES * updateSeconds) {
      return new Energy.Untold(
          String.format(
              Locale.ROOT,
              "the batch was shorter than %d updates of the energy counter, %.2g s",
              FEWEST_UPDATES,
              FEWEST_UPDATES * updateSeconds));
    }
    try {
      return between(before, read(counters), seconds);
    } catch (IOException e) {
      return new Energy.Untold("the energy counter could not be read: " + e.getMessage());
    }
  }

  private Energy between(double[] before, double[] after, double seconds) {
    double joules = 0;
    for (int i = 0; i < after.length; i++) {
      double range = counters.get(i).rangeJoules();
      if (seconds * MOST_WATTS > range) {
        return new Energy.Untold(
            String.format(
                Locale.ROOT,
                "the energy counter may have gone round more than once in a batch of over %.3g s",
                range / MOST_WATTS));
      }
      double moved = after[i] - before[i];
      joules += moved < 0 ? moved + range : moved;
    }
    return joules > 0 && Double.isFinite(joules)
        ? new Energy.Joules(joules)
        : new Energy.Untold("the energy counter stood still or went back");
  }

  private static double[] read(List<EnergyCounter> counters) throws IOException {
    double[] joules = new double[counters.size()];
    for (int i = 0; i < joules.length; i++) {
      joules[i] = counters.get(i).joules();
    }
    return joules;
  }
}
