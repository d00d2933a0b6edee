package io.github.widthbench.sweep;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How a sweep runs; none of it changes a result, except that a checked one may be refused.
 *
 * @param threads to use in all, at least 1
 * @param shard the part of the study to run; empty for all of it
 * @param retry whether cells that failed before run again
 * @param timeLimitSeconds after which a cell counts as failed
 * @param unfused whether the backend's fused passes are left out
 * @param check the cells that are recomputed on the reference
 */
public record SweepOptions(
    int threads,
    Optional<Shard> shard,
    boolean retry,
    OptionalDouble timeLimitSeconds,
    boolean unfused,
    CheckShare check) {

  public SweepOptions {
    if (threads < 1) {
      throw new IllegalArgumentException("threads is " + threads + "; at least 1 is needed");
    }
  }

  /** Without checks. */
  public SweepOptions(
      int threads,
      Optional<Shard> shard,
      boolean retry,
      OptionalDouble timeLimitSeconds,
      boolean unfused) {
    this(threads, shard, retry, timeLimitSeconds, unfused, CheckShare.NONE);
  }

  /** The same with checks. */
  public SweepOptions with(CheckShare share) {
    return new SweepOptions(threads, shard, retry, timeLimitSeconds, unfused, share);
  }

  /** The whole study on {@code threads} threads, without retry or time limit. */
  public static SweepOptions threads(int threads) {
    return new SweepOptions(threads, Optional.empty(), false, OptionalDouble.empty(), false);
  }
}
