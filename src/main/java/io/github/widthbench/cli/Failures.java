package io.github.widthbench.cli;

import io.github.widthbench.backend.BackendUnavailableException;
import io.github.widthbench.gate.StoppedException;
import io.github.widthbench.results.FileTrouble;
import io.github.widthbench.results.FolderLockedException;
import io.github.widthbench.results.NewerSchemaException;
import io.github.widthbench.results.OutputFailedException;
import io.github.widthbench.results.RefusedException;
import io.github.widthbench.study.Nearest;
import io.github.widthbench.study.StudyException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.ArgSpec;
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
    told.lines().stream()
        .skip(1)
        .forEach(line -> terminal.err().println("  " + Terminal.plain(line)));
    if (json) {
      terminal.out().print(told.json());
      terminal.out().flush();
    }
    return told.exit();
  }

  private static Failure explain(Throwable failure) {
    return switch (failure) {
      case StudyException study -> Failure.of(study);
      case ParameterException usage -> usage(usage);
      case FolderLockedException _, NewerSchemaException _, RefusedException _ ->
          Failure.of(Exit.REFUSED, message(failure), "nothing was run");
      case StoppedException _ -> Failure.of(Exit.INTERRUPTED, message(failure));
      case BackendUnavailableException _ -> Failure.of(Exit.LACKING, message(failure));
      case OutputFailedException _ -> Failure.of(Exit.BROKEN_OUTPUT, message(failure));
      case UncheckedIOException unread -> explain(Objects.requireNonNull(unread.getCause()));
      case FileSystemException broken ->
          Failure.of(
              Exit.BROKEN_OUTPUT,
              "reading or writing failed: " + broken.getFile() + ": " + FileTrouble.of(broken));
      case IOException broken ->
          Failure.of(Exit.BROKEN_OUTPUT, "reading or writing failed: " + FileTrouble.of(broken));
      case OutOfMemoryError _ ->
          Failure.of(
              Exit.JUDGED,
              "out of memory: " + message(failure),
              "WIDTHBENCH_JAVA_OPTS=-Xmx16g and the like allow more");
      default ->
          Failure.of(
              Exit.JUDGED,
              "a mistake in widthbench itself: " + failure,
              "please report it with what the same command prints under WIDTHBENCH_DEBUG=1");
    };
  }

  private static Failure usage(ParameterException usage) {
    String help =
        "see `%s --help`".formatted(usage.getCommandLine().getCommandSpec().qualifiedName());
    List<String> near = near(usage);
    return near.isEmpty()
        ? Failure.of(Exit.REFUSED, message(usage), help)
        : Failure.of(
            Exit.REFUSED, message(usage), "did you mean " + String.join(" or ", near) + "?", help);
  }

  /** What may have been meant: names of options and commands, or words that an option takes. */
  private static List<String> near(ParameterException usage) {
    if (usage instanceof UnmatchedArgumentException unmatched) {
      return unmatched.getSuggestions().stream().limit(3).toList();
    }
    ArgSpec argument = usage.getArgSpec();
    String value = usage.getValue();
    if (argument == null || value == null || argument.completionCandidates() == null) {
      return List.of();
    }
    List<String> words = new ArrayList<>();
    argument.completionCandidates().forEach(word -> words.add(word.toLowerCase(Locale.ROOT)));
    return Nearest.of(value, words).stream().toList();
  }

  private static String message(Throwable failure) {
    String message = failure.getMessage();
    return message == null ? failure.toString() : message;
  }
}
