package io.github.widthbench.cli;

import io.github.widthbench.study.BuiltInStudies;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Lists the built-in studies, or prints one. */
@Command(
    name = "studies",
    description = "Lists the built-in studies, one a line; with NAME prints its YAML.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./widthbench studies",
      "  ./widthbench studies exponential-quick > mine.yaml   # to be changed",
      "  ./widthbench plan mine.yaml"
    },
    mixinStandardHelpOptions = true,
    versionProvider = VersionText.class)
final class StudiesCommand implements Callable<Integer> {

  private final Terminal terminal;

  @Parameters(
      arity = "0..1",
      paramLabel = "NAME",
      description = "A built-in study.",
      completionCandidates = StudyArguments.BuiltInNames.class)
  private @Nullable String name;

  StudiesCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    if (name != null) {
      terminal.out().print(BuiltInStudies.yaml(name));
      terminal.out().flush();
      return Exit.DONE;
    }
    List<String> names = BuiltInStudies.names();
    int longest = names.stream().mapToInt(String::length).max().orElse(1);
    names.forEach(study ->
        terminal.out().printf("%-" + longest + "s  %s%n", study, BuiltInStudies.title(study)));
    return Exit.DONE;
  }
}
