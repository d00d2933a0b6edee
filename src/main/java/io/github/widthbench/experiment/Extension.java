package io.github.widthbench.experiment;

import org.jspecify.annotations.Nullable;

/**
 * Something that a cell asks for and no paper speaks of: noise in the labels, weight decay,
 * batches. Records and reports mark such a cell as beyond the theory.
 *
 * @param what it is, such as {@code ridge}
 * @param found how much of it, such as {@code 0.01}
 * @param needed what the statements assume in its place, such as {@code none}, where it leaves
 *     their hypotheses: then none is judged; null where they hold as they are
 */
public record Extension(String what, String found, @Nullable String needed) {

  /** One under which the statements hold as they are, such as noise in the labels. */
  public static Extension within(String what, Object found) {
    return new Extension(what, String.valueOf(found), null);
  }

  /** One that leaves the hypotheses of the statements. */
  public static Extension leaving(String what, Object found, String needed) {
    return new Extension(what, String.valueOf(found), needed);
  }

  /** Whether the statements cannot be judged with it. */
  public boolean leavesHypotheses() {
    return needed != null;
  }

  /** What records and reports show: {@code ridge 0.01}. */
  public String text() {
    return what + " " + found;
  }

  /** Why a statement is undecided with it. */
  public String hypothesis() {
    return "hypothesis: " + what + ", found " + found + ", needed " + needed;
  }
}
