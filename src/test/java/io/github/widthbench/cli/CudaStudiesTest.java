package io.github.widthbench.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.widthbench.backend.cuda.TestMachine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Whole runs on the CUDA device of the tests: the smallest form of each study, against the CPU. */
@Tag("software-device")
@Tag("gpu")
class CudaStudiesTest {

  /** Of a metric or a point of a curve after a training in FP64, relative to its size or to 1. */
  private static final double TOLERANCE = 1e-7;

  private static final String EXPONENTIAL = "exponential-quick --set width=64 --set seed=0";

  private static final String CONDENSATION =
      "condensation-quick --set model=network --set depth=3 --set width=4"
          + " --set initialization.scaled=0.1 --set seed=0";
  private static final String MOMENTUM = "momentum-quick --set width=4 --set seed=0";

  @TempDir private Path out;

  @BeforeAll
  static void buildDevice() {
    TestMachine.build();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        EXPONENTIAL,
        "electrodynamics-quick --set width=1 --set seed=0",
        "recovery-quick --set data.inputDim=1 --set width=2 --set data.sampleCount=4"
            + " --set initialization.branch.duplicates=0 --set seed=0",
        CONDENSATION,
        MOMENTUM
      })
  void run_onCuda_givesTheVerdictsAndNumbersOfTheCpu(String study) {
    compare(study);
  }

  /** Every cell of one seed. */
  @Tag("slow")
  @ParameterizedTest
  @ValueSource(
      strings = {
        "exponential-quick",
        "electrodynamics-quick",
        "recovery-quick",
        "condensation-quick",
        "momentum-quick"
      })
  void run_ofAQuickStudyOnCuda_givesTheVerdictsAndNumbersOfTheCpu(String study) {
    compare(study + " --set seed=0");
  }

  private void compare(String study) {
    Called cuda = run(study + " --backend cuda");
    Called cpu = run(study + " --backend cpu");

    assertThat(cuda.exit()).as(cuda.err()).isEqualTo(cpu.exit());
    List<JsonNode> found = records(cuda);
    List<JsonNode> expected = records(cpu);
    assertThat(found).hasSameSizeAs(expected).isNotEmpty();
    for (int i = 0; i < found.size(); i++) {
      JsonNode record = found.get(i);
      assertThat(record.at("/backend/used").asString()).isEqualTo("cuda");
      assertThat(record.at("/backend/device").asString()).isEqualTo(TestMachine.device());
      assertThat(record.at("/backend/eigen").asString())
          .matches("(kernel|jcublas|cusolver|host)(\\+(kernel|jcublas|cusolver|host))*");
      assertSame("status", record.get("status"), expected.get(i).get("status"));
      assertSame("outcome", record.get("outcome"), expected.get(i).get("outcome"));
      assertSame("curve", record.get("curve"), expected.get(i).get("curve"));
      assertSays(record.get("verdicts"), expected.get(i).get("verdicts"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"tf32", "fp32"})
  void run_inLowerPrecision_ends(String precision) {
    Called called = run(EXPONENTIAL + " --backend cuda --precision " + precision);

    assertThat(called.exit()).as(called.err()).isZero();
    assertThat(records(called))
        .allSatisfy(
            record -> assertThat(record.at("/backend/precision").asString()).isEqualTo(precision));
  }

  @Test
  void run_unfused_givesTheSameNumbers() {
    List<JsonNode> fused = records(run(EXPONENTIAL + " --backend cuda"));
    List<JsonNode> composed = records(run(EXPONENTIAL + " --backend cuda --unfused"));

    for (int i = 0; i < fused.size(); i++) {
      assertThat(composed.get(i).at("/backend/fused").asBoolean()).isFalse();
      assertSame("outcome", composed.get(i).get("outcome"), fused.get(i).get("outcome"));
    }
  }

  @Test
  void run_onSeveralDevices_sharesOutTheCells_andGivesTheSameNumbers() {
    assumeTrue(
        TestMachine.device().equals("software"), "a machine with one GPU may be all there is");
    String study = "exponential-quick --set width=64 --set initialization=coupled";
    Called both = run(study + " --backend cuda --device all", out.resolve("both"));
    Called one = run(study + " --backend cuda --device 1", out.resolve("one"));

    assertThat(both.exit()).as(both.err()).isEqualTo(one.exit());
    List<JsonNode> found = records(both);
    List<JsonNode> expected = records(one);
    assertThat(expected)
        .allSatisfy(
            record -> assertThat(record.at("/backend/device").asString()).isEqualTo("software #1"));
    assertThat(found.stream().map(record -> record.at("/backend/device").asString()).distinct())
        .containsExactlyInAnyOrder("software", "software #1");
    for (int i = 0; i < found.size(); i++) {
      assertThat(found.get(i).get("outcome")).isEqualTo(expected.get(i).get("outcome"));
    }
  }

  @Test
  void run_withDevicesThatAreNoNumbers_saysWhatIsAllowed() {
    Called called = run(EXPONENTIAL + " --backend cuda --device 0;1");

    assertThat(called.exit()).isEqualTo(2);
    assertThat(called.err()).contains("--device", "found 0;1; allowed: 0, or 0,1, or all");
  }

  @Test
  void run_onADeviceThatIsNotThere_endsWithThree() {
    Called called = run(EXPONENTIAL + " --backend cuda --device 77");

    assertThat(called.exit()).isEqualTo(3);
    assertThat(called.err()).contains("device 77 is not there: backend cuda has ");
    assertThat(out).isEmptyDirectory();
  }

  @Test
  void doctor_printsEachStep() {
    assertThat(Called.with("doctor").out())
        .contains("CUDA 1", "device 0", "cublas", "natives", "self-test", "cusolver");
  }

  private Called run(String arguments) {
    return run(arguments, out);
  }

  private static Called run(String arguments, Path out) {
    List<String> all = new ArrayList<>(List.of("run"));
    all.addAll(List.of(arguments.split(" ")));
    all.addAll(List.of("--quiet", "--json=cells", "--out", out.toString()));
    return Called.with(all.toArray(String[]::new));
  }

  private static List<JsonNode> records(Called called) {
    JsonMapper mapper = JsonMapper.builder().build();
    return called.out().lines().map(mapper::readTree).toList();
  }

  private static void assertSays(JsonNode found, JsonNode expected) {
    assertThat(found.size()).isEqualTo(expected.size());
    for (int i = 0; i < found.size(); i++) {
      for (String field : List.of("statement", "says")) {
        assertThat(found.get(i).get(field))
            .as("verdict %d", i)
            .isEqualTo(expected.get(i).get(field));
      }
    }
  }

  /** Numbers with a fraction within the tolerance, all else equal. */
  private static void assertSame(String path, JsonNode found, JsonNode expected) {
    if (expected.isObject() || expected.isArray()) {
      assertThat(found.size()).as(path).isEqualTo(expected.size());
      expected
          .propertyStream()
          .forEach(entry ->
              assertSame(path + "." + entry.getKey(), found.get(entry.getKey()), entry.getValue()));
      for (int i = 0; expected.isArray() && i < expected.size(); i++) {
        assertSame(path + "." + i, found.get(i), expected.get(i));
      }
    } else if (expected.isFloatingPointNumber()) {
      double size = Math.max(1, Math.abs(expected.asDouble()));
      assertThat(found.asDouble())
          .as(path)
          .isCloseTo(expected.asDouble(), within(TOLERANCE * size));
    } else {
      assertThat(found).as(path).isEqualTo(expected);
    }
  }
}
