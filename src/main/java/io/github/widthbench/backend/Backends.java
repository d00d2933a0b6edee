package io.github.widthbench.backend;

import io.github.widthbench.math.Precision;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/** Finds the backends of this machine, chooses one, and says why. */
public final class Backends {

  private static final List<Integer> FIRST = List.of(0);

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
    return choose(requested, precision, Preference.WITHOUT_FIGURES);
  }

  /**
   * The backend to use for {@code requested} (empty: the first usable one that is preferred).
   *
   * @throws BackendUnavailableException if a named backend is not usable here
   */
  public static Choice choose(
      Optional<BackendKind> requested, Precision precision, Preference preference) {
    List<Capability> found = probe();
    if (requested.isPresent()) {
      Capability named = named(found, requested.get(), precision);
      return new Choice(named, requested, found, FIRST, "named by the user");
    }
    List<String> reasons = new ArrayList<>();
    for (Capability one : found.stream().filter(c -> c.kind() != BackendKind.REFERENCE).toList()) {
      Preference.Advice advice = advice(one, precision, preference);
      if (advice.take()) {
        if (!advice.why().isEmpty()) {
          reasons.add(one.kind().label() + ": " + advice.why());
        }
        String why = reasons.isEmpty() ? "best of this machine" : String.join("; ", reasons);
        return new Choice(one, requested, found, FIRST, why);
      }
      reasons.add(one.kind().label() + " not used: " + advice.why());
    }
    return new Choice(
        named(found, BackendKind.REFERENCE, precision),
        requested,
        found,
        FIRST,
        String.join("; ", reasons));
  }

  private static Preference.Advice advice(
      Capability one, Precision precision, Preference preference) {
    if (!one.usable()) {
      return new Preference.Advice(false, one.reason());
    }
    return one.precisions().contains(precision)
        ? preference.on(one)
        : new Preference.Advice(false, "it does not compute in " + precision.label());
  }

  /** Opens the chosen backend on its first device. */
  public static Backend open(BackendKind kind, int threads) {
    return open(kind, threads, 0);
  }

  /** Opens the chosen backend on the device of a number, 0 the first. */
  public static Backend open(BackendKind kind, int threads, int device) {
    return provider(kind).open(threads, device);
  }

  /** How many devices a usable backend has. */
  public static int devices(BackendKind kind) {
    return provider(kind).devices();
  }

  private static BackendProvider provider(BackendKind kind) {
    return providers().stream()
        .filter(p -> p.kind() == kind)
        .findFirst()
        .orElseThrow(
            () -> new BackendUnavailableException("backend " + kind.label() + " is not built in"));
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
   * @param devices numbers of the devices to use, 0 the first
   * @param why this backend runs, in one sentence
   */
  public record Choice(
      Capability used,
      Optional<BackendKind> requested,
      List<Capability> found,
      List<Integer> devices,
      String why) {

    public Choice {
      found = List.copyOf(found);
      devices = List.copyOf(devices);
      Checks.require(!devices.isEmpty(), "no device to run on");
    }

    /** The same on other devices. */
    public Choice on(List<Integer> others) {
      return new Choice(used, requested, found, others, why);
    }

    /** How many may work at once: one a GPU, which works for one at a time, or all threads. */
    public int workers(int threads) {
      return used.kind() == BackendKind.CUDA ? devices.size() : threads;
    }

    /** Opens it for one of those who work at once: they share out the devices. */
    public Backend open(int threads, int worker) {
      return Backends.open(used.kind(), threads, devices.get(worker % devices.size()));
    }
  }
}
