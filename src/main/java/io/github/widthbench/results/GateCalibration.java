package io.github.widthbench.results;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a gate was measured to do on recorded series of forks: how often it alarms without cause,
 * how often it finds an injected slowdown.
 *
 * @param machine processor, cores, Java and backend
 * @param commit of the build that was measured
 * @param start when the first fork started
 * @param forks recorded
 * @param noise of every benchmark
 * @param same comparisons of a build with itself
 * @param injected comparisons with a slowdown, by its size
 */
public record GateCalibration(
    String machine,
    String commit,
    String start,
    int forks,
    List<Noise> noise,
    List<Same> same,
    List<Injected> injected) {

  /** Name and major version of its form. */
  public static final String SCHEMA = "widthbench/gate-calibration/1";

  public GateCalibration {
    noise = List.copyOf(noise);
    same = List.copyOf(same);
    injected = List.copyOf(injected);
  }

  /**
   * How much two forks of one build differ.
   *
   * @param pairs recorded
   * @param percentile99 of the change between the two
   * @param gateable whether that is small enough
   */
  public record Noise(String benchmark, int pairs, double percentile99, boolean gateable) {}

  /**
   * A count of comparisons resampled from the series.
   *
   * @param bootstrap quantile of the rate over series resampled in blocks; 95 %, one-sided
   * @param exact Clopper-Pearson bound for the number of independent comparisons; 95 %, one-sided
   */
  public record Rate(int count, int of, double bootstrap, double exact) {}

  /**
   * Comparisons of a build with itself.
   *
   * @param independent comparisons that share no fork
   * @param alarms REGRESSED though nothing changed
   * @param undecided within the default number of pairs
   * @param fixedRule alarms of the rule “a single run more than 5 % slower”
   * @param welch alarms of Welch's t-test over all iterations
   */
  public record Same(
      double minimumEffect,
      int independent,
      Rate alarms,
      Rate undecided,
      Rate fixedRule,
      Rate welch) {}

  /**
   * Comparisons with a slowdown; bounds are lower ones.
   *
   * @param slowdown injected, as a share
   * @param limit change that the test was against
   */
  public record Injected(
      String benchmark,
      double slowdown,
      double minimumEffect,
      double limit,
      int independent,
      Rate found,
      Rate fixedRule,
      Rate welch) {}

  /** The content of {@code calibration.json}. */
  public String json() {
    return Json.record(SCHEMA, this);
  }

  /** Reads {@link #json}; null where {@code text} is something else. */
  public static @Nullable GateCalibration parse(String text) {
    return Json.parse(SCHEMA, text, GateCalibration.class);
  }
}
