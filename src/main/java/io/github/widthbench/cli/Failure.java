package io.github.widthbench.cli;

import io.github.widthbench.results.Summary;
import io.github.widthbench.study.StudyException;
import java.util.List;
import java.util.stream.Stream;

/**
 * What went wrong, for people and for scripts.
 *
 * @param lines the message
 * @param problem the summary's {@code error}
 */
record Failure(int exit, List<String> lines, Summary.Problem problem) {

  /** A failure that is no field's fault: what was found, and what to do about it. */
  static Failure of(int exit, String found, String... cures) {
    List<String> lines = Stream.concat(Stream.of(found), Stream.of(cures)).toList();
    String cure = String.join("; ", cures);
    return new Failure(exit, lines, new Summary.Problem(null, null, null, found, cure));
  }

  /** A study that says something impossible. */
  static Failure of(StudyException study) {
    List<String> lines =
        List.of(
            study.at() + ": field " + study.field(),
            "found    " + study.found(),
            "allowed  " + study.allowed(),
            "nothing was run");
    return new Failure(Exit.REFUSED, lines, Summary.Problem.of(study));
  }

  /** The summary of the command that failed so. */
  String json() {
    return new Summary(exit, List.of(), problem).json();
  }
}
