package io.github.widthbench.benchmarks;

import io.github.widthbench.results.BenchCase;
import java.util.TreeMap;
import org.openjdk.jmh.infra.BenchmarkParams;

/** The case that JMH runs. */
public final class Cases {

  private Cases() {}

  /** Benchmark and parameters of {@code params}. */
  public static BenchCase of(BenchmarkParams params) {
    TreeMap<String, String> values = new TreeMap<>();
    params.getParamsKeys().forEach(key -> values.put(key, params.getParam(key)));
    return new BenchCase(params.getBenchmark(), values);
  }
}
