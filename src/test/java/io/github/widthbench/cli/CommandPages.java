package io.github.widthbench.cli;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The pages of the commands, one a command, made from what the program knows of them itself. */
final class CommandPages {

  private static final Path GUIDES = Path.of("src/site/markdown");

  private CommandPages() {}

  /** Their texts by file name. */
  static SortedMap<String, String> all() {
    PrintWriter nowhere = new PrintWriter(PrintWriter.nullWriter());
    Terminal terminal = new Terminal(nowhere, nowhere, false, false, true);
    CommandLine program = Widthbench.commands(terminal, new Interrupt(terminal));
    SortedMap<String, String> pages = new TreeMap<>();
    program
        .getSubcommands()
        .forEach((name, command) -> pages.put(name + ".md", page(name, command, program)));
    return pages;
  }

  private static String page(String name, CommandLine command, CommandLine program) {
    CommandSpec spec = command.getCommandSpec();
    List<String> lines = new ArrayList<>();
    lines.add("<!-- made by ci/command-pages: change the command, not this page -->");
    lines.addAll(List.of("# `widthbench " + name + "`", ""));
    lines.addAll(List.of(String.join(" ", spec.usageMessage().description()), ""));
    lines.addAll(List.of("```text", command.getHelp().synopsis(0).stripTrailing(), "```"));
    lines.addAll(examples(spec.usageMessage()));
    if (Files.exists(GUIDES.resolve(name + ".md"))) {
      lines.addAll(List.of("", "More on the page [%s](../%s.md).".formatted(name, name)));
    }
    lines.addAll(arguments(spec));
    lines.addAll(exitCodes(spec.usageMessage(), program.getCommandSpec().usageMessage()));
    return String.join("\n", lines) + "\n";
  }

  private static List<String> examples(UsageMessageSpec usage) {
    List<String> lines = new ArrayList<>();
    if (usage.footerHeading().contains("Examples")) {
      lines.addAll(List.of("", "```console"));
      for (String example : usage.footer()) {
        lines.add("$ " + example.strip());
      }
      lines.add("```");
    }
    return lines;
  }

  private static List<String> arguments(CommandSpec spec) {
    List<List<String>> rows = new ArrayList<>();
    spec.positionalParameters().stream()
        .filter(argument -> !argument.hidden())
        .forEach(argument -> rows.add(List.of(code(argument.paramLabel()), text(argument))));
    spec.options().stream()
        .filter(option -> !option.hidden())
        .forEach(option -> rows.add(List.of(names(option), text(option))));
    return table("Arguments and options", List.of("argument", "meaning"), rows);
  }

  private static String names(OptionSpec option) {
    String value = option.arity().max() == 0 ? "" : option.paramLabel();
    String separator = option.arity().min() == 0 ? "[=%s]" : " %s";
    String names = String.join(", ", option.names());
    return code(value.isEmpty() ? names : names + separator.formatted(value));
  }

  private static String text(ArgSpec argument) {
    return String.join(" ", argument.description()).replace("|", "\\|").replace("<", "&lt;");
  }

  /** Those of the command where it has its own, else those of the program. */
  private static List<String> exitCodes(UsageMessageSpec own, UsageMessageSpec program) {
    Map<String, String> codes =
        own.exitCodeList().isEmpty() ? program.exitCodeList() : own.exitCodeList();
    List<List<String>> rows = new ArrayList<>();
    codes.forEach((code, meaning) -> rows.add(List.of(code, meaning)));
    return table("Exit codes", List.of("code", "meaning"), rows);
  }

  private static List<String> table(String title, List<String> headings, List<List<String>> rows) {
    List<String> lines = new ArrayList<>(List.of("", "## " + title, ""));
    lines.add("| " + String.join(" | ", headings) + " |");
    lines.add("| --- | --- |");
    rows.forEach(row -> lines.add("| " + String.join(" | ", row) + " |"));
    return lines;
  }

  private static String code(String text) {
    return "`" + Ansi.OFF.string(text).strip() + "`";
  }
}
