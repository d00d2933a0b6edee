package io.github.widthbench.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FoldersTest {

  @TempDir private Path folder;

  @Test
  void make_withFoldersAboveMissing_makesAllOfThem() throws IOException {
    Path deep = folder.resolve("a/b/c");

    Folders.make(deep);
    Folders.make(deep);

    assertThat(deep).isDirectory();
  }

  @Test
  void make_whereAFileIs_fails() throws IOException {
    Path file = Files.writeString(folder.resolve("a"), "");

    assertThatThrownBy(() -> Folders.make(file.resolve("b"))).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> Folders.make(file)).isInstanceOf(FileAlreadyExistsException.class);
  }

  @Test
  void force_anAbsentFolder_fails() {
    assertThatThrownBy(() -> Folders.force(folder.resolve("absent")))
        .isInstanceOf(NoSuchFileException.class);
  }
}
