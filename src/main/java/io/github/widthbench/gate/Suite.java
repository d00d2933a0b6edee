package io.github.widthbench.gate;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which benchmarks are gated, and how a fork measures them. Forks are short and many, for the fork
 * is the unit of the test.
 *
 * @param includes regular expressions of JMH
 * @param params values of JMH parameters, separated by commas
 * @param warmupSeconds of a fork before it measures
 * @param measuredSeconds of a fork, in twenty iterations
 */
public record Suite(
    List<String> includes,
    SortedMap<String, String> params,
    double warmupSeconds,
    double measuredSeconds) {

  private static final int ITERATIONS = 20;

  /** Several, so that the compiler works while other forks have their turn. */
  private static final int WARMUPS = 10;

  private static final double START_SECONDS = 1;

  public Suite {
    includes = List.copyOf(includes);
    params = new TreeMap<>(params);
  }

  /** Seconds that a fork takes, about. */
  double forkSeconds() {
    return START_SECONDS + warmupSeconds + measuredSeconds;
  }

  List<String> jmhArguments() {
    return List.of(
        "-wi",
        Integer.toString(WARMUPS),
        "-w",
        milliseconds(warmupSeconds / WARMUPS),
        "-i",
        Integer.toString(ITERATIONS),
        "-r",
        milliseconds(measuredSeconds / ITERATIONS));
  }

  private static String milliseconds(double seconds) {
    return Math.round(1000 * seconds) + "ms";
  }
}
