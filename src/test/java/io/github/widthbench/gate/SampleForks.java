package io.github.widthbench.gate;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Forks as tests need them. */
final class SampleForks {

  static final Benchmark STEP = benchmark("step");

  static final Watcher UNWATCHED =
      new Watcher() {
        @Override
        public void say(String message) {}

        @Override
        public void progress(String what, int done, int planned, double secondsLeft) {}

        @Override
        public boolean stopped() {
          return false;
        }
      };

  private SampleForks() {}

  static Benchmark benchmark(String name) {
    return new Benchmark("a.b.Some." + name, new TreeMap<>(Map.of("width", "256")));
  }

  static Fork fork(Benchmark benchmark, Double... samples) {
    return new Fork(benchmark, "avgt", "us/op", List.of(samples), new TreeMap<>());
  }

  /** A fork on a device that tells its clock, and in NVML's bits why it is low. */
  static Fork onDevice(Benchmark benchmark, double sample, double megahertz, double slowdowns) {
    Map<String, List<Double>> secondary =
        Map.of(
            "deviceMegahertz", List.of(megahertz, megahertz),
            "deviceSlowdowns", List.of(0.0, slowdowns));
    return new Fork(benchmark, "avgt", "us/op", List.of(sample), new TreeMap<>(secondary));
  }

  /** Pairs whose logarithms have deviation {@code noise}; the candidate is {@code slower}. */
  static PairedForks pairs(
      Benchmark benchmark, int count, double slower, double noise, Random random) {
    return new PairedForks(
        benchmark,
        IntStream.range(0, count)
            .mapToObj(i -> fork(benchmark, 20 * Math.exp(noise * random.nextGaussian())))
            .toList(),
        IntStream.range(0, count)
            .mapToObj(
                i -> fork(benchmark, 20 * (1 + slower) * Math.exp(noise * random.nextGaussian())))
            .toList());
  }

  /** A build whose benchmarks take {@code microseconds}, with noise. */
  static Bench bench(double microseconds, double noise, List<Benchmark> benchmarks, Random random) {
    return new Bench() {
      @Override
      public List<Benchmark> list() {
        return benchmarks;
      }

      @Override
      public boolean takesTurns() {
        return false;
      }

      @Override
      public Fork fork(Benchmark benchmark, @Nullable Path turns) {
        double off = Math.exp(noise * random.nextGaussian());
        return SampleForks.fork(benchmark, microseconds * off, 1.01 * microseconds * off);
      }
    };
  }
}
