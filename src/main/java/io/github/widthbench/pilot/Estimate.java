package io.github.widthbench.pilot;

/** A predicted number with an interval that is to hold it. */
public record Estimate(double low, double value, double high) {

  /** Nothing: what a sum begins with. */
  static final Estimate ZERO = exactly(0);

  /** A number without doubt. */
  static Estimate exactly(double value) {
    return new Estimate(value, value, value);
  }

  /** The sum, whose parts may all be low or high together. */
  Estimate plus(Estimate other) {
    return new Estimate(low + other.low, value + other.value, high + other.high);
  }

  /** This times {@code factor}, at least 0. */
  Estimate times(double factor) {
    return new Estimate(low * factor, value * factor, high * factor);
  }

  /** The product of two positive numbers. */
  Estimate times(Estimate other) {
    return new Estimate(low * other.low, value * other.value, high * other.high);
  }

  /** No part above {@code most}. */
  Estimate atMost(double most) {
    return new Estimate(Math.min(low, most), Math.min(value, most), Math.min(high, most));
  }

  /** Whether {@code number} is in the interval. */
  public boolean holds(double number) {
    return low <= number && number <= high;
  }
}
