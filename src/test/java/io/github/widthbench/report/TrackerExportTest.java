package io.github.widthbench.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.widthbench.results.BenchRecord;
import io.github.widthbench.results.BenchRecord.Better;
import io.github.widthbench.results.BenchSamples;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class TrackerExportTest {

  private static final List<BenchRecord> RECORDS =
      List.of(BenchSamples.measured(64, 10), BenchSamples.infeasible(128));

  @Test
  void export_ofRecords_isTheGoldenOne() throws IOException {
    assertThat(TrackerExport.gitHubAction(RECORDS, Better.LOWER))
        .isEqualTo(golden("smaller-is-better.json"));
    assertThat(TrackerExport.gitHubAction(RECORDS, Better.HIGHER))
        .isEqualTo(golden("bigger-is-better.json"));
    assertThat(TrackerExport.bencher(RECORDS)).isEqualTo(golden("bencher.json"));
  }

  private static String golden(String name) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(TrackerExportTest.class.getResourceAsStream("golden/" + name))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
