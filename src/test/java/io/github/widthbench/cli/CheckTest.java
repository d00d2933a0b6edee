package io.github.widthbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code run --check}: small studies of each experiment against the FP64 reference. */
class CheckTest {

  private static final String EXPONENTIAL = "exponential-quick --set width=64 --set seed=[0,1]";

  @TempDir private Path out;

  @ParameterizedTest
  @ValueSource(
      strings = {
        EXPONENTIAL,
        EXPONENTIAL + " --precision fp32",
        "exponential-quick --set width=64 --set seed=0 --set activation=relu --precision fp32",
        "electrodynamics-quick --set width=1 --set seed=0",
        "recovery-quick --set data.inputDim=1 --set width=2 --set data.sampleCount=4"
            + " --set initialization.branch.duplicates=0 --set seed=0"
      })
  void run_ofHealthyCells_agreesWithTheReference(String study) {
    Called called = run(study + " --backend cpu --check 1");

    assertThat(called.exit()).as(called.out() + called.err()).isZero();
    assertThat(records(called))
        .isNotEmpty()
        .allSatisfy(record ->
            assertThat(record.at("/backend/checked").asString())
                .startsWith("agrees with the fp64 reference within"));
  }

  @Tag("slow")
  @ParameterizedTest
  @ValueSource(
      strings = {
        "momentum-quick --set seed=0",
        "momentum-quick --set seed=0 --precision fp32",
        "condensation-quick --set seed=0"
      })
  void run_ofHealthyCellsThatTakeLong_agreesWithTheReference(String study) {
    run_ofHealthyCells_agreesWithTheReference(study);
  }

  @Test
  void run_withChecks_saysSoInItsReport() throws Exception {
    run(EXPONENTIAL + " --backend cpu --check 1");

    try (var files = Files.walk(out)) {
      Path report = files.filter(f -> f.endsWith("report.md")).findFirst().orElseThrow();
      assertThat(report)
          .content()
          .contains("- Checks: 4 of 4 cells computed again on the fp64 reference, 0 differ");
    }
  }

  @Test
  void run_inFp32OfPointsThatItCannotTellApart_carriesACautionAndInFp64None() throws Exception {
    Called single = runOnTwins("fp32");
    assertThat(records(single))
        .isNotEmpty()
        .allSatisfy(record ->
            assertThat(record.at("/cautions/0").asString())
                .startsWith("smallest eigenvalue below rounding: found "));
    try (var files = Files.walk(out)) {
      Path report = files.filter(f -> f.endsWith("report.md")).findFirst().orElseThrow();
      assertThat(report)
          .content()
          .contains("- Caution: 2 of 2 cells, such as smallest eigenvalue below rounding: found");
      assertThat(report.resolveSibling("report.html"))
          .content()
          .contains("2 of 2 cells, such as smallest eigenvalue below rounding: found");
    }
    assertThat(records(runOnTwins("fp64")))
        .isNotEmpty()
        .allSatisfy(record -> assertThat(record.has("cautions")).isFalse());
  }

  /** Two points so close that single precision holds their products as equal. */
  private Called runOnTwins(String precision) {
    return Called.with(
        "run",
        "exponential-quick",
        "--set=width=64",
        "--set=seed=0",
        "--set=data={kind: inline, x: [[0.5, 0.0], [0.5, 1.0e-30]]}",
        "--set=stop.cap=5",
        "--precision=" + precision,
        "--backend=cpu",
        "--quiet",
        "--json=cells",
        "--out=" + out);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-0.1", "1.5", "NaN", "half"})
  void run_ofNoShare_isRefusedInWords(String share) {
    Called called = run(EXPONENTIAL + " --check=" + share);

    assertThat(called.exit()).isEqualTo(2);
    assertThat(called.err()).contains("--check", share);
    assertThat(out).isEmptyDirectory();
  }

  private Called run(String arguments) {
    List<String> all = new ArrayList<>(List.of("run"));
    all.addAll(List.of(arguments.split(" ")));
    all.addAll(List.of("--quiet", "--json=cells", "--out", out.toString()));
    return Called.with(all.toArray(String[]::new));
  }

  private static List<JsonNode> records(Called called) {
    JsonMapper mapper = JsonMapper.builder().build();
    return called.out().lines().map(mapper::readTree).toList();
  }
}
