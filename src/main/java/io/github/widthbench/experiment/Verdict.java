package io.github.widthbench.experiment;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a run says about one statement.
 *
 * @param statement experiment and name, such as {@code exponential.rate}
 * @param margin (bound − observed)/|bound|, at least 0 where it holds; null where undecided
 * @param reason why undecided, or what violated it; null otherwise
 * @param estimate the fitted number; null for a statement about one cell
 * @param interval its confidence interval; null for a statement about one cell
 * @param group the cells it is about, as {@code axis=value} pairs, where a study has several
 *     groups; null for all
 */
public record Verdict(
    String statement,
    Says says,
    @Nullable Double margin,
    @Nullable String reason,
    Origin origin,
    @Nullable Double estimate,
    @Nullable Interval interval,
    @Nullable String group) {

  /** The three answers. */
  public enum Says {
    HOLDS,
    VIOLATED,
    UNDECIDED;

    /** The word used in records. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** How far the statement can be traced to the paper. */
  public enum Origin {
    ABSTRACT("abstract"),
    RE_DERIVED("re-derived"),
    MEMORY("memory");

    private final String label;

    Origin(String label) {
      this.label = label;
    }

    /** The word used in records. */
    public String label() {
      return label;
    }
  }

  /** A two-sided confidence interval. */
  public record Interval(double low, double high) {}

  /** A statement about one cell that could not be judged. */
  public static Verdict undecided(String statement, Origin origin, String reason) {
    return new Verdict(statement, Says.UNDECIDED, null, reason, origin, null, null, null);
  }

  /** A statement about one cell: holds where {@code observed} is at most {@code bound}. */
  public static Verdict atMost(String statement, Origin origin, double observed, double bound) {
    double margin = (bound - observed) / Math.abs(bound);
    boolean holds = observed <= bound;
    return new Verdict(
        statement,
        holds ? Says.HOLDS : Says.VIOLATED,
        margin,
        holds ? null : "observed " + observed + ", bound " + bound,
        origin,
        null,
        null,
        null);
  }

  /** This verdict as one about a group of cells. */
  public Verdict in(@Nullable String newGroup) {
    return new Verdict(statement, says, margin, reason, origin, estimate, interval, newGroup);
  }
}
