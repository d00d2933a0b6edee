package io.github.widthbench.cli;

import io.github.widthbench.measure.LatencyLog;
import io.github.widthbench.measure.Percentiles;
import io.github.widthbench.report.BenchReport;
import io.github.widthbench.report.TrackerExport;
import io.github.widthbench.results.AtomicFile;
import io.github.widthbench.results.BenchRecord;
import io.github.widthbench.results.BenchRecords;
import io.github.widthbench.results.Build;
import io.github.widthbench.results.OutputFailedException;
import io.github.widthbench.results.Provenance;
import io.github.widthbench.results.RefusedException;
import io.github.widthbench.results.WriterLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/**
 * The folder of a bench run, with one writer at a time. All its files are whole after every case:
 * each is replaced by a rename when a case has ended, so that a run which is interrupted, or
 * killed, keeps what it finished.
 */
final class BenchFolder implements AutoCloseable {

  private static final String JMH = "jmh.json";
  private static final String RECORDS = "bench.jsonl";
  private static final String LATENCIES = "latency.hlog";

  private final Path path;
  private final WriterLock lock;
  private final SequencedMap<String, BenchRecord> records = new LinkedHashMap<>();
  private final List<String> messages;
  private final List<Histogram> latencies;
  private JmhJson jmh;

  /** Records are written last: what JMH and the forks wrote of a case without one is dropped. */
  private BenchFolder(Path path, WriterLock lock) throws IOException {
    this.path = path;
    this.lock = lock;
    BenchRecords.Found found = BenchRecords.read(path.resolve(RECORDS));
    found.records().forEach(record -> records.put(record.key(), record));
    messages = found.messages();
    latencies = intervals(path.resolve(LATENCIES));
    latencies.removeIf(interval ->
        records.values().stream()
            .noneMatch(r -> interval.getTag().startsWith(r.point().tag() + ":span=")));
    jmh = JmhJson.of(path.resolve(JMH)).only(this::holds);
  }

  /**
   * The folder at {@code path}, made if absent. What it holds already is kept and not measured
   * again.
   *
   * @throws RefusedException if another build or another machine measured what it holds
   * @throws io.github.widthbench.results.FolderLockedException if another run writes it
   */
  static BenchFolder open(Path path, Build build, Map<String, String> environment) {
    try {
      Files.createDirectories(path);
      WriterLock lock = WriterLock.take(path.resolve(RECORDS));
      try {
        BenchFolder folder = new BenchFolder(path, lock);
        folder.requireMadeBy(build, environment);
        folder.clearForks();
        return folder;
      } catch (IOException | RuntimeException e) {
        lock.close();
        throw e;
      }
    } catch (IOException e) {
      throw new OutputFailedException(path, e);
    }
  }

  /** What could not be read when it was opened, one sentence each. */
  List<String> messages() {
    return messages;
  }

  Path path() {
    return path;
  }

  /** Where the forks of a case leave their latencies. */
  Path forks() {
    return path.resolve(".forks");
  }

  /** The JSON that JMH writes of one case. */
  Path caseJson() {
    return forks().resolve(JMH);
  }

  /** Whether the case with this key has been measured. */
  boolean holds(String key) {
    BenchRecord record = records.get(key);
    return record != null && record.status() == BenchRecord.Status.OK;
  }

  void write(Provenance provenance) {
    write("provenance.json", provenance.json());
  }

  /** Keeps what was found of one case, and what JMH and the forks wrote. */
  void add(List<BenchRecord> found) throws IOException {
    found.forEach(record -> records.put(record.key(), record));
    jmh = jmh.with(JmhJson.of(caseJson()));
    write(JMH, jmh.text());
    for (Path log : forkLogs()) {
      latencies.addAll(intervals(log));
    }
    if (!latencies.isEmpty()) {
      write(LATENCIES, LatencyLog.text(latencies));
    }
    BenchRecords.write(path.resolve(RECORDS), List.copyOf(records.values()));
    clearForks();
  }

  /** Writes the report, the plot data and the exports; what they say follows from the records. */
  BenchReport report() throws IOException {
    BenchReport report =
        new BenchReport(List.copyOf(records.values()), LatencyLog.in(path).byTag());
    BenchPages.write(report, path);
    write("latency.csv", Percentiles.csv(report.latencies()));
    write(
        "smaller-is-better.json",
        TrackerExport.gitHubAction(report.records(), BenchRecord.Better.LOWER));
    write(
        "bigger-is-better.json",
        TrackerExport.gitHubAction(report.records(), BenchRecord.Better.HIGHER));
    write("bencher.json", TrackerExport.bencher(report.records()));
    clearForks();
    Files.deleteIfExists(forks());
    return report;
  }

  @Override
  public void close() {
    lock.close();
  }

  private static List<Histogram> intervals(Path log) {
    try {
      return new LatencyLog(log).intervals();
    } catch (IllegalArgumentException broken) {
      throw new RefusedException(broken.getMessage() + "; remove it, or give a new folder");
    }
  }

  private void requireMadeBy(Build build, Map<String, String> environment) {
    for (BenchRecord record : records.values()) {
      if (!record.environment().equals(environment) || !record.context().build().equals(build)) {
        throw new RefusedException(
            "%s holds what another build, Java or machine measured; give a new folder with --out"
                .formatted(path));
      }
    }
  }

  private List<Path> forkLogs() throws IOException {
    try (Stream<Path> files = Files.list(forks())) {
      return files.filter(file -> file.toString().endsWith(".hlog")).sorted().toList();
    }
  }

  private void clearForks() throws IOException {
    Files.createDirectories(forks());
    List<Path> left = new ArrayList<>();
    try (Stream<Path> files = Files.list(forks())) {
      files.forEach(left::add);
    }
    for (Path file : left) {
      Files.delete(file);
    }
  }

  private void write(String name, String text) {
    AtomicFile.write(path.resolve(name), out -> out.write(text));
  }
}
