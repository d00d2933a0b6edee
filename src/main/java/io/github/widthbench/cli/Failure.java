package io.github.widthbench.cli;

import io.github.widthbench.study.StudyException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * What went wrong, for people and for scripts.
 *
 * @param lines the message
 * @param error the fields of the summary's {@code error}
 */
record Failure(int exit, List<String> lines, SequencedMap<String, @Nullable Object> error) {

  /** A failure that is no field's fault. */
  static Failure of(int exit, String... lines) {
    return new Failure(exit, List.of(lines), error(null, null, null, lines[0], null));
  }

  /** Bad usage. */
  static Failure refused(List<String> lines) {
    return of(Exit.REFUSED, lines.toArray(String[]::new));
  }

  /** A study that says something impossible. */
  static Failure of(StudyException study) {
    Integer line = study.at().line() > 0 ? study.at().line() : null;
    return new Failure(
        Exit.REFUSED,
        List.of(
            study.at() + ": field " + study.field(),
            "found    " + study.found(),
            "allowed  " + study.allowed(),
            "nothing was run"),
        error(study.at().source(), line, study.field(), study.found(), study.allowed()));
  }

  private static SequencedMap<String, @Nullable Object> error(
      @Nullable String file,
      @Nullable Integer line,
      @Nullable String field,
      @Nullable String found,
      @Nullable String allowed) {
    SequencedMap<String, @Nullable Object> error = new LinkedHashMap<>();
    error.put("file", file);
    error.put("line", line);
    error.put("field", field);
    error.put("found", found);
    error.put("allowed", allowed);
    return error;
  }
}
