package io.github.widthbench.backend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The energy counters of this machine's processor packages (RAPL), as Linux shows them in {@code
 * /sys/class/powercap/intel-rapl:N}, processors of AMD too. A package holds cores and caches; main
 * memory, disks and fans are in none. Zones that are no package (the whole platform, parts of a
 * package) and the second set of files of some machines ({@code intel-rapl-mmio}) would count
 * twice, and are left alone.
 *
 * @param packages none where not all can be read: a sum of some would pass for the machine's
 * @param why there are none; empty where there are
 */
public record ProcessorEnergy(List<Zone> packages, String why) {

  private static final Path POWERCAP = Path.of("/sys/class/powercap");
  private static final Pattern ZONE = Pattern.compile("intel-rapl:\\d+");
  private static final String PACKAGE = "package";
  private static final double JOULES = 1e-6; // files hold microjoules

  /** Documented as one millisecond. */
  private static final double UPDATE_SECONDS = 1e-3;

  public ProcessorEnergy {
    packages = List.copyOf(packages);
  }

  /** A package and its counter. */
  public record Zone(String name, Path energy, double rangeJoules) implements EnergyCounter {
    @Override
    public double joules() throws IOException {
      return JOULES * number(energy);
    }
  }

  private static final class Here {
    static final ProcessorEnergy FOUND = in(POWERCAP);
  }

  /** That of this machine, looked for once a process. */
  public static ProcessorEnergy here() {
    return Here.FOUND;
  }

  /** What the folder {@code powercap} shows. */
  static ProcessorEnergy in(Path powercap) {
    try {
      List<Zone> packages = packages(powercap);
      return packages.isEmpty()
          ? none(powercap + " shows no processor package, as on most virtual machines")
          : new ProcessorEnergy(packages, "");
    } catch (AccessDeniedException e) {
      return none(e.getFile() + " is not readable by this user");
    } catch (NoSuchFileException e) {
      return none("there is no " + e.getFile());
    } catch (IOException | UncheckedIOException e) {
      return none(String.valueOf(e.getMessage()));
    }
  }

  private static ProcessorEnergy none(String why) {
    return new ProcessorEnergy(List.of(), "no energy counter is readable: " + why);
  }

  private static List<Zone> packages(Path powercap) throws IOException {
    List<Zone> packages = new ArrayList<>();
    for (Path zone : zones(powercap)) {
      String name = Files.readString(zone.resolve("name")).strip();
      if (name.startsWith(PACKAGE)) {
        double range = JOULES * number(zone.resolve("max_energy_range_uj"));
        Zone found = new Zone(name, zone.resolve("energy_uj"), range);
        found.joules(); // or the reason why it cannot be read
        packages.add(found);
      }
    }
    return packages;
  }

  private static List<Path> zones(Path powercap) throws IOException {
    try (Stream<Path> all = Files.list(powercap)) {
      return all.filter(zone -> ZONE.matcher(zone.getFileName().toString()).matches())
          .sorted()
          .toList();
    }
  }

  private static long number(Path file) throws IOException {
    String text = Files.readString(file).strip();
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new IOException("%s holds \"%s\", no whole number".formatted(file, text), e);
    }
  }

  /** A meter of all packages together, which starts now. */
  public EnergyMeter start() {
    return packages.isEmpty()
        ? EnergyMeter.untold(why)
        : EnergyMeter.start(List.copyOf(packages), UPDATE_SECONDS);
  }

  /** Which counters there are, or why none. */
  @Override
  public String toString() {
    return packages.isEmpty()
        ? why
        : packages.stream().map(Zone::name).collect(Collectors.joining(" + ")) + " (RAPL)";
  }
}
