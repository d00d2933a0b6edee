package io.github.widthbench.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenBlasLibraryTest {

  @Test
  void files_areUnpackedIntoAPrivateFolder() throws IOException {
    List<Path> files = OpenBlasLibrary.files();
    Path folder = Objects.requireNonNull(files.getFirst().getParent());
    OpenBlasLibrary.requirePrivate(folder);
    for (Path file : files) {
      assertThat(file).isRegularFile();
    }
  }

  @Test
  void folder_thatOthersCanWrite_isRefused(@TempDir Path folder) throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwx---"));
    assertThatThrownBy(() -> OpenBlasLibrary.requirePrivate(folder))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(folder.toString())
        .hasMessageContaining("rwxrwx---");
  }

  @Test
  void folder_thatIsALink_isRefused(@TempDir Path folder) throws IOException {
    Path target = Files.createDirectory(folder.resolve("target"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), target);
    assertThatThrownBy(() -> OpenBlasLibrary.requirePrivate(link)).isInstanceOf(IOException.class);
  }
}
