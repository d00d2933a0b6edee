package io.github.widthbench.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.widthbench.experiment.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {

  @TempDir Path folder = Path.of("");
  private Path file = Path.of("");

  @BeforeEach
  void file() {
    file = folder.resolve("cells.jsonl");
  }

  @Test
  void append_reopened_givesTheRecordsBack() {
    append(ok(1), ok(2));
    append(ok(3));

    assertThat(read()).containsExactly(ok(1), ok(2), ok(3));
  }

  @Test
  void open_secondWriter_isRefusedWithTheOwner() {
    try (Journal _ = Journal.open(file)) {
      assertThatThrownBy(() -> Journal.open(file))
          .isInstanceOf(FolderLockedException.class)
          .hasMessageContaining(file.toString())
          .hasMessageContaining("process " + ProcessHandle.current().pid());
    }
    append(ok(1));
    assertThat(read()).containsExactly(ok(1));
  }

  @Test
  void open_lastLineTornAnywhere_isCutOffAndSaidSo() throws IOException {
    append(ok(1), ok(2));
    byte[] whole = Files.readAllBytes(file);
    int first = ok(1).line().length + 1;
    for (int length = first + 1; length < whole.length; length += 7) {
      Files.write(file, Arrays.copyOf(whole, length));

      try (Journal journal = Journal.open(file)) {
        assertThat(journal.messages())
            .singleElement()
            .asString()
            .contains("cut off a torn last line of " + (length - first) + " bytes");
        assertThat(journal.last(ok(2).id())).isEmpty();
        journal.append(ok(2));
      }
      assertThat(Files.readAllBytes(file)).isEqualTo(whole);
    }
  }

  @Test
  void open_endedButUnreadableLastLine_isCutOff() throws IOException {
    append(ok(1), ok(2));
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 40] ^= 1;
    Files.write(file, bytes);

    try (Journal journal = Journal.open(file)) {
      assertThat(journal.messages()).singleElement().asString().contains("cut off a torn");
    }
    assertThat(Files.readAllBytes(file)).isEqualTo(Arrays.copyOf(bytes, ok(1).line().length + 1));
  }

  @Test
  void open_anyBitOfAMiddleLineFlipped_isFoundAndOthersKept() throws IOException {
    append(ok(1), ok(2), ok(3));
    byte[] whole = Files.readAllBytes(file);
    int from = ok(1).line().length + 1;
    Random random = new Random(5);
    for (int i = 0; i < 300; i++) {
      byte[] damaged = whole.clone();
      damaged[from + random.nextInt(ok(2).line().length)] ^= (byte) (1 << random.nextInt(8));
      Files.write(file, damaged);
      List<CellRecord> records = new ArrayList<>();
      List<String> messages = Journal.read(file, records::add);
      assertThat(records).containsExactly(ok(1), ok(3));
      assertThat(messages).isNotEmpty().first().asString().contains("line 2 is skipped");
    }
  }

  @Test
  void open_damagedMiddleLine_staysAndItsCellIsOpen() throws IOException {
    append(ok(1), ok(2), ok(3));
    byte[] damaged = Files.readAllBytes(file);
    damaged[ok(1).line().length + 60] ^= 4;
    Files.write(file, damaged);

    try (Journal journal = Journal.open(file)) {
      assertThat(journal.last(ok(1).id())).isPresent();
      assertThat(journal.last(ok(2).id())).isEmpty();
      assertThat(journal.last(ok(3).id())).isPresent();
      journal.append(ok(2));
    }
    List<CellRecord> records = new ArrayList<>();
    assertThat(Journal.read(file, records::add)).singleElement().asString().contains("line 2");
    assertThat(records).containsExactly(ok(1), ok(3), ok(2));
  }

  @Test
  void last_duplicatesAndRetries_theLastOfTheLatestAttemptCounts() {
    CellRecord failed = RecordSamples.small(1, 0, Outcome.Status.FAILED);
    CellRecord retried = RecordSamples.small(1, 1, Outcome.Status.OK);
    append(ok(2), failed, retried, failed, ok(2));

    try (Journal journal = Journal.open(file)) {
      assertThat(journal.last(ok(1).id())).contains(new Journal.Last(1, Outcome.Status.OK));
    }
    Records records = Records.read(List.of(file));
    assertThat(records.byId()).hasSize(2).containsEntry(ok(1).id(), retried);
  }

  @Test
  void open_newerVersion_isRefusedAndUntouched() throws IOException {
    append(ok(1));
    byte[] line = RecordSamples.sealed(RecordSamples.line(ok(2)).replace("cell/1", "cell/2"));
    String newer = Files.readString(file) + new String(line, StandardCharsets.UTF_8) + "\n{torn";
    Files.writeString(file, newer);

    assertThatThrownBy(() -> Journal.open(file)).isInstanceOf(NewerSchemaException.class);
    assertThat(Files.readString(file)).isEqualTo(newer);
    Files.delete(file);
    append(ok(1)); // the lock was given back
  }

  @Test
  void append_diskFull_namesPathAndCause() throws IOException {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.exists(full), "needs /dev/full");
    Files.createSymbolicLink(file, full);

    try (Journal journal = Journal.open(file)) {
      assertThatThrownBy(() -> journal.append(ok(1)))
          .isInstanceOf(OutputFailedException.class)
          .hasMessageContaining(file.toString())
          .hasMessageContaining("No space left on device");
      assertThat(journal.last(ok(1).id())).isEmpty();
    }
  }

  @Test
  void open_folderMissing_namesPath() {
    Path absent = folder.resolve("absent").resolve("cells.jsonl");

    assertThatThrownBy(() -> Journal.open(absent))
        .isInstanceOf(OutputFailedException.class)
        .hasMessageContaining("absent");
    assertThat(Journal.read(absent, _ -> {})).isEmpty();
  }

  @Test
  void read_lineLongerThanTheBuffer_isOneRecord() {
    CellRecord base = ok(1);
    CellRecord wide =
        new CellRecord(
            base.id(),
            base.experiment(),
            RecordSamples.map("text", "x".repeat(3_000_000)),
            base.outcome(),
            base.timing(),
            base.backend(),
            0);
    append(ok(2), wide, ok(3));

    assertThat(read()).containsExactly(ok(2), wide, ok(3));
  }

  @Test
  void rewrite_failingContent_leavesTheOldFile() throws IOException {
    append(ok(1));
    byte[] before = Files.readAllBytes(file);

    assertThatThrownBy(() ->
            Journal.rewrite(
                file,
                () -> {
                  throw new IllegalStateException("no");
                }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
    Journal.rewrite(file, () -> List.of(ok(2)));
    assertThat(Files.readString(file, StandardCharsets.UTF_8))
        .isEqualTo(RecordSamples.line(ok(2)) + "\n");
  }

  private void append(CellRecord... records) {
    try (Journal journal = Journal.open(file)) {
      for (CellRecord record : records) {
        journal.append(record);
      }
    }
  }

  private List<CellRecord> read() {
    List<CellRecord> records = new ArrayList<>();
    assertThat(Journal.read(file, records::add)).isEmpty();
    return records;
  }

  private static CellRecord ok(int number) {
    return RecordSamples.small(number, 0, Outcome.Status.OK);
  }
}
