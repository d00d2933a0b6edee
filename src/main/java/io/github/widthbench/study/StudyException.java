package io.github.widthbench.study;

/** One thing wrong with a study: where, which field, what was found, what is allowed. */
public final class StudyException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Most characters shown of what was found: a file may be one long word. */
  private static final int LONGEST = 300;

  private final transient Position at;
  private final String field;
  private final String found;
  private final String allowed;

  public StudyException(Position at, String field, String found, String allowed) {
    super(at + ": " + field + ": found " + brief(found) + "; allowed: " + allowed);
    this.at = at;
    this.field = brief(field);
    this.found = brief(found);
    this.allowed = allowed;
  }

  private static String brief(String text) {
    return text.length() > LONGEST ? text.substring(0, LONGEST) + " …" : text;
  }

  public Position at() {
    return at;
  }

  /** Dotted path of the field. */
  public String field() {
    return field;
  }

  public String found() {
    return found;
  }

  public String allowed() {
    return allowed;
  }
}
