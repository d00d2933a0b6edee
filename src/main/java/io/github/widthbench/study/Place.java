package io.github.widthbench.study;

import java.util.Set;

/**
 * Where among the fields a value stands.
 *
 * @param path dotted, empty for all of {@code fixed}
 * @param supplied paths whose values the axes put in later, so that they may be missing here
 */
public record Place(String path, Set<String> supplied) {

  private static final int LONGEST = 80;

  Place child(String name) {
    return new Place(path.isEmpty() ? name : path + "." + name, supplied);
  }

  Place item(int index) {
    return new Place(path + "[" + index + "]", supplied);
  }

  /** Whether an axis replaces this value. */
  boolean isSupplied() {
    return supplied.contains(path);
  }

  /** Whether an axis replaces this value or one inside it. */
  boolean isTouched() {
    return isSupplied() || supplied.stream().anyMatch(axis -> axis.startsWith(path + "."));
  }

  StudyException wrong(Node node, String allowed) {
    String written = node.written();
    String found = written.length() > LONGEST ? written.substring(0, LONGEST) + " …" : written;
    return error(node.at(), found, allowed);
  }

  StudyException error(Position at, String found, String allowed) {
    return new StudyException(at, path.isEmpty() ? "fixed" : path, found, allowed);
  }
}
