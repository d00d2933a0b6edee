package io.github.widthbench.study;

/**
 * Where a value of a study comes from.
 *
 * @param source path of the file, {@code --set a=b}, or {@code default}
 * @param line 1-based line in a file, 0 elsewhere
 */
public record Position(String source, int line) {

  /** Where a value stands that nobody wrote. */
  public static final Position DEFAULT = new Position("default", 0);

  @Override
  public String toString() {
    return line > 0 ? source + ":" + line : source;
  }
}
