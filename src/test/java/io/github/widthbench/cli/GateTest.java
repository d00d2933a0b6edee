package io.github.widthbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GateTest {

  @TempDir private Path folder;
  private Path before;
  private Path after;

  @BeforeEach
  void write() throws IOException {
    before = exact("before.json", "147 iterations");
    after = exact("after.json", "148 iterations");
  }

  @Test
  void gate_equalMetrics_exits0() {
    Called called = Called.with("gate", before.toString(), before.toString());

    assertThat(called.exit()).isZero();
    assertThat(called.out()).contains("Passed: 1 of 1 exact metrics equal");
  }

  @Test
  void gate_changedMetric_exits1AndWritesReports() throws IOException {
    Path markdown = folder.resolve("gate.md");
    Path junit = folder.resolve("gate.xml");
    Path html = folder.resolve("gate.html");

    Called called =
        Called.with(
            "gate",
            before.toString(),
            after.toString(),
            "--markdown",
            markdown.toString(),
            "--junit",
            junit.toString(),
            "--html",
            html.toString(),
            "--json");

    assertThat(called.exit()).isEqualTo(1);
    assertThat(called.json().at("/schema").asString()).isEqualTo("widthbench/gate/1");
    assertThat(called.json().at("/exact/changed/0/name").asString()).isEqualTo("s/width=64");
    assertThat(Files.readString(markdown)).contains("| s/width=64 | 147 iterations |");
    assertThat(Files.readString(junit)).contains("<failure");
    assertThat(Files.readString(html)).contains("0 of 1 are equal", "s/width=64", "147 iterations");
  }

  @Test
  void gate_acceptedChange_exits0AndSaysBy() {
    Called called =
        Called.with("gate", before.toString(), after.toString(), "--accept", "s/width=64");

    assertThat(called.exit()).isZero();
    assertThat(called.out()).contains("--accept s/width=64");
  }

  @Test
  void gate_badUsage_exits2() {
    assertThat(Called.with("gate").exit()).isEqualTo(2);
    assertThat(Called.with("gate", before.toString()).err()).contains("found 1 paths");
    assertThat(Called.with("gate", "--run", "main", "--calibrate").err()).contains("exclude");
    assertThat(Called.with("gate", "--alpha", "2", "a", "b").err()).contains("--alpha");
    Called missing = Called.with("gate", folder.resolve("none").toString(), before.toString());
    assertThat(missing.exit()).isEqualTo(2);
    assertThat(missing.err()).contains("does not exist", "nothing was run");
  }

  @Test
  void gate_reportIntoAFolderThatIsNotThere_isRefusedBeforeAnythingIsMeasured() {
    String nowhere = folder.resolve(Path.of("none", "gate.html")).toString();
    Called called = Called.with("gate", "--run", "no-such-revision", "--html", nowhere);

    assertThat(called.exit()).isEqualTo(2);
    assertThat(called.err()).contains(nowhere, "make it first");
  }

  @Test
  void gate_recordOfExactMetrics_isABaseline() {
    Path recorded = folder.resolve("recorded.json");

    assertThat(Called.with("gate", "--record", recorded.toString(), before.toString()).exit())
        .isZero();
    assertThat(recorded).hasSameTextualContentAs(before);
  }

  private Path exact(String name, String value) throws IOException {
    return Files.writeString(
        folder.resolve(name),
        """
        {
          "schema": "widthbench/exact/1",
          "computedBy": "reference",
          "values": {
            "s/width=64": "%s"
          }
        }
        """
            .formatted(value));
  }
}
