package io.github.widthbench.report;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Short names of runs that stand side by side. */
final class RunLabels {

  private RunLabels() {}

  /**
   * The first of {@code telling} that tells the runs apart, or all of them together; else the names
   * of their folders, their paths, or numbers.
   *
   * @param telling facts, each with one text a run
   * @param folders one a run
   */
  static List<String> of(List<List<String>> telling, List<String> folders) {
    List<List<String>> brief = telling.stream().map(RunLabels::shortened).toList();
    List<String> together =
        numbered(folders.size(), i -> brief.stream().map(v -> v.get(i)).collect(joining(", ")));
    List<String> names = folders.stream().map(path -> path.replaceAll(".*[/\\\\]", "")).toList();
    return Stream.concat(brief.stream(), Stream.of(together, names, folders))
        .filter(labels -> Set.copyOf(labels).size() == folders.size())
        .findFirst()
        .orElseGet(() -> numbered(folders.size(), i -> names.get(i) + " (" + (i + 1) + ")"));
  }

  private static List<String> numbered(int count, IntFunction<String> text) {
    return IntStream.range(0, count).mapToObj(text).toList();
  }

  /** The kind of a device, seven digits of a commit; as they are where that is not enough. */
  private static List<String> shortened(List<String> facts) {
    List<String> brief =
        facts.stream()
            .map(fact -> fact.replaceAll(".*commit (\\w{7})\\w*", "$1").replaceAll(":.*", ""))
            .toList();
    return Set.copyOf(brief).size() == Set.copyOf(facts).size() ? brief : facts;
  }
}
