package io.github.widthbench.sweep;

import io.github.widthbench.experiment.Watch;
import io.github.widthbench.measure.Stopwatch;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Why the workers of a run must end early: the user's word, or a failure of one of them. */
final class Stop {

  private final BooleanSupplier interrupted;
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  Stop(BooleanSupplier interrupted) {
    this.interrupted = interrupted;
  }

  boolean now() {
    return failure.get() != null || interrupted.getAsBoolean();
  }

  /** Ends all workers; the first failure is the one to report. */
  void fail(Throwable e) {
    failure.compareAndSet(null, e);
  }

  void throwFailure() {
    switch (failure.get()) {
      case null -> {}
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case Throwable e -> throw new IllegalStateException(e);
    }
  }

  /**
   * A watch that ends a batch with the run, or {@code seconds} after now.
   *
   * @param shown hears where the batch is
   */
  Watch watch(OptionalDouble seconds, Consumer<String> shown) {
    Stopwatch time = Stopwatch.start();
    return new Watch() {
      @Override
      public void check() {
        if (now()) {
          throw new StoppedException("interrupted", false);
        }
        if (seconds.isPresent() && time.seconds() > seconds.getAsDouble()) {
          throw new StoppedException("out of time", true);
        }
      }

      @Override
      public void show(String state) {
        shown.accept(state);
      }
    };
  }
}
