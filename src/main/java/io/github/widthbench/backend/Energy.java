package io.github.widthbench.backend;

/** What a device took over some time, or why that is not known. */
public sealed interface Energy {

  /** So many joules. */
  record Joules(double joules) implements Energy {}

  /**
   * Nobody can tell.
   *
   * @param why in words, for records
   */
  record Untold(String why) implements Energy {}

  /** The equal share of each of {@code count}. */
  default Energy shared(int count) {
    return switch (this) {
      case Joules(double joules) -> new Joules(joules / count);
      case Untold untold -> untold;
    };
  }
}
