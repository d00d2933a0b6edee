package io.github.widthbench.gate;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a JMH result is about; equal for the same measurement in two files.
 *
 * @param name of the method with its class
 * @param params by name
 */
public record Benchmark(String name, SortedMap<String, String> params) {

  public Benchmark {
    params = Collections.unmodifiableSortedMap(new TreeMap<>(params));
  }

  /** Such as {@code DescentBenchmark.step activation=relu,width=256}. */
  public String label() {
    String[] parts = name.split("\\.", -1);
    String method =
        parts.length < 2 ? name : parts[parts.length - 2] + "." + parts[parts.length - 1];
    return params.isEmpty() ? method : method + " " + assignments(params);
  }

  private static String assignments(Map<String, String> params) {
    return params.entrySet().stream()
        .map(param -> param.getKey() + "=" + param.getValue())
        .collect(Collectors.joining(","));
  }
}
