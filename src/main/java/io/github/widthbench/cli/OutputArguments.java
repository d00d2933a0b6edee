package io.github.widthbench.cli;

import io.github.widthbench.study.Nearest;
import java.util.List;
import java.util.Map;
import java.util.Stack;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What a command prints. */
final class OutputArguments {

  private static final String SUMMARY = "summary";

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--json",
      arity = "0..1",
      paramLabel = "cells",
      preprocessor = OnlyAttached.class,
      description = "Print the summary as JSON; --json=cells prints the records.")
  private @Nullable String json;

  @Option(names = "--quiet", description = "Show no progress.")
  private boolean quiet;

  /** Forms of results on stdout. */
  enum Form {
    TEXT,
    SUMMARY,
    RECORDS
  }

  boolean quiet() {
    return quiet;
  }

  Form form() {
    return switch (json) {
      case null -> Form.TEXT;
      case SUMMARY -> Form.SUMMARY;
      case "cells" -> Form.RECORDS;
      default ->
          throw new ParameterException(
              command.commandLine(),
              "--json=%s is unknown; allowed: --json alone, --json=%s"
                  .formatted(json, Nearest.list(json, List.of("cells"))));
    };
  }

  /** A word after {@code --json} is a study, not its value: a value needs the equals sign. */
  static final class OnlyAttached implements IParameterPreprocessor {
    @Override
    @SuppressWarnings("JdkObsolete") // picocli's choice of Stack
    public boolean preprocess(
        Stack<String> arguments, CommandSpec spec, ArgSpec option, Map<String, Object> info) {
      if (!"=".equals(info.get("separator"))) {
        arguments.push(SUMMARY);
      }
      return false;
    }
  }
}
