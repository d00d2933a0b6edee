package io.github.widthbench.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.widthbench.results.RefusedException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

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

  @Test
  void take_beforeJmhRuns_jmhRefuses() {
    String usual = System.getProperty("java.io.tmpdir");
    System.setProperty("java.io.tmpdir", folder.toString());
    try (MachineLock _ = MachineLock.take(watcher(0))) {
      assertThatThrownBy(MachineLockTest::runJmh)
          .isInstanceOf(RunnerException.class)
          .hasMessageContaining("Unable to acquire the JMH lock");
    } finally {
      System.setProperty("java.io.tmpdir", usual);
    }
  }

  @Test
  void take_inAFolderThatIsNotThere_isRefusedWithTheWayRound() {
    assertThatThrownBy(() -> MachineLock.take(folder.resolve("no/jmh.lock"), watcher(0)))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("ignoreLock=true");
  }

  private static void runJmh() throws RunnerException {
    new Runner(new OptionsBuilder().include("none").mode(Mode.SingleShotTime).build()).run();
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
