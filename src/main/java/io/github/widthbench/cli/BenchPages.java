package io.github.widthbench.cli;

import io.github.widthbench.measure.LatencyLog;
import io.github.widthbench.report.BenchReport;
import io.github.widthbench.report.BenchRun;
import io.github.widthbench.report.HtmlReport;
import io.github.widthbench.results.AtomicFile;
import io.github.widthbench.results.BenchRecords;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The files {@code report.md} and {@code report.html} of a bench folder. */
final class BenchPages {

  private static final String RECORDS = "bench.jsonl";

  private BenchPages() {}

  /** Whether {@code path} is the folder of a bench run. */
  static boolean isAt(Path path) {
    return Files.isRegularFile(path.resolve(RECORDS));
  }

  /** Writes what {@code report} says into its folder. */
  static BenchRun write(BenchReport report, Path folder) {
    BenchRun run = new BenchRun(report, ProvenanceFile.of(folder).made(folder));
    AtomicFile.write(folder.resolve("report.md"), out -> out.write(report.markdown()));
    AtomicFile.write(
        folder.resolve("report.html"), out -> out.write(HtmlReport.of(List.of(), List.of(run))));
    return run;
  }

  /** Makes the report of {@code folder} again from its records, and writes it. */
  static BenchRun again(Path folder) {
    return write(
        new BenchReport(
            BenchRecords.read(folder.resolve(RECORDS)).records(), LatencyLog.in(folder).byTag()),
        folder);
  }
}
