package io.github.widthbench.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {

  @TempDir private Path folder;

  @Test
  void write_overAFile_replacesItAndLeavesNoPart() throws IOException {
    Path file = Files.writeString(folder.resolve("a"), "old");

    AtomicFile.write(file, out -> out.write("new ü"));

    assertThat(file).hasContent("new ü");
    assertThat(names()).containsExactly("a");
  }

  @Test
  void write_failing_leavesTheOldFileAndNoPart() throws IOException {
    Path file = Files.writeString(folder.resolve("a"), "old");

    assertThatThrownBy(() ->
            AtomicFile.write(
                file,
                out -> {
                  out.write("half");
                  throw new IOException("No space left on device");
                }))
        .isInstanceOf(OutputFailedException.class)
        .hasMessageContaining(file + ": No space left on device;");
    assertThatThrownBy(() ->
            AtomicFile.write(
                file,
                out -> {
                  throw new IllegalStateException("a mistake");
                }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(file).hasContent("old");
    assertThat(names()).containsExactly("a");
  }

  @Test
  void write_byManyAtOnce_neverMeetInAPart() {
    Path file = folder.resolve("a");

    IntStream.range(0, 200)
        .parallel()
        .forEach(i -> AtomicFile.write(file, out -> out.write("x".repeat(10_000) + i % 10)));

    assertThat(file).content().hasSize(10_001);
    assertThat(names()).containsExactly("a");
  }

  @Test
  void write_asANewFile_hasTheUsualPermissions() throws IOException {
    Path plain = Files.writeString(folder.resolve("plain"), "");
    Path file = folder.resolve("a");
    AtomicFile.write(file, out -> out.write("b"));

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo(PosixFilePermissions.toString(Files.getPosixFilePermissions(plain)));
  }

  @Test
  void write_besideAPartOfAKilledProcess_removesItOnceNobodyCanBeWritingIt() throws IOException {
    Path abandoned = Files.writeString(folder.resolve(".a.1234.part"), "half");
    Files.setLastModifiedTime(
        abandoned, FileTime.from(Instant.now().minus(Duration.ofMinutes(61))));
    Files.writeString(folder.resolve(".a.5678.part"), "half");
    Files.writeString(folder.resolve(".b.1234.part"), "half");

    AtomicFile.write(folder.resolve("a"), out -> out.write("whole"));

    assertThat(names()).containsExactlyInAnyOrder(".a.5678.part", ".b.1234.part", "a");
  }

  @Test
  void write_ontoALinkThatStandsWhereAPartWas_doesNotFollowIt() throws IOException {
    Path other = Files.writeString(folder.resolve("other"), "kept");
    long pid = ProcessHandle.current().pid();
    Files.createSymbolicLink(folder.resolve(".a." + pid), other); // the name parts once had

    AtomicFile.write(folder.resolve("a"), out -> out.write("b"));

    assertThat(other).hasContent("kept");
  }

  @Test
  void write_toADevice_leavesItADevice() throws IOException {
    Path device = Path.of("/dev/null");

    AtomicFile.write(device, out -> out.write("gone"));

    assertThat(Files.isRegularFile(device)).isFalse();
    assertThat(Files.exists(device)).isTrue();
    assertThatThrownBy(() -> AtomicFile.write(folder, out -> out.write("a")))
        .isInstanceOf(OutputFailedException.class)
        .hasMessageContaining("Is a directory");
  }

  @Test
  void write_whereNoFolderIs_saysSo() {
    assertThatThrownBy(
            () -> AtomicFile.write(folder.resolve("absent").resolve("a"), out -> out.write("b")))
        .isInstanceOf(OutputFailedException.class)
        .hasMessageContaining("no such file or folder");
  }

  private List<String> names() {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
