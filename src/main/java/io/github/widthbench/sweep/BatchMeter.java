package io.github.widthbench.sweep;

import io.github.widthbench.backend.Backend;
import io.github.widthbench.backend.DeviceHealth.Slowdown;
import io.github.widthbench.backend.Energy;
import io.github.widthbench.backend.EnergyMeter;
import io.github.widthbench.measure.Stopwatch;
import io.github.widthbench.results.CellRecord.Timing;
import org.jspecify.annotations.Nullable;

/**
 * Time and energy of a batch since the meter's start, shared equally among its cells.
 *
 * <p>A counter of energy counts a whole device: all cores or the whole GPU, at work or idle, for
 * this program or another. So the joules of a batch are those that its device took while it ran,
 * and are told only where no other batch of the run was on that device at the time; what other
 * programs took cannot be told apart and is in them.
 */
final class BatchMeter {

  private static final String SHARED =
      "other batches ran on the device at the same time; run with --threads 1 to have joules";

  private final Backend backend;
  private final Company company;
  private final EnergyMeter energy;
  private final Stopwatch time;

  private BatchMeter(Backend backend, Company company) {
    this.backend = backend;
    this.company = company;
    this.energy = company.sharesDevice() ? EnergyMeter.untold(SHARED) : backend.energy();
    this.time = Stopwatch.start();
  }

  static BatchMeter start(Backend backend, Company company) {
    return new BatchMeter(backend, company);
  }

  /** What each of {@code cells} took. */
  Timing each(int cells) {
    double seconds = time.seconds();
    Energy spent = energy.spent(seconds).shared(cells);
    return new Timing(seconds / cells, cells, company.contended(), slowed(), spent);
  }

  /** Why the device is slower than it can be, if it says so. */
  private @Nullable String slowed() {
    return backend
        .health()
        .map(health -> Slowdown.labels(health.slowdowns()))
        .filter(reasons -> !reasons.isEmpty())
        .orElse(null);
  }
}
