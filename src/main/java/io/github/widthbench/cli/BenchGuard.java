package io.github.widthbench.cli;

import io.github.widthbench.backend.BackendKind;
import io.github.widthbench.backend.Backends;
import io.github.widthbench.benchmarks.Work;
import io.github.widthbench.math.Precision;
import io.github.widthbench.results.BenchCase;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Tells before anything runs what cannot be measured here.
 *
 * @param heapBytes of a fork
 * @param longestSeconds that one call may take
 */
record BenchGuard(double heapBytes, double longestSeconds) {

  /** Flops a second that even small problems reach; unfused passes reach half. */
  private static final double CPU_RATE = 1e9;

  private static final double REFERENCE_RATE = 2e7;

  /** What a data-centre GPU surely reaches; in FP64 others take longer than is said here. */
  private static final double CUDA_RATE = 1e12;

  private static final String WIDTH = "width";
  private static final double GIB = 1 << 30;

  /**
   * Checks that the backend of {@code point} is usable.
   *
   * @throws io.github.widthbench.backend.BackendUnavailableException with cause and cure
   */
  static void requireBackend(BenchCase point) {
    SortedMap<String, String> params = point.params();
    if (params.containsKey("backend")) {
      Backends.choose(
          Optional.of(BackendKind.valueOf(upper(params.get("backend")))),
          Precision.valueOf(upper(params.getOrDefault("precision", "fp64"))));
    }
  }

  /** Why {@code point} is not measured, in a sentence; empty where it is. */
  Optional<String> refusal(BenchCase point) {
    try {
      return Work.of(point).flatMap(work -> refusal(point, work));
    } catch (ArithmeticException tooLarge) {
      return Optional.of("its extents are beyond 2^31: " + point.tag());
    }
  }

  private Optional<String> refusal(BenchCase point, Work work) {
    if (work.memoryBytes() > heapBytes) {
      return Optional.of(
          String.format(
              Locale.ROOT,
              "needs %.1f GiB of memory, a fork has %.1f GiB; %s",
              work.memoryBytes() / GIB,
              heapBytes / GIB,
              largestWidth(point)));
    }
    double seconds = work.flopsOfInvocation() / rate(point);
    return seconds > longestSeconds
        ? Optional.of(
            String.format(
                Locale.ROOT,
                "one call may take %.0f s, more than the %.0f s of --longest",
                seconds,
                longestSeconds))
        : Optional.empty();
  }

  private String largestWidth(BenchCase point) {
    int width = Integer.parseInt(point.params().getOrDefault(WIDTH, "0")) / 2;
    for (; width > 0; width /= 2) {
      TreeMap<String, String> params = new TreeMap<>(point.params());
      params.put(WIDTH, Integer.toString(width));
      Optional<Work> work = Work.of(new BenchCase(point.benchmark(), params));
      if (work.isPresent() && work.get().memoryBytes() <= heapBytes) {
        return "width " + width + " fits";
      }
    }
    return "give it a larger heap: -jvmArgs -Xmx16g";
  }

  private static double rate(BenchCase point) {
    SortedMap<String, String> params = point.params();
    double rate =
        switch (params.getOrDefault("backend", "cpu")) {
          case "reference" -> REFERENCE_RATE;
          case "cuda" -> CUDA_RATE;
          default -> CPU_RATE;
        };
    return "unfused".equals(params.get("passes")) ? rate / 2 : rate;
  }

  private static String upper(String label) {
    return label.toUpperCase(Locale.ROOT);
  }
}
