package io.github.widthbench.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.github.widthbench.backend.Energy.Joules;
import io.github.widthbench.backend.Energy.Untold;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads made-up powercap folders. */
class ProcessorEnergyTest {

  private static final long RANGE = 262_143_328_850L;

  @TempDir Path powercap = Path.of("");

  @Test
  void spent_ofTwoPackages_isTheirSum_andOfNothingElse() throws IOException {
    zone("intel-rapl:0", "package-0", 1_000_000);
    zone("intel-rapl:0:0", "core", 0);
    zone("intel-rapl:1", "package-1", 7_000_000);
    zone("intel-rapl:2", "psys", 0);
    zone("intel-rapl-mmio:0", "package-0", 1_000_000);
    Files.createDirectory(powercap.resolve("intel-rapl"));
    ProcessorEnergy found = ProcessorEnergy.in(powercap);

    EnergyMeter meter = found.start();
    for (String zone : new String[] {"intel-rapl:0:0", "intel-rapl:2", "intel-rapl-mmio:0"}) {
      count(zone, 900_000_000);
    }
    count("intel-rapl:0", 31_500_000);
    count("intel-rapl:1", 19_000_000);

    assertThat(joules(meter.spent(1))).isCloseTo(30.5 + 12, within(1e-9));
    assertThat(found).hasToString("package-0 + package-1 (RAPL)");
  }

  @Test
  void spent_overTheEndOfACounter_goesOnFromItsStart() throws IOException {
    zone("intel-rapl:0", "package-0", RANGE - 2_000_000);
    zone("intel-rapl:1", "package-1", 5_000_000);
    EnergyMeter meter = ProcessorEnergy.in(powercap).start();

    count("intel-rapl:0", 3_000_000);
    count("intel-rapl:1", 6_000_000);

    assertThat(joules(meter.spent(1))).isCloseTo(5 + 1, within(1e-9));
  }

  @Test
  void spent_inTooLittleOrTooMuchTime_isUntold() throws IOException {
    zone("intel-rapl:0", "package-0", 0);
    EnergyMeter meter = ProcessorEnergy.in(powercap).start();
    count("intel-rapl:0", 1_000_000);

    assertThat(joules(meter.spent(0.011))).isEqualTo(1);
    assertThat(why(meter.spent(0.009)))
        .isEqualTo("the batch was shorter than 10 updates of the energy counter, 0.010 s");
    assertThat(joules(meter.spent(436))).isEqualTo(1);
    assertThat(why(meter.spent(438)))
        .isEqualTo(
            "the energy counter may have gone round more than once in a batch of over 437 s");
  }

  @Test
  void spent_ofACounterThatStandsStill_isUntold() throws IOException {
    zone("intel-rapl:0", "package-0", 12);

    assertThat(why(ProcessorEnergy.in(powercap).start().spent(1)))
        .isEqualTo("the energy counter stood still or went back");
  }

  @Test
  void in_whereOneOfTwoPackagesIsUnreadable_isNoneWithTheReason() throws IOException {
    zone("intel-rapl:0", "package-0", 0);
    zone("intel-rapl:1", "package-1", 0);
    Path hidden = powercap.resolve("intel-rapl:1/energy_uj");
    Files.setPosixFilePermissions(hidden, PosixFilePermissions.fromString("---------"));
    assumeFalse(Files.isReadable(hidden), "root reads everything");

    assertThat(ProcessorEnergy.in(powercap))
        .hasToString("no energy counter is readable: " + hidden + " is not readable by this user");
  }

  @Test
  void in_whereACounterIsMissingOrNoNumber_isNoneWithTheReason() throws IOException {
    zone("intel-rapl:0", "package-0", 0);
    zone("intel-rapl:1", "package-1", 0);
    Path second = powercap.resolve("intel-rapl:1/energy_uj");
    Files.writeString(second, "much\n");
    assertThat(why(ProcessorEnergy.in(powercap).start().spent(1)))
        .isEqualTo("no energy counter is readable: " + second + " holds \"much\", no whole number");

    Files.delete(second);
    assertThat(why(ProcessorEnergy.in(powercap).start().spent(1)))
        .isEqualTo("no energy counter is readable: there is no " + second);

    Files.createDirectory(second);
    assertThat(why(ProcessorEnergy.in(powercap).start().spent(1)))
        .startsWith("no energy counter is readable: ");
  }

  @Test
  void in_withoutPackages_saysWhatThereIsNot() throws IOException {
    Path none = powercap.resolve("none");
    assertThat(ProcessorEnergy.in(none))
        .hasToString("no energy counter is readable: there is no " + none);

    zone("intel-rapl:0", "psys", 0);
    assertThat(ProcessorEnergy.in(powercap).toString())
        .contains(powercap + " shows no processor package");
  }

  @Test
  void spent_ofACounterThatVanished_isUntold() throws IOException {
    zone("intel-rapl:0", "package-0", 0);
    EnergyMeter meter = ProcessorEnergy.in(powercap).start();
    Files.delete(powercap.resolve("intel-rapl:0/energy_uj"));

    assertThat(why(meter.spent(1))).startsWith("the energy counter could not be read: ");
  }

  private void zone(String zone, String name, long microjoules) throws IOException {
    Path folder = Files.createDirectory(powercap.resolve(zone));
    Files.writeString(folder.resolve("name"), name + "\n");
    Files.writeString(folder.resolve("max_energy_range_uj"), RANGE + "\n");
    count(zone, microjoules);
  }

  private void count(String zone, long microjoules) throws IOException {
    Files.writeString(powercap.resolve(zone).resolve("energy_uj"), microjoules + "\n");
  }

  private static double joules(Energy energy) {
    assertThat(energy).isInstanceOf(Joules.class);
    return ((Joules) energy).joules();
  }

  private static String why(Energy energy) {
    assertThat(energy).isInstanceOf(Untold.class);
    return ((Untold) energy).why();
  }
}
