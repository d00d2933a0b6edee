package io.github.widthbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WidthbenchTest {

  @Test
  void help_listsCommandsAndExitCodesOnStdout() {
    Called called = Called.with("--help");

    assertThat(called.exit()).isZero();
    assertThat(called.out())
        .contains(
            "run", "plan", "bench", "gate", "report", "merge", "doctor", "studies", "Exit codes");
    assertThat(called.err()).isEmpty();
  }

  @Test
  void noCommand_isBadUsage() {
    Called called = Called.with();

    assertThat(called.exit()).isEqualTo(2);
    assertThat(called.out()).isEmpty();
    assertThat(called.err())
        .contains("no command is named; there are run, plan,", "widthbench --help");
  }

  @Test
  void misspeltCommandAndOption_areCorrected() {
    assertThat(Called.with("doctr").err()).contains("did you mean doctor?");
    assertThat(Called.with("run", "--thread", "2").err()).contains("did you mean --threads");
    assertThat(Called.with("run", "--thread", "2").exit()).isEqualTo(2);
  }

  @Test
  void misspeltValues_areCorrected() {
    assertRefused("did you mean cuda?", "run", "--backend", "cuda1");
    assertRefused("did you mean quick?", "bench", "--profile", "quik");
    assertRefused("did you mean cells?", "run", "--json=cell");
    assertRefused("did you mean fp64?", "plan", "exponential-quick", "--precision", "fp46");
    assertRefused("did you mean tanh?", "plan", "exponential-quick", "--set", "activation=than");
    assertRefused(
        "did you mean sphere?",
        "plan",
        "exponential-quick",
        "--set",
        "data={kind: spher, sampleCount: 4, inputDim: 2}");
  }

  @Test
  void misspeltBenchmarksAndParameters_areCorrectedBeforeAnythingRuns() {
    assertRefused("did you mean ForwardBenchmark?", "bench", "ForwrdBenchmark");
    assertRefused("did you mean width?", "bench", "ForwardBenchmark", "-p", "widht=64");
    assertRefused("did you mean relu?", "bench", "ForwardBenchmark", "-p", "activation=rellu");
    assertRefused("integers from 1", "bench", "ForwardBenchmark", "-p", "width=0");
    assertRefused("allowed: ", "bench", "ForwardBenchmark", "-p", "backend=cup");
  }

  @Test
  void impossibleOptionValues_exit2AndNameWhatIsAllowed() {
    assertRefused("at least 1", "run", "--threads", "0");
    assertRefused("auto, cpu, cuda, reference", "run", "--backend", "gpu");
    assertRefused("--json=cells", "run", "--json=rows");
    assertRefused("above 0", "run", "--time-limit", "0");
    assertRefused("0 <= I < N", "run", "--engine", "shard:2/2");
  }

  @Test
  void badUsage_withJson_isASummaryOnStdout() {
    Called called = Called.with("run", "--json", "--thread", "2");

    assertThat(called.json().at("/schema").asString()).isEqualTo("widthbench/summary/1");
    assertThat(called.json().at("/exit").asInt()).isEqualTo(2);
    assertThat(called.json().at("/error/found").asString()).contains("--thread");
  }

  @Test
  void unknownStudy_withJson_namesTheNearest() {
    Called called = Called.with("run", "--json", "exponential-quik");

    assertThat(called.exit()).isEqualTo(2);
    assertThat(called.json().at("/error/allowed").asString()).contains("mean exponential-quick?");
    assertThat(called.err()).contains("nothing was run").doesNotContain("\tat ");
  }

  @Test
  void misspeltField_namesOptionFieldAndNearest() {
    Called called = Called.with("run", "exponential-quick", "--set", "activaton=relu");

    assertThat(called.exit()).isEqualTo(2);
    assertThat(called.err())
        .startsWith("widthbench: --set activaton=relu: field activaton\n")
        .contains("did you mean activation?");
  }

  @Test
  void missingDevice_exits3() {
    Called called = Called.with("run", "--backend", "reference", "--device", "1");

    assertThat(called.exit()).isEqualTo(3);
    assertThat(called.err()).contains("device 1 is not there");
  }

  @Test
  void studies_listsEveryBuiltInWithItsTitle_andPrintsOne() {
    assertThat(Called.with("studies").out()).contains("exponential-quick  ");
    assertThat(Called.with("studies", "exponential-quick").out())
        .contains("\nexperiment: exponential\n");
    assertThat(Called.with("studies", "exponential-quik").exit()).isEqualTo(2);
  }

  @Test
  void everyBuiltInStudy_isReadAndChecked() {
    for (String line : Called.with("studies").out().lines().toList()) {
      String study = line.split(" ", 2)[0];
      assertThat(Experiments.builtIn().read(study, List.of()).study().cells())
          .as(study)
          .isNotEmpty();
    }
  }

  @Test
  void doctor_saysOfEveryBackendWhetherAndWhy() {
    Called called = Called.with("doctor", "--json");

    assertThat(called.exit()).isZero();
    assertThat(called.json().at("/backends").size()).isGreaterThanOrEqualTo(2);
    called
        .json()
        .at("/backends")
        .forEach(backend -> {
          assertThat(backend.at("/reason").asString()).isNotBlank();
          assertThat(backend.at("/cure").asString().isEmpty())
              .isEqualTo(backend.at("/usable").asBoolean());
        });
    assertThat(called.json().at("/machine/java").asString())
        .startsWith(Runtime.version().toString());
    assertThat(Called.with("doctor").out()).contains("java", "cores", "--backend auto");
  }

  @Test
  void bench_listsBenchmarksAndRefusesUnknownOptions() {
    assertThat(Called.with("bench", "--nonsense").exit()).isEqualTo(2);
    assertThat(Called.with("bench", "--nonsense").err()).contains("JMH: ", "nonsense");
    assertThat(Called.with("bench", "-t", "2").exit()).isEqualTo(2);
    assertThat(Called.with("bench", "-t", "2").err()).contains("-p threads=2");
  }

  @Test
  void completion_knowsOptionsAndStudies() {
    Called called = Called.with("generate-completion");

    assertThat(called.exit()).isZero();
    assertThat(called.out()).contains("--time-limit", "exponential-quick", "reference");
  }

  @Test
  void mistakesOfTheProgram_showTheirTraceOnlyWhenAsked() {
    IllegalStateException mistake = new IllegalStateException("broken");

    assertThat(told(Map.of(), mistake)).contains("broken", "report it").doesNotContain("\tat ");
    assertThat(told(Map.of("WIDTHBENCH_DEBUG", "1"), mistake)).contains("\tat ");
  }

  private static String told(Map<String, String> environment, Throwable failure) {
    StringWriter err = new StringWriter();
    PrintWriter writer = new PrintWriter(err, true);
    Terminal terminal = new Terminal(writer, writer, false, false, true);
    assertThat(new Failures(terminal, environment).tell(failure, false)).isEqualTo(1);
    return err.toString();
  }

  private static void assertRefused(String allowed, String... arguments) {
    Called called = Called.with(arguments);
    assertThat(called.exit()).isEqualTo(2);
    assertThat(called.err()).contains(allowed);
  }
}
