package io.github.widthbench.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.widthbench.backend.Backend;
import io.github.widthbench.backend.BackendKind;
import io.github.widthbench.backend.Backends;
import io.github.widthbench.math.Activation;
import io.github.widthbench.math.Precision;
import io.github.widthbench.results.BenchCase;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class WorkTest {

  /** n = 3, d = 2, m = 10. */
  private static final Map<String, String> NETWORK =
      Map.of("sampleCount", "3", "inputDim", "2", "width", "10", "precision", "fp64");

  @Test
  void flops_ofPasses_areCountedByHand() {
    // z = Wᵀx: 10 neurons × 3 samples × 2 products and additions of 2; F: 10 products, 10 additions
    assertThat(flops("ForwardBenchmark.forward")).isEqualTo(3 * (10 * 4 + 20));
    // the same again for the gradient, and W − rate·g: 20 products, 20 subtractions
    assertThat(flops("DescentBenchmark.step")).isEqualTo(2 * 3 * (10 * 4 + 20) + 40);
    // z, the 9 entries of S′S′ᵀ at half price, and those of XXᵀ
    assertThat(flops("GramBenchmark.empirical")).isEqualTo(120 + 90 + 36);
    assertThat(flops("EigenBenchmark.full")).isEqualTo(36, within(1e-9));
    assertThat(flops("BaselineBenchmark.multiply")).isEqualTo(2000);
  }

  @Test
  void bytes_ofPasses_areEveryNumberOnce() {
    // W, a, x, and F; in a step W is written too, and F is read
    assertThat(work("ForwardBenchmark.forward").bytes()).isEqualTo(8 * (20 + 10 + 6 + 3));
    assertThat(work("DescentBenchmark.step").bytes()).isEqualTo(8 * (40 + 10 + 6 + 6));
    assertThat(work("BaselineBenchmark.copy").bytes()).isEqualTo(1600);
  }

  @Test
  void replicas_together_areAsMuchWorkAsOneLarge() {
    TreeMap<String, String> params = new TreeMap<>(NETWORK);
    params.put("replicas", "7");

    assertThat(Work.of(named("ReplicaBenchmark.together", params)).orElseThrow().flops())
        .isEqualTo(Work.of(named("ReplicaBenchmark.oneLarge", params)).orElseThrow().flops())
        .isEqualTo(7 * flops("DescentBenchmark.step"));
  }

  @Test
  void flops_ofGraphs_areCountedByHand() {
    TreeMap<String, String> params = new TreeMap<>(NETWORK);
    params.putAll(Map.of("graph", "chain", "depth", "3"));
    // 20 + 100 + 10 weights: forward and gradient, error behind 110 of them, update
    assertThat(Work.of(named("DagBenchmark.step", params)).orElseThrow().flops())
        .isEqualTo(3 * (4 * 130 + 2 * 110) + 260);
    params.put("graph", "allSkips"); // x → h2, x → o, h1 → o: 20 + 2 + 10 more
    assertThat(Work.of(named("DagBenchmark.step", params)).orElseThrow().flops())
        .isEqualTo(3 * (4 * 162 + 2 * 120) + 324);
  }

  @Test
  void of_benchmarkWithoutAModel_isEmpty() {
    assertThat(Work.of(named("TrainingBenchmark.train", new TreeMap<>()))).isEmpty();
  }

  @Test
  void longerCalls_ofThePasses_doTheirWork() {
    try (Backend backend = Backends.open(BackendKind.REFERENCE, 1)) {
      Problem one = problem(backend);
      Problem two = problem(backend);
      double[] first = two.descend(4).squaredResiduals()[0];
      double[] second = two.descend(4).squaredResiduals()[0];

      double[] all = one.descend(8).squaredResiduals()[0];

      assertThat(all)
          .startsWith(first)
          .endsWith(second)
          .isSortedAccordingTo((a, b) -> Double.compare(b, a));
      assertThat(all[7]).as("every step moves").isLessThan(all[0]);
    }
  }

  private static Problem problem(Backend backend) {
    return new Problem(backend.ops(), Activation.EXP, Precision.FP64, new Sizes(1, 4, 2, 16));
  }

  private static double flops(String benchmark) {
    return work(benchmark).flops();
  }

  private static Work work(String benchmark) {
    return Work.of(named(benchmark, new TreeMap<>(NETWORK))).orElseThrow();
  }

  private static BenchCase named(String benchmark, SortedMap<String, String> params) {
    return new BenchCase("io.github.widthbench.benchmarks." + benchmark, params);
  }
}
