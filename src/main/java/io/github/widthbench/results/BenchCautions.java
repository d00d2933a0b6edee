package io.github.widthbench.results;

import io.github.widthbench.backend.DeviceHealth.Slowdown;
import io.github.widthbench.results.BenchRecord.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Why not to trust what was measured on a device, as the device itself says.
 *
 * @param metrics of a record
 */
record BenchCautions(List<Metric> metrics) {

  /** A clock further from its median makes another figure. */
  private static final double CLOCK_TOLERANCE = 0.03;

  /** One sentence each, beginning with its kind and a colon. */
  List<String> all() {
    List<String> cautions = new ArrayList<>();
    Optional<List<Double>> clocks = samples("deviceMegahertz");
    if (clocks.isPresent()) {
      moved(clocks.get()).ifPresent(cautions::add);
    } else if (samples("deviceLaunches").isPresent()) {
      cautions.add("unwatched: nobody says whether the device was slowed down");
    }
    samples("deviceSlowdowns").flatMap(BenchCautions::slowed).ifPresent(cautions::add);
    return cautions;
  }

  private Optional<List<Double>> samples(String name) {
    return metrics.stream()
        .filter(metric -> metric.name().equals(name))
        .findFirst()
        .map(metric -> metric.forks().stream().flatMap(List::stream).toList());
  }

  private static Optional<String> moved(List<Double> megahertz) {
    double[] sorted = megahertz.stream().mapToDouble(value -> value).sorted().toArray();
    double median = sorted[sorted.length / 2];
    double least = sorted[0];
    double most = sorted[sorted.length - 1];
    return Math.max(median - least, most - median) <= CLOCK_TOLERANCE * median
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT, "clock: between %.0f and %.0f MHz over the samples", least, most));
  }

  private static Optional<String> slowed(List<Double> bits) {
    long all = bits.stream().mapToLong(Double::longValue).reduce(0, (a, b) -> a | b);
    long slow = bits.stream().filter(value -> value != 0).count();
    Set<Slowdown> reasons = Slowdown.of(all);
    return reasons.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "slowed: %s in %d of %d samples"
                .formatted(Slowdown.labels(reasons), slow, bits.size()));
  }
}
