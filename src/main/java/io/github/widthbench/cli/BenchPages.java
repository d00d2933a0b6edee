package io.github.widthbench.cli;

import io.github.widthbench.measure.LatencyLog;
import io.github.widthbench.report.BenchReport;
import io.github.widthbench.report.HtmlReport;
import io.github.widthbench.report.MadeOf;
import io.github.widthbench.results.AtomicFile;
import io.github.widthbench.results.BenchRecords;
import java.nio.file.Files;
import java.nio.file.Path;

/** The files {@code report.md} and {@code report.html} of a bench folder. */
final class BenchPages {

  private static final String RECORDS = "bench.jsonl";

  private BenchPages() {}

  /** Whether {@code path} is the folder of a bench run. */
  static boolean isAt(Path path) {
    return Files.isRegularFile(path.resolve(RECORDS));
  }

  /** Writes what {@code report} says into its folder. */
  static void write(BenchReport report, Path folder) {
    MadeOf made = ProvenanceFile.of(folder).made(folder);
    AtomicFile.write(folder.resolve("report.md"), out -> out.write(report.markdown()));
    AtomicFile.write(folder.resolve("report.html"), out -> out.write(HtmlReport.of(report, made)));
  }

  /** Makes the report of {@code folder} again from its records, and writes it. */
  static BenchReport again(Path folder) {
    BenchReport report =
        new BenchReport(
            BenchRecords.read(folder.resolve(RECORDS)).records(), LatencyLog.in(folder).byTag());
    write(report, folder);
    return report;
  }
}
