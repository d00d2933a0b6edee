package io.github.widthbench.study;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where among the fields a value stands. Its path is put together only when asked for, as there is
 * a place for every number of a matrix.
 *
 * @param parent the place around it; null for the root
 * @param name of the field; of an item, nothing
 * @param index of the item
 * @param supplied paths whose values the axes put in later, so that they may be missing here
 */
public record Place(@Nullable Place parent, String name, int index, Set<String> supplied) {

  private static final int LONGEST = 80;

  /** The place of a value at {@code path}, without axes. */
  static Place at(String path) {
    return new Place(null, path, 0, Set.of());
  }

  /** The place of all of {@code fixed}. */
  static Place root(Set<String> supplied) {
    return new Place(null, "", 0, supplied);
  }

  Place child(String field) {
    return new Place(this, field, 0, supplied);
  }

  Place item(int number) {
    return new Place(this, "", number, supplied);
  }

  /** The path with dots, items in brackets from 0: {@code data.x[2][0]}; empty for the root. */
  public String path() {
    if (parent == null) {
      return name;
    }
    String before = parent.path();
    if (name.isEmpty()) {
      return before + "[" + index + "]";
    }
    return before.isEmpty() ? name : before + "." + name;
  }

  /** Whether an axis replaces this value. */
  boolean isSupplied() {
    return !supplied.isEmpty() && supplied.contains(path());
  }

  /** Whether an axis replaces this value or one inside it. */
  boolean isTouched() {
    return isSupplied() || supplied.stream().anyMatch(axis -> axis.startsWith(path() + "."));
  }

  StudyException wrong(Node node, String allowed) {
    String shown = node.shown();
    String found = shown.length() > LONGEST ? shown.substring(0, LONGEST) + " …" : shown;
    return error(node.at(), found, allowed);
  }

  StudyException error(Position at, String found, String allowed) {
    String path = path();
    return new StudyException(at, path.isEmpty() ? "fixed" : path, found, allowed);
  }
}
