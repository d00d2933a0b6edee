package io.github.widthbench.measure;

import io.github.widthbench.backend.Backend;
import io.github.widthbench.backend.Capability;
import io.github.widthbench.backend.Preference.Advice;
import io.github.widthbench.math.Precision;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Consumer;
import java.util.function.IntToDoubleFunction;

/**
 * From which size of a training step on a GPU is faster than the processor of the same machine, as
 * it was measured there: what {@code --backend auto} goes by.
 *
 * @param flopsPerStep of the smallest step at which, and at all larger ones tried, the GPU was
 *     faster; infinite where it never was
 */
public record Crossover(double flopsPerStep) {

  private static final int NARROWEST = 1 << 8;
  private static final int WIDEST = 1 << 20;
  private static final int FACTOR = 4;
  private static final double SETTLED_SECONDS = 0.25;

  /** A GPU that is so many times faster is faster at larger widths too. */
  private static final double CLEARLY = 8;

  /** One that is so many times slower does not catch up, and would take minutes to show it. */
  private static final double HOPELESSLY = 64;

  private static final String SLOWER = "it was measured to be slower here at every size";

  /**
   * Measures steps of growing width on both in turn; half a minute.
   *
   * @param told a line for each width
   */
  public static Crossover measure(
      Backend processor, Backend gpu, Precision precision, Consumer<String> told) {
    return between(width -> {
      double slow = StepTime.secondsPerStep(processor, precision, width, SETTLED_SECONDS);
      double fast = StepTime.secondsPerStep(gpu, precision, width, SETTLED_SECONDS);
      told.accept(
          String.format(
              Locale.ROOT,
              "%s, width %d, %.3g flops a step: %s %.3g us, %s %.3g us",
              precision.label(),
              width,
              StepTime.flops(width),
              processor.kind().label(),
              1e6 * slow,
              gpu.kind().label(),
              1e6 * fast));
      return slow / fast;
    });
  }

  /**
   * The crossover of a GPU that is {@code speedUp} times as fast as the processor at a width: above
   * 1 from it on, up to where it is clear who is faster.
   */
  static Crossover between(IntToDoubleFunction speedUp) {
    double from = Double.POSITIVE_INFINITY;
    for (int width = NARROWEST; width <= WIDEST; width *= FACTOR) {
      double times = speedUp.applyAsDouble(width);
      from = times > 1 ? Math.min(from, StepTime.flops(width)) : Double.POSITIVE_INFINITY;
      if (times > CLEARLY || times < 1 / HOPELESSLY) {
        break;
      }
    }
    return new Crossover(from);
  }

  /** What to say of the GPU where no study is there to decide. */
  public Advice advise(Precision precision) {
    return new Advice(
        false,
        Double.isInfinite(flopsPerStep)
            ? SLOWER
            : String.format(
                Locale.ROOT,
                "but for %s steps of %.2g flops and more",
                precision.label(),
                flopsPerStep));
  }

  /**
   * Whether to take the GPU for steps of {@code flops}, and why.
   *
   * @param flops of the largest step of a study
   */
  public Advice advise(double flops) {
    boolean take = flops >= flopsPerStep;
    String measured =
        Double.isInfinite(flopsPerStep)
            ? SLOWER
            : String.format(Locale.ROOT, "it was measured to win from %.2g on", flopsPerStep);
    return new Advice(
        take, String.format(Locale.ROOT, "the largest step has %.2g flops, %s", flops, measured));
  }

  /**
   * The crossovers of one machine, in a file of its user.
   *
   * @param file a properties file; need not be there
   */
  public record Table(Path file) {

    /** In the user's cache folder. */
    public static Table ofUser() {
      String cache = System.getenv("XDG_CACHE_HOME");
      Path base =
          cache != null && !cache.isBlank()
              ? Path.of(cache)
              : Path.of(System.getProperty("user.home"), ".cache");
      return new Table(base.resolve("widthbench").resolve("crossover.properties"));
    }

    /** What was measured of a GPU; empty if nothing was, or the file cannot be read. */
    public Optional<Crossover> find(Capability gpu, Precision precision) {
      String value = load().getProperty(key(gpu, precision));
      try {
        return Optional.ofNullable(value).map(Double::valueOf).map(Crossover::new);
      } catch (NumberFormatException damaged) {
        return Optional.empty();
      }
    }

    /** Keeps {@code measured} beside the others. */
    public void store(Capability gpu, Precision precision, Crossover measured) {
      Properties all = load();
      all.setProperty(key(gpu, precision), Double.toString(measured.flopsPerStep()));
      try {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
          Files.createDirectories(folder);
        }
        try (var out = Files.newBufferedWriter(file)) {
          all.store(out, "flops of a step from which on the GPU is faster; doctor --measure");
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private Properties load() {
      Properties all = new Properties();
      if (Files.isReadable(file)) {
        try (var in = Files.newBufferedReader(file)) {
          all.load(in);
        } catch (IOException | IllegalArgumentException unreadable) {
          all.clear();
        }
      }
      return all;
    }

    /** By what the GPU calls itself, so that another one in its place is measured anew. */
    private static String key(Capability gpu, Precision precision) {
      return gpu.reason() + "/" + precision.label();
    }
  }
}
