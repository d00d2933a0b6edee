package io.github.widthbench.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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

  @Test
  void folder_ofSomebodyElse_isRefused(@TempDir Path folder) throws IOException {
    assumeTrue("root".equals(System.getProperty("user.name")), "only root can give a folder away");
    Files.setAttribute(folder, "unix:uid", 12_345);
    assertThatThrownBy(() -> NativeFolder.requirePrivate(folder))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("owner 12345");
    Files.setAttribute(folder, "unix:uid", 0);
    NativeFolder.requirePrivate(folder);
  }

  @Test
  void open_whereOthersCouldReplaceTheFolder_usesATemporaryOne(@TempDir Path home)
      throws IOException {
    Path shared = Files.createDirectory(home.resolve("shared"));
    Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertThat(NativeFolder.open(shared.resolve("cache"), "natives").temporary()).isTrue();

    Files.setAttribute(shared, "unix:mode", 01777); // as /tmp: only owners rename
    assertThat(NativeFolder.open(shared.resolve("cache"), "natives").temporary()).isFalse();
  }

  @Test
  void open_behindALink_looksAtWhereItLeads(@TempDir Path home) throws IOException {
    Path shared = home.resolve("shared");
    Files.createDirectories(shared.resolve("cache"));
    Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwxrwxrwx"));
    Path link = Files.createSymbolicLink(home.resolve("link"), shared.resolve("cache"));
    assertThat(NativeFolder.open(link, "natives").temporary()).isTrue();
  }
}
