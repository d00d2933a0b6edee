package io.github.widthbench.results;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.widthbench.experiment.Outcome;
import io.github.widthbench.measure.Stopwatch;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Large journals are read in seconds, in time and memory that grow with them and no faster. */
class MillionRecordsTest {

  @TempDir private Path folder;

  @Test
  void open_aLargeJournal_takesNoTime() throws IOException {
    assertThat(openSeconds(20_000)).isLessThan(10);
  }

  @Test
  @Tag("slow")
  void open_aMillionRecords_takesSeconds() throws IOException {
    double opened = openSeconds(1_000_000);
    Stopwatch time = Stopwatch.start();
    Records records = Records.read(List.of(folder.resolve("cells.jsonl")));
    double read = time.seconds();

    String line =
        String.format(
            Locale.ROOT,
            "A journal of a million records, %d MB: %.1f s to resume from, %.1f s to report from.",
            Files.size(folder.resolve("cells.jsonl")) / 1_000_000,
            opened,
            read);
    Files.writeString(Files.createDirectories(Path.of("target")).resolve("million.txt"), line);
    assertThat(records.byId()).hasSize(1_000_000);
    assertThat(opened).isLessThan(60);
    assertThat(read).isLessThan(60);
  }

  private double openSeconds(int count) throws IOException {
    Path file = folder.resolve("cells.jsonl");
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      for (int i = 0; i < count; i++) {
        out.write(RecordSamples.small(i, 0, Outcome.Status.OK).line());
        out.write('\n');
      }
    }
    Stopwatch time = Stopwatch.start();
    try (Journal journal = Journal.open(file)) {
      double seconds = time.seconds();
      String last = RecordSamples.small(count - 1, 0, Outcome.Status.OK).id();
      assertThat(journal.last(last)).isPresent();
      assertThat(journal.messages()).isEmpty();
      return seconds;
    }
  }
}
