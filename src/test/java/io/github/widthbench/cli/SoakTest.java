package io.github.widthbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.widthbench.measure.Stopwatch;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many small cells, lap after lap in one process: run, a run whose cells fail, shards, merge,
 * report and gate. What is left after a lap must not grow.
 *
 * <p>{@code ci/soak} goes round for ten minutes; {@code target/soak.csv} has the laps.
 */
class SoakTest {

  private static final int SECONDS = Integer.getInteger("widthbench.soak.seconds", 4);
  private static final int FEWEST_LAPS = 9;
  private static final long HEAP_SLACK = 2L << 20;
  private static final long MEMORY_SLACK = 64L << 20;

  @TempDir private Path home;

  /** What the process holds after a lap and a collection of garbage. */
  private record Lap(double seconds, long heap, long files, long threads, long memory) {}

  @Test
  void laps_ofManySmallCells_leaveNothingBehind() throws IOException {
    Stopwatch time = Stopwatch.start();
    List<Lap> laps = new ArrayList<>();
    int warmUp = 0;
    while (laps.size() < FEWEST_LAPS || time.seconds() < SECONDS) {
      lap(laps.size());
      if (warmUp++ >= FEWEST_LAPS / 3 && time.seconds() > 0.1 * SECONDS) {
        laps.add(state(time.seconds()));
      }
    }
    write(laps);

    assertThat(late(laps, Lap::heap)).isLessThan(early(laps, Lap::heap) + HEAP_SLACK);
    assertThat(late(laps, Lap::files)).isLessThanOrEqualTo(early(laps, Lap::files));
    assertThat(late(laps, Lap::threads)).isLessThanOrEqualTo(early(laps, Lap::threads) + 1);
    assertThat(late(laps, Lap::memory)).isLessThan(early(laps, Lap::memory) + MEMORY_SLACK);
  }

  private void lap(int number) throws IOException {
    Path whole = home.resolve("whole");
    run(0, whole, number, "--set", "stop={residual: 1e-1, cap: 1000}");
    run(1, home.resolve("failed"), number, "--time-limit", "1e-9");
    Path parts = home.resolve("parts");
    for (String shard : List.of("shard:0/2", "shard:1/2")) {
      run(0, parts, number, "--set", "stop={residual: 1e-1, cap: 1000}", "--engine", shard);
    }
    call(0, "merge", folder(parts));
    call(0, "report", folder(parts));
    call(0, "gate", folder(whole), folder(parts));
    delete(home);
  }

  private static void run(int exit, Path out, int seed, String... more) {
    Stream<String> words =
        Stream.of(
            "run",
            "exponential-quick",
            "--quiet",
            "--threads",
            "2",
            "--set",
            "width=[16, 32]",
            "--set",
            "seed={from: %d, to: %d, step: 1}".formatted(8 * seed, 8 * seed + 7),
            "--out",
            out.toString());
    call(exit, Stream.concat(words, Stream.of(more)).toArray(String[]::new));
  }

  private static void call(int exit, String... arguments) {
    Called called = Called.with(arguments);
    assertThat(called.exit()).as("%s: %s", List.of(arguments), called).isEqualTo(exit);
  }

  private static String folder(Path out) throws IOException {
    try (Stream<Path> folders = Files.list(out)) {
      return folders.findFirst().orElseThrow().toString();
    }
  }

  private static Lap state(double seconds) throws IOException {
    System.gc();
    System.gc(); // what the first one hands to reference queues
    return new Lap(
        seconds,
        ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
        count(Path.of("/proc/self/fd")),
        count(Path.of("/proc/self/task")),
        4096L * Long.parseLong(Files.readString(Path.of("/proc/self/statm")).split(" ", 3)[1]));
  }

  private static long count(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.count();
    }
  }

  private static long early(List<Lap> laps, ToLongFunction<Lap> what) {
    return median(laps.subList(0, laps.size() / 3), what);
  }

  private static long late(List<Lap> laps, ToLongFunction<Lap> what) {
    return median(laps.subList(laps.size() - laps.size() / 3, laps.size()), what);
  }

  private static long median(List<Lap> laps, ToLongFunction<Lap> what) {
    return laps.stream().mapToLong(what).sorted().skip(laps.size() / 2).findFirst().orElseThrow();
  }

  private static void write(List<Lap> laps) throws IOException {
    List<String> rows = new ArrayList<>(List.of("seconds,heapBytes,files,threads,memoryBytes"));
    for (Lap lap : laps) {
      rows.add(
          "%.1f,%d,%d,%d,%d"
              .formatted(lap.seconds(), lap.heap(), lap.files(), lap.threads(), lap.memory()));
    }
    Files.write(Files.createDirectories(Path.of("target")).resolve("soak.csv"), rows);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        if (!file.equals(folder)) {
          Files.delete(file);
        }
      }
    }
  }
}
