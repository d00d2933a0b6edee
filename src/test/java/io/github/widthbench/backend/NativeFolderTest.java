package io.github.widthbench.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeFolderTest {

  @Test
  void open_makesAFolderOfTheUserAlone(@TempDir Path parent) throws IOException {
    NativeFolder folder = NativeFolder.open(parent.resolve("cache"), "natives");
    assertThat(folder.path()).isEqualTo(parent.resolve("cache/natives"));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.path())))
        .isEqualTo("rwx------");
  }

  @Test
  void open_whereNothingCanBeMade_usesATemporaryFolder(@TempDir Path parent) throws IOException {
    Path file = Files.createFile(parent.resolve("file"));
    NativeFolder folder = NativeFolder.open(file, "natives");
    assertThat(folder.temporary()).isTrue();
    NativeFolder.requirePrivate(folder.path());
  }

  @Test
  void write_replacesAndLeavesNoPart(@TempDir Path parent) throws IOException {
    NativeFolder folder = NativeFolder.open(parent, "natives");
    folder.write("a.so", new ByteArrayInputStream(new byte[] {1}));
    folder.write("a.so", new ByteArrayInputStream(new byte[] {2, 3}));
    assertThat(folder.path().resolve("a.so")).hasBinaryContent(new byte[] {2, 3});
    assertThat(folder.path()).isDirectoryNotContaining("glob:**.part");
  }

  @Test
  void folder_thatOthersCanWrite_isRefused(@TempDir Path folder) throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwx---"));
    assertThatThrownBy(() -> NativeFolder.requirePrivate(folder))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(folder.toString())
        .hasMessageContaining("rwxrwx---");
  }

  @Test
  void folder_thatIsALink_isRefused(@TempDir Path folder) throws IOException {
    Path target = Files.createDirectory(folder.resolve("target"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), target);
    assertThatThrownBy(() -> NativeFolder.requirePrivate(link)).isInstanceOf(IOException.class);
  }
}
