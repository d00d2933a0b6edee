package io.github.widthbench.cli;

import io.github.widthbench.backend.BackendKind;
import io.github.widthbench.cli.BenchCases.Planned;
import io.github.widthbench.math.Activation;
import io.github.widthbench.math.Precision;
import io.github.widthbench.study.Nearest;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Looks for mistakes in {@code -p}: JMH itself takes any name, and finds out in a fork. */
final class BenchParameters {

  private static final Map<String, List<String>> WORDS =
      Map.of(
          "activation", Arrays.stream(Activation.values()).map(Activation::label).toList(),
          "precision", Arrays.stream(Precision.values()).map(Precision::label).toList(),
          "backend", Arrays.stream(BackendKind.values()).map(BackendKind::label).toList(),
          "passes", List.of("fused", "unfused"));

  private static final Set<String> COUNTS =
      Set.of("width", "sampleCount", "inputDim", "replicas", "threads");

  private BenchParameters() {}

  /** The first mistake in {@code arguments}, for people; empty where there is none. */
  static Optional<String> mistake(List<String> arguments, List<Planned> planned) {
    return Stream.concat(unknown(arguments, planned).stream(), impossible(planned).stream())
        .findFirst();
  }

  /** A parameter that none of the benchmarks has. */
  private static Optional<String> unknown(List<String> arguments, List<Planned> planned) {
    Set<String> known = new TreeSet<>();
    planned.forEach(one -> known.addAll(one.point().params().keySet()));
    return IntStream.range(0, arguments.size() - 1)
        .filter(i -> arguments.get(i).equals("-p"))
        .mapToObj(i -> arguments.get(i + 1).split("=", 2)[0])
        .filter(name -> !known.contains(name))
        .findFirst()
        .map(name -> "-p %s: these benchmarks have %s".formatted(name, Nearest.list(name, known)));
  }

  /** A value that a parameter cannot have. */
  private static Optional<String> impossible(List<Planned> planned) {
    return planned.stream()
        .flatMap(one -> one.point().params().entrySet().stream())
        .flatMap(param -> impossible(param.getKey(), param.getValue()).stream())
        .findFirst();
  }

  private static Optional<String> impossible(String name, String value) {
    if (WORDS.containsKey(name) && !WORDS.get(name).contains(value)) {
      return Optional.of(
          "-p %s=%s; allowed: %s".formatted(name, value, Nearest.list(value, WORDS.get(name))));
    }
    if (COUNTS.contains(name) && !value.matches("0*[1-9]\\d{0,9}")) {
      return Optional.of("-p %s=%s; allowed: integers from 1".formatted(name, value));
    }
    return Optional.empty();
  }
}
