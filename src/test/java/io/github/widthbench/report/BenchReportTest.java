package io.github.widthbench.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.widthbench.results.BenchRecord;
import io.github.widthbench.results.BenchSamples;
import java.util.List;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class BenchReportTest {

  private static final List<BenchRecord> RECORDS =
      List.of(
          BenchSamples.measured(64, 10),
          BenchSamples.measured(128, 20),
          BenchSamples.infeasible(1 << 30));

  @Test
  void markdown_ofRecords_showsWhatDiffersAndWhatWasLeftOut() {
    String markdown = new BenchReport(RECORDS, new TreeMap<>()).markdown();

    assertThat(markdown)
        .contains(
            "## DescentBenchmark.step\n\nAt activation=exp.\n",
            "| width | time us/op | forks | throughput GFLOP/s |",
            "| 64 | 12.5 | 2, ±12 % | 3 |",
            "- infeasible: DescentBenchmark.step:activation=exp:width=1073741824: needs 20.0 GiB",
            "- cpu: some")
        .doesNotContain("Latency");
  }

  @Test
  void lines_withLatencies_leaveOutPercentilesOfTooFewCalls() {
    Histogram hundred = new Histogram(3);
    for (int i = 1; i <= 100; i++) {
      hundred.recordValue(1000L * i);
    }
    TreeMap<String, Histogram> latencies = new TreeMap<>();
    latencies.put("step:span=compute", hundred);

    List<String> lines = new BenchReport(RECORDS, latencies).lines();

    assertThat(lines).contains("DescentBenchmark.step activation=exp");
    assertThat(lines)
        .anyMatch(line -> line.matches(" *step:span=compute +100 +50\\S* +90\\S* +- +- +100\\S*"));
  }
}
