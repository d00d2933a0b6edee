package io.github.widthbench.gate;

import io.github.widthbench.backend.DeviceHealth.Slowdown;
import io.github.widthbench.results.GateRecord.Difference;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.commons.statistics.descriptive.Median;

/**
 * What forks of one side say about the device that they ran on, by the secondary metrics of this
 * project's benchmarks; other forks say nothing.
 */
record DeviceState(List<Fork> forks) {

  /** Share by which the clocks of two sides may differ: no more than the smallest effect gated. */
  static final double CLOCK_TOLERANCE = 0.03;

  private static final String CLOCK = "deviceMegahertz";
  private static final String SLOWDOWNS = "deviceSlowdowns";
  private static final String LAUNCHES = "launches";

  /**
   * Why the two sides of {@code forks} cannot be compared: their clocks are too far apart, or one
   * was slowed down in half of its forks or more and the other was not.
   */
  static List<Difference> differences(PairedForks forks) {
    DeviceState before = new DeviceState(forks.baseline());
    DeviceState after = new DeviceState(forks.candidate());
    String of = " of " + forks.benchmark().label();
    List<Difference> differences = new ArrayList<>();
    if (Math.abs(Math.log(after.megahertz() / before.megahertz())) > Math.log1p(CLOCK_TOLERANCE)) {
      differences.add(new Difference("clock" + of, before.clock(), after.clock()));
    }
    if (!before.usual().equals(after.usual())) {
      differences.add(new Difference("slowdown" + of, before.slowdown(), after.slowdown()));
    }
    return differences;
  }

  /** The same of all benchmarks that were measured on both sides. */
  static List<Difference> differences(List<PairedForks> all) {
    return all.stream().flatMap(forks -> differences(forks).stream()).toList();
  }

  /** What to know before believing forks that can be compared, one sentence a benchmark. */
  static List<String> cautions(Collection<Fork> all) {
    return all.stream()
        .map(Fork::benchmark)
        .distinct()
        .flatMap(benchmark -> {
          List<Fork> own = all.stream().filter(f -> f.benchmark().equals(benchmark)).toList();
          return new DeviceState(own).caution().map(text -> benchmark.label() + ": " + text);
        })
        .toList();
  }

  private Stream<String> caution() {
    List<Fork> slowed = forks.stream().filter(fork -> !reasons(fork).isEmpty()).toList();
    if (!slowed.isEmpty()) {
      EnumSet<Slowdown> all = EnumSet.noneOf(Slowdown.class);
      slowed.forEach(fork -> all.addAll(reasons(fork)));
      return Stream.of(
          "the device was slowed down (%s) in %s of %s forks"
              .formatted(Slowdown.labels(all), slowed.size(), forks.size()));
    }
    return forks.stream().anyMatch(DeviceState::isUnwatched)
        ? Stream.of("nobody says whether the device was slowed down")
        : Stream.empty();
  }

  /** The median over the forks; NaN where none tells. */
  private double megahertz() {
    return Median.withDefaults()
        .evaluate(
            forks.stream()
                .flatMap(fork -> samples(fork, CLOCK))
                .mapToDouble(Double::doubleValue)
                .filter(value -> value > 0)
                .toArray());
  }

  private String clock() {
    return String.format(Locale.ROOT, "%.0f MHz", megahertz());
  }

  /** Reasons that slowed half of the forks or more. */
  private Set<Slowdown> usual() {
    EnumSet<Slowdown> usual = EnumSet.allOf(Slowdown.class);
    usual.removeIf(reason -> 2 * count(reason) < forks.size() || count(reason) == 0);
    return usual;
  }

  private long count(Slowdown reason) {
    return forks.stream().filter(fork -> reasons(fork).contains(reason)).count();
  }

  private String slowdown() {
    return usual().isEmpty() ? "none" : Slowdown.labels(usual());
  }

  private static Set<Slowdown> reasons(Fork fork) {
    return Slowdown.of(
        samples(fork, SLOWDOWNS).mapToLong(Double::longValue).reduce(0, (a, b) -> a | b));
  }

  /** Whether a device worked whose clock is not known. */
  private static boolean isUnwatched(Fork fork) {
    return fork.secondary().containsKey(LAUNCHES)
        && samples(fork, CLOCK).noneMatch(value -> value > 0);
  }

  private static Stream<Double> samples(Fork fork, String metric) {
    return fork.secondary().getOrDefault(metric, List.of()).stream();
  }
}
