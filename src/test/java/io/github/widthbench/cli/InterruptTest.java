package io.github.widthbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run in a process of its own that is told to end. */
class InterruptTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path folder;

  @Test
  void run_toldToEnd_keepsFinishedCellsAndExits130() throws Exception {
    Process process =
        start(
            "run",
            "exponential-quick",
            "--backend",
            "reference",
            "--set",
            "width=1024",
            "--set",
            "seed={count: 300}",
            "--out",
            folder.resolve("runs"));
    try {
      while (records().isEmpty()) {
        assertThat(process.isAlive()).as("%s", errors()).isTrue();
        Thread.sleep(50);
      }

      process.destroy(); // the signal of kill and of batch systems

      assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.exitValue()).isEqualTo(130);
    assertThat(errors()).contains("stopping", "of 600 cells; the same command resumes");
    assertThat(records()).last().asString().as("no torn line").endsWith("\"}");
  }

  private Process start(Object... arguments) throws IOException {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Stream<String> jvm =
        Stream.of(
            java.toString(),
            "@src/main/launcher/jvm.flags",
            "-Xmx512m",
            "-cp",
            System.getProperty("java.class.path"),
            Widthbench.class.getName());
    return new ProcessBuilder(
            Stream.concat(jvm, Stream.of(arguments).map(Object::toString)).toList())
        .redirectError(folder.resolve("err").toFile())
        .redirectOutput(folder.resolve("out").toFile())
        .start();
  }

  private String errors() throws IOException {
    return Files.readString(folder.resolve("err"));
  }

  private List<String> records() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      Path journal = files.filter(file -> file.endsWith("cells.jsonl")).findFirst().orElse(null);
      return journal == null ? List.of() : Files.readAllLines(journal);
    }
  }
}
