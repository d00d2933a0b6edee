package io.github.widthbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A study of the user's own CSV file, in a folder of its own. */
class DataFileTest {

  @TempDir private Path home;

  @BeforeEach
  void write() throws IOException {
    Files.createDirectories(home.resolve("mine"));
    Files.writeString(home.resolve("mine/points.csv"), "u,v,y\n0.1,0.4,1\n-0.3,0.2,-1\n");
    Files.writeString(
        home.resolve("mine/mine.yaml"),
        """
        experiment: exponential
        axes: {width: [16, 32], seed: {count: 2}}
        fixed:
          data: {kind: csv, path: points.csv, label: y}
          stop: {residual: 0.5, cap: 200}
        """);
  }

  @Test
  void run_readsTheFileBesideTheStudy_andReportNeedsItNoMore() throws IOException {
    assertThat(run().exit()).isZero();
    Files.delete(home.resolve("mine/points.csv"));

    Called report = Called.with("report", folders().getFirst().toString());

    assertThat(report.exit()).isZero();
    assertThat(report.out()).contains("4 cells: 4 ok");
  }

  @Test
  void run_afterTheFileWasEdited_startsANewFolder() throws IOException {
    run();
    run();
    assertThat(folders()).hasSize(1);

    Files.writeString(home.resolve("mine/points.csv"), "u,v,y\n0.1,0.4,1\n-0.3,0.25,-1\n");
    run();

    assertThat(folders()).hasSize(2);
  }

  @Test
  void run_withAWrongCell_namesFileLineAndColumn_andWritesNothing() throws IOException {
    Files.writeString(home.resolve("mine/points.csv"), "u,v,y\n0.1,0.4,1\n-0.3,two,-1\n");
    Called called = run();

    assertThat(called.exit()).isEqualTo(2);
    assertThat(called.err()).contains("points.csv:3", "two", "column 1 (v)", "nothing was run");
    assertThat(home.resolve("runs")).doesNotExist();
  }

  private Called run() {
    return Called.with(
        "run",
        home.resolve("mine/mine.yaml").toString(),
        "--out",
        home.resolve("runs").toString(),
        "--backend",
        "reference");
  }

  private List<Path> folders() throws IOException {
    try (Stream<Path> folders = Files.list(home.resolve("runs"))) {
      return folders.toList();
    }
  }
}
