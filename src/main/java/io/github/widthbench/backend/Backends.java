package io.github.widthbench.backend;

import io.github.widthbench.math.Precision;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/** Finds the backends of this machine, chooses one, and says why. */
public final class Backends {

  private Backends() {}

  /** What every provider found, best first (CUDA, CPU, reference). */
  public static List<Capability> probe() {
    return providers().stream().map(BackendProvider::probe).toList();
  }

  /**
   * The backend to use for {@code requested} (empty: the best usable one).
   *
   * @throws BackendUnavailableException if a named backend is not usable here
   */
  public static Choice choose(Optional<BackendKind> requested, Precision precision) {
    List<Capability> found = probe();
    Capability chosen =
        requested.isPresent()
            ? named(found, requested.get(), precision)
            : found.stream()
                .filter(c -> c.usable() && c.kind() != BackendKind.REFERENCE)
                .filter(c -> c.precisions().contains(precision))
                .findFirst()
                .orElseGet(() -> named(found, BackendKind.REFERENCE, precision));
    return new Choice(chosen, requested, found);
  }

  /** Opens the chosen backend on its first device. */
  public static Backend open(BackendKind kind, int threads) {
    return open(kind, threads, 0);
  }

  /** Opens the chosen backend on the device of a number, 0 the first. */
  public static Backend open(BackendKind kind, int threads, int device) {
    return providers().stream()
        .filter(p -> p.kind() == kind)
        .findFirst()
        .orElseThrow(
            () -> new BackendUnavailableException("backend " + kind.label() + " is not built in"))
        .open(threads, device);
  }

  private static Capability named(List<Capability> found, BackendKind kind, Precision precision) {
    Capability capability =
        found.stream()
            .filter(c -> c.kind() == kind)
            .findFirst()
            .orElseThrow(() ->
                new BackendUnavailableException("backend " + kind.label() + " is not built in"));
    if (!capability.usable()) {
      throw new BackendUnavailableException(
          "backend %s is not usable here: %s. %s"
              .formatted(kind.label(), capability.reason(), capability.cure()));
    }
    if (!capability.precisions().contains(precision)) {
      throw new BackendUnavailableException(
          "backend %s does not compute in %s; it offers %s"
              .formatted(
                  kind.label(),
                  precision.label(),
                  capability.precisions().stream().sorted().map(Precision::label).toList()));
    }
    return capability;
  }

  private static List<BackendProvider> providers() {
    return ServiceLoader.load(BackendProvider.class).stream()
        .map(ServiceLoader.Provider::get)
        .sorted(Comparator.comparing(BackendProvider::kind))
        .toList();
  }

  /**
   * A chosen backend, with what was asked for and what every provider found.
   *
   * @param device number of the device to use, 0 the first
   */
  public record Choice(
      Capability used, Optional<BackendKind> requested, List<Capability> found, int device) {

    public Choice {
      found = List.copyOf(found);
    }

    /** The first device of a backend. */
    public Choice(Capability used, Optional<BackendKind> requested, List<Capability> found) {
      this(used, requested, found, 0);
    }

    /** The same on another device. */
    public Choice on(int device) {
      return new Choice(used, requested, found, device);
    }

    /** Opens it. */
    public Backend open(int threads) {
      return Backends.open(used.kind(), threads, device);
    }

    /** Why this backend runs, in one sentence. */
    public String why() {
      if (requested.isPresent()) {
        return "named by the user";
      }
      return found.stream()
          .takeWhile(c -> c.kind() != used.kind())
          .map(c -> c.kind().label() + " not used: " + c.reason())
          .reduce((a, b) -> a + "; " + b)
          .orElse("best of this machine");
    }
  }
}
