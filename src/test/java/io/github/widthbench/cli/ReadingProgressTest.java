package io.github.widthbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ReadingProgressTest {

  private static final double IMPATIENT = -1;
  private static final double PATIENT = 60;

  @Test
  void reading_thatTakesLong_saysHowFarItIsAndEndsItsLine() {
    String said = said(IMPATIENT, false, 3);

    assertThat(said).contains("reading s: 1 of 4 cells", " left", "reading s: 4 of 4 cells");
  }

  @Test
  void reading_ofMoreRecordsThanCells_neverPassesTheEnd() {
    assertThat(said(IMPATIENT, false, 9)).doesNotContain("5 of 4", "9 of 4");
  }

  @Test
  void reading_thatIsQuick_saysNothing() {
    assertThat(said(PATIENT, false, 4)).isEmpty();
  }

  @Test
  void reading_quiet_saysNothing() {
    assertThat(said(IMPATIENT, true, 4)).isEmpty();
  }

  private static String said(double patienceSeconds, boolean quiet, int records) {
    StringWriter err = new StringWriter();
    PrintWriter writer = new PrintWriter(err, true);
    Terminal terminal = new Terminal(writer, writer, false, false, true);
    ReadingProgress reading =
        new ReadingProgress(new ProgressLine(terminal, "reading s", quiet), 4, patienceSeconds);
    for (int i = 0; i < records; i++) {
      reading.read();
    }
    reading.end();
    return err.toString();
  }
}
