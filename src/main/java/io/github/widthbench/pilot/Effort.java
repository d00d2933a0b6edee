package io.github.widthbench.pilot;

import java.util.List;

/**
 * How much a pilot may do.
 *
 * @param rounds most seeds of a setting at one width, the last being all that are taken
 * @param seconds after which it ends with what it has
 * @param kept whether the run goes on where it ended; else all is to be run again
 */
public record Effort(List<Integer> rounds, double seconds, boolean kept) {

  /** A pilot that goes on while its answer is unclear takes at most this share of the rest. */
  private static final double SHARE = 0.1;

  private static final double LEAST_SECONDS = 5;

  private static final int FEWEST_WIDTHS = 3;

  /** Of a study without widths so many seeds, as a share. */
  private static final int SEEDS_OF = 4;

  /** For a run that goes on: enough networks to tell a share of 0.95. */
  public static final Effort PILOT = new Effort(List.of(20), Double.POSITIVE_INFINITY, true);

  /** For a plan: some seconds. */
  public static final Effort PLAN = new Effort(List.of(2, 4), 8, false);

  public Effort {
    rounds = List.copyOf(rounds);
  }

  /** Widths that are run in any case: the narrowest third, at least three where there are more. */
  int firstWidths(int widths) {
    int third = (widths + 2) / 3;
    return Math.max(1, Math.min(widths - 1, Math.max(FEWEST_WIDTHS, third)));
  }

  /** Of {@code cells} that differ in their seeds; where nothing is left to predict, not all. */
  int seeds(int cells, int widths, int most) {
    int some = widths > 1 ? cells : Math.max(2, (cells + SEEDS_OF - 1) / SEEDS_OF);
    return Math.min(cells, Math.min(some, most));
  }

  /** Whether an unclear answer may cost another width. */
  boolean allowsMore(Pilot.Found found) {
    return found.spentSeconds()
        < Math.max(LEAST_SECONDS, SHARE * found.forecast().seconds().value());
  }
}
