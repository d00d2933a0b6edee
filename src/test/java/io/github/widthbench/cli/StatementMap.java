package io.github.widthbench.cli;

import static java.util.stream.Collectors.joining;

import io.github.widthbench.experiment.Experiment;
import io.github.widthbench.experiment.Statement;
import io.github.widthbench.experiment.Turns;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The page that leads from each statement to the command that judges it, the record that holds the
 * verdict, the figure that shows it, and the fault that turns it: made from the experiments' own
 * lists, the tests that plant faults, and the tables of their pages.
 */
final class StatementMap {

  static final Path PAGE = Path.of("src/site/markdown/map.md");

  private static final String HEAD =
      """
      # From statement to figure

      Made from the code by `ci/map`, and checked by a test. For every statement that a verdict speaks of, of the papers and of practice: what
      it says, the command that judges it, in seconds or a few minutes, the field of its record, the figure of `report.html`, and the tests that
      plant a fault and see it violated. `ci/map run` runs every command here and looks for each verdict and figure in what it wrote.
      What the [pilot](pilot.md) predicts is held to 100 random studies by `ci/pilot`.

      A verdict says what one run showed: it proves no statement. How each is judged, and where it comes from, stands on the
      page of its experiment.
      """;

  private final SortedMap<String, List<String>> faults = new TreeMap<>();

  StatementMap(List<Class<?>> faultTests) {
    for (Class<?> type : faultTests) {
      List<Method> methods =
          Arrays.stream(type.getDeclaredMethods())
              .filter(method -> method.isAnnotationPresent(Turns.class))
              .sorted((a, b) -> a.getName().compareTo(b.getName()))
              .toList();
      for (Method method : methods) {
        for (String statement : method.getAnnotation(Turns.class).value()) {
          faults.computeIfAbsent(statement, _ -> new ArrayList<>()).add(method.getName());
        }
      }
    }
  }

  /** The names of the tests that turn each statement. */
  Map<String, List<String>> faults() {
    return faults;
  }

  String page(List<Experiment> experiments) {
    return experiments.stream().map(this::section).collect(joining("\n", HEAD + "\n", ""));
  }

  private String section(Experiment experiment) {
    Map<String, String> claims = claims(experiment.name());
    String rows =
        experiment.statements().stream()
            .map(statement -> row(statement, claims))
            .collect(joining());
    return """
    ## [%1$s](%1$s.md)

    | statement | says | command | record | figure | faults that turn it |
    | --- | --- | --- | --- | --- | --- |
    %2$s\
    """
        .formatted(experiment.name(), rows);
  }

  private String row(Statement statement, Map<String, String> claims) {
    String tests =
        faults.getOrDefault(statement.name(), List.of()).stream()
            .map(test -> "`" + test + "`")
            .collect(joining(" "));
    return "| `%s` | %s | `./widthbench run %s` | `verdicts[%s]` of `summary.json` | `%s` | %s |\n"
        .formatted(
            statement.name(),
            claims.getOrDefault(statement.name(), ""),
            statement.study(),
            statement.name(),
            statement.figure(),
            tests);
  }

  /** What each statement says, by its row in the table of the experiment's page. */
  static Map<String, String> claims(String experiment) {
    Map<String, String> claims = new TreeMap<>();
    boolean inside = false;
    for (String line : lines(Path.of("src/site/markdown", experiment + ".md"))) {
      inside = line.startsWith("| statement |") || (inside && line.startsWith("|"));
      String[] columns = line.split("(?<!\\\\)\\|", -1);
      if (inside && columns[1].startsWith(" `")) {
        claims.put(experiment + "." + columns[1].replaceAll("[` ]", ""), columns[2].strip());
      }
    }
    return claims;
  }

  private static List<String> lines(Path page) {
    try {
      return Files.readAllLines(page);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
