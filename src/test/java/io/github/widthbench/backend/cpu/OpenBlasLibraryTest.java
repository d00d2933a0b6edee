package io.github.widthbench.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.widthbench.backend.NativeFolder;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenBlasLibraryTest {

  @TempDir private Path home;

  @Test
  void files_areUnpackedIntoAPrivateFolder() throws IOException {
    List<Path> files = OpenBlasLibrary.files();
    Path folder = Objects.requireNonNull(files.getFirst().getParent());
    NativeFolder.requirePrivate(folder);
    for (Path file : files) {
      assertThat(file).isRegularFile();
    }
  }

  @Test
  void files_damagedOrReplacedByALink_areWrittenAnew() throws IOException {
    NativeFolder folder = new NativeFolder(home, false);
    Path library = OpenBlasLibrary.files(folder).getFirst();
    byte[] whole = Files.readAllBytes(library);

    try (RandomAccessFile file = new RandomAccessFile(library.toFile(), "rw")) {
      file.seek(whole.length / 2);
      file.write(whole[whole.length / 2] ^ 1);
    }
    OpenBlasLibrary.files(folder);
    assertThat(library).hasBinaryContent(whole);

    Files.write(library, new byte[] {1});
    OpenBlasLibrary.files(folder);
    assertThat(library).hasBinaryContent(whole);

    Path elsewhere = Files.write(home.resolve("elsewhere"), whole);
    Files.delete(library);
    Files.createSymbolicLink(library, elsewhere);
    OpenBlasLibrary.files(folder);
    assertThat(Files.isSymbolicLink(library)).isFalse();
    assertThat(library).hasBinaryContent(whole);
  }
}
