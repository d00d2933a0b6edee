package io.github.widthbench.pilot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whether what a pilot says of wider networks comes true. */
class CoverageTest {

  @Test
  void heldOutWidths_ofAFewTrials_areMostlyInTheirIntervals() {
    Coverage coverage = Coverage.of(12);

    assertThat(coverage.trials()).isEqualTo(12);
    assertThat(coverage.held()).isGreaterThanOrEqualTo(9);
    assertThat(coverage.medianFactor()).as("an interval of 0 to ∞ holds all").isLessThan(10);
  }

  @Test
  @Tag("slow")
  void heldOutWidths_ofAHundredTrials_areInTheirIntervalsInNinety() throws IOException {
    Coverage coverage = Coverage.of(100);
    Path written = Path.of("target", "pilot-coverage.json");
    Files.createDirectories(Path.of("target"));
    Files.writeString(written, coverage.json());

    assertThat(coverage.held()).as(coverage.json()).isGreaterThanOrEqualTo(90);
  }
}
