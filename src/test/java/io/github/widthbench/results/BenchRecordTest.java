package io.github.widthbench.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchRecordTest {

  @TempDir private Path folder;

  @Test
  void key_ofACase_neverChanges() {
    assertThat(BenchSamples.point(64).key("avgt", 1)).isEqualTo("5234821b09c15b2d");
  }

  @Test
  void key_otherContext_isTheSame_otherCase_isAnother() {
    BenchCase point = BenchSamples.point(64);
    TreeMap<String, String> reversed = new TreeMap<>(Map.of("width", "64", "activation", "exp"));

    assertThat(new BenchCase(point.benchmark(), reversed.descendingMap()).key("avgt", 1))
        .isEqualTo(point.key("avgt", 1));
    assertThat(BenchSamples.measured(64, 5).key())
        .isEqualTo(BenchSamples.measured(64, 900).key())
        .isEqualTo(BenchSamples.infeasible(64).key())
        .isNotEqualTo(BenchSamples.measured(65, 5).key());
    assertThat(point.key("thrpt", 1)).isNotEqualTo(point.key("avgt", 1));
    assertThat(point.key("avgt", 2)).isNotEqualTo(point.key("avgt", 1));
  }

  @Test
  void tag_ofACase_fitsLogsOfHistograms() {
    assertThat(BenchSamples.point(64).tag())
        .isEqualTo("DescentBenchmark.step:activation=exp:width=64")
        .doesNotContain(" ", ",");
  }

  @Test
  void median_ofAMetric_isThatOfForkMedians() {
    BenchRecord.Metric time = BenchSamples.measured(64, 10).metric("time").orElseThrow();

    assertThat(time.forkMedians()).containsExactly(11, 14);
    assertThat(time.median()).isEqualTo(12.5);
  }

  @Test
  void line_measuredAndInfeasible_fitThePublishedSchema() {
    PublishedSchema.BENCH.accepts(BenchSamples.measured(64, 10).line());
    PublishedSchema.BENCH.accepts(BenchSamples.infeasible(64).line());
    PublishedSchema.BENCH.refuses(
        BenchSamples.measured(64, 10).line().replace("\"better\":\"lower\"", "\"better\":\"low\""));
    PublishedSchema.BENCH.refuses(
        BenchSamples.measured(64, 10).line().replace("\"unit\":\"us/op\",", ""));
  }

  @Test
  void read_whatWasWritten_isTheSame() {
    Path file = folder.resolve("bench.jsonl");
    List<BenchRecord> records =
        List.of(BenchSamples.measured(64, 10), BenchSamples.infeasible(1 << 30));
    BenchRecords.write(file, records);

    List<BenchRecord> read = BenchRecords.read(file).records();

    assertThat(read)
        .map(BenchRecord::line)
        .isEqualTo(records.stream().map(BenchRecord::line).toList());
    assertThat(read.getLast()).isEqualTo(records.getLast());
    assertThat(BenchRecords.read(folder.resolve("absent")).records()).isEmpty();
  }

  @Test
  void read_oneDigitChanged_isNamedAndTheRestKept() throws IOException {
    Path file = folder.resolve("bench.jsonl");
    String damaged = BenchSamples.measured(64, 10).line().replace("\"load\":0.25", "\"load\":0.26");
    BenchRecord kept = BenchSamples.infeasible(1 << 30);
    Files.writeString(file, damaged + "\n" + kept.line() + "\n");

    BenchRecords.Found found = BenchRecords.read(file);

    assertThat(found.records()).containsExactly(kept);
    assertThat(found.messages())
        .containsExactly(file + ": line 1 is skipped: its checksum does not fit its content");
  }

  @Test
  void read_anotherForm_isRefused() throws IOException {
    Path file = folder.resolve("bench.jsonl");
    String newer = BenchSamples.measured(64, 10).line().replace("bench/1", "bench/2");
    Files.write(file, RecordSamples.sealed(newer));
    Files.writeString(file, "\n", StandardOpenOption.APPEND);

    assertThatThrownBy(() -> BenchRecords.read(file))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("found widthbench/bench/2, expected widthbench/bench/1");
  }
}
