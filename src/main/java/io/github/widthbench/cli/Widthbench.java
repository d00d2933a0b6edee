package io.github.widthbench.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The program: its commands, and how it ends. */
@Command(
    name = "widthbench",
    description = "Measures what happens to a shallow network as its width grows.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    versionProvider = VersionText.class,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done; every verdict holds or is undecided with its reason",
      "1:a verdict is violated, a cell failed, shards are missing, or a gate found a regression",
      "2:bad usage or input, or the folder is in use; nothing was run",
      "3:this machine lacks what was named",
      "4:a gate is undecided, or its sides are not comparable",
      "5:input or output failed; the same command resumes",
      "130:interrupted; the same command resumes"
    },
    footer = {
      "",
      "WIDTHBENCH_JAVA_OPTS holds more options for the JVM, such as -Xmx16g.",
      "source <(./widthbench generate-completion) completes words in bash and zsh."
    })
public final class Widthbench implements Runnable {

  @Spec private CommandSpec spec;

  /** Runs one command and ends the process with its exit code. */
  @SuppressWarnings("CatchAndPrintStackTrace")
  public static void main(String[] arguments) {
    Terminal terminal = Terminal.system(System.getenv());
    Interrupt interrupt = new Interrupt(terminal);
    interrupt.exit(run(terminal, interrupt, System.getenv(), arguments));
  }

  /** Runs one command and returns its exit code. */
  static int run(
      Terminal terminal,
      Interrupt interrupt,
      Map<String, String> environment,
      String... arguments) {
    Failures failures = new Failures(terminal, environment);
    try {
      return commands(terminal, interrupt)
          .setOut(terminal.out())
          .setErr(terminal.err())
          .setParameterExceptionHandler(failures)
          .setExecutionExceptionHandler(failures)
          .execute(arguments);
    } catch (Error fatal) { // picocli handles exceptions only
      return failures.tell(fatal, false);
    }
  }

  /** The program with its commands, before anything is read. */
  static CommandLine commands(Terminal terminal, Interrupt interrupt) {
    CommandLine bench =
        new CommandLine(new BenchCommand(terminal, interrupt))
            .setUnmatchedOptionsArePositionalParams(true)
            .setCaseInsensitiveEnumValuesAllowed(true);
    Experiments experiments = Experiments.builtIn();
    return new CommandLine(new Widthbench())
        .addSubcommand(new RunCommand(terminal, interrupt, experiments))
        .addSubcommand(new PlanCommand(terminal, experiments))
        .addSubcommand(bench)
        .addSubcommand(new GateCommand(terminal, interrupt))
        .addSubcommand(new ReportCommand(terminal, experiments))
        .addSubcommand(new MergeCommand(terminal, experiments))
        .addSubcommand(new DoctorCommand(terminal))
        .addSubcommand(new StudiesCommand(terminal))
        .addSubcommand(new AutoComplete.GenerateCompletion())
        .registerConverter(Path.class, Widthbench::path);
  }

  private static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new TypeConversionException("'" + text + "' is no path: " + e.getReason());
    }
  }

  @Override
  public void run() {
    String commands = String.join(", ", spec.subcommands().keySet());
    throw new ParameterException(
        spec.commandLine(),
        "no command is named; there are "
            + commands
            + ". `./widthbench run` is the one to begin with");
  }
}
