package io.github.widthbench.dataset;

import io.github.widthbench.study.Settings;
import io.github.widthbench.study.StudyException;

/** Reads the numbers of {@code data}, refusing what no source can use. */
record Fields(Settings settings) {

  /** {@code data.sampleCount}, at least 1. */
  int sampleCount() {
    return count("data.sampleCount", 1);
  }

  /** {@code data.inputDim}, at least 1. */
  int inputDim() {
    return count("data.inputDim", 1);
  }

  /** {@code data.heldOut}, 0 if absent. */
  int heldOut() {
    return settings.has("data.heldOut") ? count("data.heldOut", 0) : 0;
  }

  /** {@code data.seed}, 0 if absent. */
  long seed() {
    return settings.has("data.seed") ? settings.integer("data.seed") : 0;
  }

  /** {@code data.radius}, 1 if absent. */
  double radius() {
    double radius = settings.has("data.radius") ? settings.number("data.radius") : 1;
    if (radius > 0 && Double.isFinite(radius)) {
      return radius;
    }
    throw settings.error("data.radius", String.valueOf(radius), "a finite number above 0");
  }

  /** A whole number that an array can hold. */
  int count(String path, int least) {
    long count = settings.integer(path);
    if (count >= least && count <= Integer.MAX_VALUE) {
      return (int) count;
    }
    throw settings.error(path, String.valueOf(count), least + " to " + Integer.MAX_VALUE);
  }

  /**
   * Refuses a size that differs from what the data have.
   *
   * @throws StudyException if {@code path} is there and is not {@code size}
   */
  void agree(String path, int size) {
    if (settings.has(path) && settings.integer(path) != size) {
      String found = String.valueOf(settings.integer(path));
      throw settings.error(path, found, size + ", which the data have, or nothing");
    }
  }
}
