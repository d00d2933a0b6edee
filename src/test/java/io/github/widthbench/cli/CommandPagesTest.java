package io.github.widthbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CommandPagesTest {

  private static final Path FOLDER = Path.of("src/site/markdown/commands");

  /** With this system property, as ci/command-pages sets it, the pages are written first. */
  private static final String WRITE = "widthbench.pages.write";

  @Test
  void pages_besideTheirCommands_areCurrent() throws IOException {
    if (Boolean.getBoolean(WRITE)) {
      write(CommandPages.all());
    }

    assertThat(onDisk()).as("ci/command-pages makes them anew").isEqualTo(CommandPages.all());
  }

  private static SortedMap<String, String> onDisk() throws IOException {
    SortedMap<String, String> pages = new TreeMap<>();
    for (Path file : files()) {
      pages.put(file.getFileName().toString(), Files.readString(file));
    }
    return pages;
  }

  private static void write(Map<String, String> pages) throws IOException {
    Files.createDirectories(FOLDER);
    for (Path file : files()) {
      Files.delete(file);
    }
    for (Map.Entry<String, String> page : pages.entrySet()) {
      Files.writeString(FOLDER.resolve(page.getKey()), page.getValue());
    }
  }

  private static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.toList();
    }
  }
}
