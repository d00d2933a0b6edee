package io.github.widthbench.gate;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Measures benchmarks of one build, each time in a fresh JVM. */
interface Bench {

  /** The benchmarks of this build that the gate is about. */
  List<Benchmark> list();

  /** Whether forks of this build can measure in turn with others. */
  boolean takesTurns();

  /**
   * Measures {@code benchmark} in a fork of its own.
   *
   * @param turns socket of the referee who says when an iteration begins; null to measure alone
   * @throws ForkFailedException if the fork did not end with a result
   */
  Fork fork(Benchmark benchmark, @Nullable Path turns);
}
