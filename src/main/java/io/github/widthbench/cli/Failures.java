package io.github.widthbench.cli;

import io.github.widthbench.backend.BackendUnavailableException;
import io.github.widthbench.experiment.Watch;
import io.github.widthbench.study.StudyException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns what went wrong into a message that says what to do, and an exit code. */
final class Failures implements IParameterExceptionHandler, IExecutionExceptionHandler {

  private static final String JSON = "--json";

  private final Terminal terminal;
  private final boolean debug;

  Failures(Terminal terminal, Map<String, String> environment) {
    this.terminal = terminal;
    this.debug = "1".equals(environment.get("WIDTHBENCH_DEBUG"));
  }

  @Override
  public int handleParseException(ParameterException failure, String[] arguments) {
    boolean json =
        Arrays.stream(arguments).anyMatch(a -> a.equals(JSON) || a.startsWith("--json="));
    return tell(failure, json);
  }

  @Override
  public int handleExecutionException(
      Exception failure, CommandLine command, ParseResult arguments) {
    return tell(failure, arguments.originalArgs().stream().anyMatch(a -> a.startsWith(JSON)));
  }

  /**
   * Prints {@code failure}; with {@code json} also as a summary on stdout. Returns the exit code.
   */
  int tell(Throwable failure, boolean json) {
    if (debug) {
      failure.printStackTrace(terminal.err());
    }
    Failure told = explain(failure);
    terminal.tell(told.lines().getFirst());
    told.lines().stream().skip(1).forEach(line -> terminal.err().println("  " + line));
    if (json) {
      terminal.out().println(Json.error(told));
    }
    return told.exit();
  }

  private static Failure explain(Throwable failure) {
    return switch (failure) {
      case StudyException study -> Failure.of(study);
      case ParameterException usage -> Failure.refused(usageLines(usage));
      case BackendUnavailableException lacking -> Failure.of(Exit.LACKING, message(lacking));
      case Watch.StoppedException stopped ->
          Failure.of(Exit.INTERRUPTED, message(stopped), "the same command again resumes");
      case UncheckedIOException broken -> output(broken);
      case IOException broken -> output(broken);
      case OutOfMemoryError full ->
          Failure.of(
              Exit.JUDGED,
              "out of memory: " + message(full),
              "see `widthbench plan`, or set WIDTHBENCH_JAVA_OPTS=-Xmx… to allow more");
      default ->
          Failure.of(
              Exit.JUDGED,
              "a mistake in widthbench: " + failure,
              "please report it with what WIDTHBENCH_DEBUG=1 makes the same command print");
    };
  }

  private static List<String> usageLines(ParameterException usage) {
    String help =
        "see `%s --help`".formatted(usage.getCommandLine().getCommandSpec().qualifiedName());
    if (usage instanceof UnmatchedArgumentException unmatched
        && !unmatched.getSuggestions().isEmpty()) {
      List<String> near = unmatched.getSuggestions().stream().limit(3).toList();
      return List.of(message(usage), "did you mean " + String.join(" or ", near) + "?", help);
    }
    return List.of(message(usage), help);
  }

  private static Failure output(Exception broken) {
    return Failure.of(
        Exit.BROKEN_OUTPUT,
        "reading or writing failed: " + message(broken),
        "finished cells are kept; the same command again resumes");
  }

  private static String message(Throwable failure) {
    String message = failure.getMessage();
    return message == null ? failure.toString() : message;
  }
}
