package io.github.widthbench.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.widthbench.backend.NativeFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class OpenBlasLibraryTest {

  @Test
  void files_areUnpackedIntoAPrivateFolder() throws IOException {
    List<Path> files = OpenBlasLibrary.files();
    Path folder = Objects.requireNonNull(files.getFirst().getParent());
    NativeFolder.requirePrivate(folder);
    for (Path file : files) {
      assertThat(file).isRegularFile();
    }
  }
}
