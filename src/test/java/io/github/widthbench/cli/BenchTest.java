package io.github.widthbench.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.widthbench.backend.BackendUnavailableException;
import io.github.widthbench.cli.BenchCases.Planned;
import io.github.widthbench.results.BenchCase;
import io.github.widthbench.results.BenchRecords;
import io.github.widthbench.results.PublishedSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The command as users call it. */
class BenchTest {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int CASES = 40;

  @TempDir private Path folder;

  @Test
  void cases_ofProfiles_areManyAndDifferent() throws CommandLineOptionException {
    for (BenchProfile profile : BenchProfile.values()) {
      List<Planned> cases = BenchCases.of(new CommandLineOptions(), profile);

      assertThat(cases).hasSizeGreaterThan(20).doesNotHaveDuplicates().allMatch(Planned::profiled);
      BenchGuard guard = new BenchGuard(4L << 30, 30);
      assertThat(cases).allMatch(planned -> guard.refusal(planned.point()).isEmpty());
    }
    assertThat(BenchCases.of(new CommandLineOptions(), BenchProfile.FULL))
        .map(planned -> planned.point().params().get("width"))
        .contains("16", "1048576");
  }

  @Test
  void cases_withParametersNamed_takeThemInPlaceOfTheProfiles() throws CommandLineOptionException {
    CommandLineOptions asked =
        new CommandLineOptions("Descent.*step$", "-p", "width=32", "-p", "activation=erf");

    assertThat(BenchCases.of(asked, BenchProfile.QUICK))
        .map(planned ->
            planned.point().tag().replaceAll(":(backend|inputDim|sampleCount|threads)=\\w+", ""))
        .containsExactlyInAnyOrder(
            "DescentBenchmark.step:activation=erf:passes=fused:precision=fp64:width=32",
            "DescentBenchmark.step:activation=erf:passes=fused:precision=fp32:width=32",
            "DescentBenchmark.step:activation=erf:passes=unfused:precision=fp64:width=32");
  }

  @Test
  void guard_ofWhatCannotRun_saysWhyAndWhatFits() {
    BenchGuard guard = new BenchGuard(1L << 30, 30);

    assertThat(guard.refusal(step("cpu", "1024"))).isEmpty();
    assertThat(guard.refusal(step("cpu", "67108864")).orElseThrow())
        .matches("needs 1\\d\\.\\d GiB of memory, a fork has 1\\.0 GiB; width 4194304 fits");
    assertThat(guard.refusal(step("reference", "1048576")).orElseThrow())
        .matches("one call may take \\d+ s, more than the 30 s of --longest");
    assertThatThrownBy(() -> BenchGuard.requireBackend(step("cpu", "64", "tf32")))
        .isInstanceOf(BackendUnavailableException.class)
        .hasMessageContaining("tf32");
  }

  @Test
  void jmhJson_joined_keepsTheTextOfBoth() {
    JmhJson one = new JmhJson("[]").with(new JmhJson("[\n  {\"a\" : 1}\n]\n"));

    assertThat(one.text()).isEqualTo("[\n{\"a\" : 1}\n]\n");
    assertThat(one.with(new JmhJson("[\n{\"b\" : [2]}\n]")).text())
        .isEqualTo("[\n{\"a\" : 1},\n{\"b\" : [2]}\n]\n");
  }

  @Test
  void jmhJson_ofUnrecordedCases_isDropped() {
    BenchCase step = step("cpu", "64");
    JmhJson both =
        new JmhJson(
            """
            [{"benchmark":"%s","mode":"avgt","threads":1,"params":{"width":"64"}},
             {"benchmark":"%s","mode":"avgt","threads":1,"params":{"width":"65"}}]
            """
                .formatted(step.benchmark(), step.benchmark()));
    String wanted =
        new BenchCase(step.benchmark(), new TreeMap<>(Map.of("width", "64"))).key("avgt", 1);

    assertThat(both.only(wanted::equals).text()).contains("\"64\"").doesNotContain("\"65\"");
    assertThat(both.only(key -> true)).isSameAs(both);
  }

  @Test
  void bench_killedAtAnyMoment_keepsWhatIsFinishedAndResumes() throws Exception {
    Process process = start(few("-f", "0"));
    try {
      awaitRecords(process, 3);
      process.destroyForcibly(); // no time to clean up
      assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    int kept = jmh().size();
    assertThat(kept).isBetween(3, CASES - 1);
    assertThat(BenchRecords.read(file("bench.jsonl")).records().size()).isBetween(kept - 1, kept);

    Process again = start(few("-f", "0"));

    assertThat(again.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).as(errors()).isTrue();
    assertThat(again.exitValue()).as(errors()).isZero();
    assertThat(errors()).containsPattern("\\d+ of 40 are there already");
    assertThat(BenchRecords.read(file("bench.jsonl")).records()).hasSize(CASES);
    assertThat(jmh().size()).isEqualTo(CASES);
    assertThat(Files.readAllLines(file("bench.jsonl"))).allSatisfy(PublishedSchema.BENCH::accepts);
    PublishedSchema.PROVENANCE.accepts(Files.readString(file("provenance.json")));
    assertThat(file("provenance.json"))
        .content()
        .containsPattern("\"arguments\"\\s*:\\s*\\[\\s*\"bench\",\\s*\"(?!bench)");
    assertThat(file("report.md")).content().contains("EigenBenchmark.full");
    assertThat(file("report.html")).content().contains("EigenBenchmark.full");
  }

  @Test
  @Tag("slow")
  void bench_toldToEndWhileAForkRuns_endsItKeepsTheRestAndExits130() throws Exception {
    Process process = start(few("-f", "1"));
    List<ProcessHandle> forks = new ArrayList<>();
    try {
      awaitRecords(process, 1);
      while (forks.isEmpty() && process.isAlive()) {
        process.descendants().forEach(forks::add);
      }

      process.destroy(); // the signal of kill and of batch systems

      assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.exitValue()).isEqualTo(130);
    assertThat(errors()).contains("stopping; what is finished is kept", "results are in");
    assertThat(forks).isNotEmpty().noneMatch(ProcessHandle::isAlive);
    assertThat(jmh().size()).isEqualTo(BenchRecords.read(file("bench.jsonl")).records().size());
    assertThat(file("report.md")).content().contains("EigenBenchmark.full");
  }

  private Object[] few(String option, String value) {
    StringBuilder sizes = new StringBuilder("sampleCount=2");
    for (int n = 3; n < CASES + 2; n++) {
      sizes.append(',').append(n);
    }
    return new Object[] {
      "bench",
      "EigenBenchmark.full",
      option,
      value,
      "-wi",
      "0",
      "-i",
      "1",
      "-r",
      "20ms",
      "-p",
      sizes,
      "--out",
      folder.resolve("bench")
    };
  }

  private void awaitRecords(Process process, int count) throws Exception {
    while (Files.notExists(file("bench.jsonl"))
        || BenchRecords.read(file("bench.jsonl")).records().size() < count) {
      assertThat(process.isAlive()).as("%s", errors()).isTrue();
      Thread.sleep(5);
    }
  }

  private JsonNode jmh() throws IOException {
    return JsonMapper.builder().build().readTree(Files.readString(file("jmh.json")));
  }

  private Process start(Object... arguments) throws IOException {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(
        List.of(
            "@src/main/launcher/jvm.flags",
            "-Djmh.ignoreLock=true",
            "-Xmx512m",
            "-cp",
            System.getProperty("java.class.path"),
            Widthbench.class.getName()));
    for (Object argument : arguments) {
      line.add(argument.toString());
    }
    return new ProcessBuilder(line)
        .redirectError(folder.resolve("err").toFile())
        .redirectOutput(folder.resolve("out").toFile())
        .start();
  }

  private Path file(String name) {
    return folder.resolve("bench").resolve(name);
  }

  private String errors() throws IOException {
    return Files.readString(folder.resolve("err"));
  }

  private static BenchCase step(String backend, String width) {
    return step(backend, width, "fp64");
  }

  private static BenchCase step(String backend, String width, String precision) {
    Map<String, String> params =
        Map.of(
            "backend", backend,
            "width", width,
            "precision", precision,
            "sampleCount", "32",
            "inputDim", "8",
            "passes", "fused",
            "activation", "exp");
    return new BenchCase(
        "io.github.widthbench.benchmarks.DescentBenchmark.step", new TreeMap<>(params));
  }
}
