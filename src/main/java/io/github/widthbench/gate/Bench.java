package io.github.widthbench.gate;

import java.util.List;

/** Measures benchmarks of one build, each time in a fresh JVM. */
interface Bench {

  /** The benchmarks of this build that the gate is about. */
  List<Benchmark> list();

  /**
   * Measures {@code benchmark} in a fork of its own.
   *
   * @throws ForkFailedException if the fork did not end with a result
   */
  Fork fork(Benchmark benchmark);
}
