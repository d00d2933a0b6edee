package io.github.widthbench.gate;

import io.github.widthbench.results.RefusedException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The lock by which JMH measures alone on a machine, held for a whole measurement of the gate. Its
 * own forks, two at a time, are told not to ask for it; every other run of JMH waits, or is waited
 * for.
 */
final class MachineLock implements AutoCloseable {

  /** JMH's own switch: the gate does not ask for the lock where its user set it. */
  static final String IGNORE = "jmh.ignoreLock";

  private static final String WITHOUT = "JDK_JAVA_OPTIONS=-D" + IGNORE + "=true";
  private static final Duration PAUSE = Duration.ofMillis(500);

  private final FileChannel channel;

  private MachineLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes JMH's lock, once whoever holds it has let it go.
   *
   * @return null where the user set {@value #IGNORE}
   * @throws StoppedException if the watcher did not want to wait any longer
   * @throws RefusedException if the file of the lock cannot be written
   */
  static @Nullable MachineLock take(Watcher watcher) {
    Path file = Path.of(System.getProperty("java.io.tmpdir"), "jmh.lock");
    return Boolean.getBoolean(IGNORE) ? null : take(file, watcher);
  }

  static MachineLock take(Path file, Watcher watcher) {
    try {
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      try {
        wait(channel, watcher);
        return new MachineLock(channel);
      } catch (IOException | StoppedException e) {
        channel.close();
        throw e;
      }
    } catch (IOException e) {
      throw new RefusedException(
          "cannot take JMH's lock %s: %s; delete it, or measure without it by %s"
              .formatted(file, e.getMessage(), WITHOUT));
    }
  }

  private static void wait(FileChannel channel, Watcher watcher) throws IOException {
    if (locked(channel) != null) {
      return;
    }
    watcher.say(
        "waiting: another JMH run measures on this machine; %s does not wait".formatted(WITHOUT));
    do {
      if (watcher.stopped()) {
        throw new StoppedException();
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    } while (locked(channel) == null);
  }

  private static @Nullable FileLock locked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // held within this process
    }
  }

  /** Lets go of the lock; the file stays, as JMH leaves it. */
  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new AssertionError("a lock without content cannot fail to close", e);
    }
  }
}
