package io.github.widthbench.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.widthbench.results.RefusedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The gate and JMH see each other's measurements. */
class MachineLockTest {

  @TempDir Path folder;

  private final List<String> said = new ArrayList<>();

  @Test
  void take_whileAnotherHoldsIt_saysSoAndStopsWhenAsked() {
    Path file = folder.resolve("jmh.lock");
    try (MachineLock _ = MachineLock.take(file, watcher(0))) {
      assertThatThrownBy(() -> MachineLock.take(file, watcher(1)))
          .isInstanceOf(StoppedException.class);
    }
    assertThat(said).singleElement().asString().contains("another JMH run", "ignoreLock=true");
    MachineLock.take(file, watcher(0)).close();
  }

  /** In a JVM of its own: JMH reads once where its lock is. */
  @Test
  void take_beforeJmhRuns_jmhRefuses() throws IOException {
    try (MachineLock _ = MachineLock.take(folder.resolve("jmh.lock"), watcher(0))) {
      String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
      Process jmh =
          new ProcessBuilder(
                  java,
                  "-Djava.io.tmpdir=" + folder,
                  "-cp",
                  System.getProperty("java.class.path"),
                  "org.openjdk.jmh.Main",
                  "none")
              .redirectErrorStream(true)
              .start();
      assertThat(new String(jmh.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .contains("Unable to acquire the JMH lock");
    }
  }

  @Test
  void take_inAFolderThatIsNotThere_isRefusedWithTheWayRound() {
    assertThatThrownBy(() -> MachineLock.take(folder.resolve("no/jmh.lock"), watcher(0)))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("ignoreLock=true");
  }

  /** Wants to stop after so many looks. */
  private Watcher watcher(int patience) {
    int[] looks = {0};
    return new Watcher() {
      @Override
      public void say(String message) {
        said.add(message);
      }

      @Override
      public void progress(String what, int done, int planned, double secondsLeft) {}

      @Override
      public boolean stopped() {
        return looks[0]++ >= patience;
      }
    };
  }
}
