package io.github.widthbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Nothing but results on stdout, whatever the command; how far it is goes to stderr. */
class StdoutTest {

  /** One document and nothing after it. */
  private static final JsonMapper STRICT =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private static final String STUDY = "exponential-quick";

  @TempDir private static Path out;
  private static Path folder;
  private static Called ran;

  @BeforeAll
  static void run() throws IOException {
    ran = Called.with(small("run", STUDY, "--backend", "reference", "--json"));
    try (Stream<Path> folders = Files.list(out)) {
      folder = folders.findFirst().orElseThrow();
    }
  }

  @Test
  void run_withJson_printsOneDocumentAndTellsProgressElsewhere() {
    assertThat(json(ran).at("/schema").asString()).isEqualTo("widthbench/summary/1");
    assertThat(ran.err()).contains("4 of 4 cells", " left");
  }

  @Test
  void run_quiet_saysNothingOnStderr() {
    Called again = Called.with(small("run", STUDY, "--backend", "reference", "--quiet"));

    assertThat(again.err()).isEmpty();
    assertThat(again.out()).contains("λmin(H)").doesNotContain("a second");
  }

  @Test
  void run_withCells_printsOneRecordALine() {
    Called again = Called.with(small("run", STUDY, "--backend", "reference", "--json=cells"));

    assertThat(again.out().lines().map(StdoutTest::schema))
        .hasSize(4)
        .containsOnly("widthbench/cell/1");
  }

  @Test
  void plan_doctor_report_merge_withJson_printOneDocumentEach() {
    for (Called called :
        List.of(
            Called.with(small("plan", STUDY, "--json")),
            Called.with("doctor", "--json"),
            Called.with("report", "--json", folder.toString()),
            Called.with("merge", "--json", folder.toString()),
            Called.with("gate", "--json", folder.toString(), folder.toString()))) {
      assertThat(json(called).at("/schema").asString()).startsWith("widthbench/");
    }
  }

  @Test
  void studies_listed_areLinesOfNamesAndTitles() {
    assertThat(Called.with("studies").out().lines())
        .allMatch(line -> line.matches("[\\w-]+  +\\S.*"));
    assertThat(Called.with("studies").err()).isEmpty();
  }

  @Test
  void merge_counted_isSaidOnStderr() {
    Called called = Called.with("merge", folder.toString());

    assertThat(called.err()).contains("merged 4 of 4 cells");
    assertThat(called.out()).doesNotContain("merged");
  }

  private static JsonNode json(Called called) {
    return STRICT.readTree(called.out());
  }

  private static String schema(String line) {
    return STRICT.readTree(line).at("/schema").asString();
  }

  private static String[] small(String... command) {
    List<String> line = new ArrayList<>(List.of(command));
    line.addAll(List.of("--set", "width=[16, 32]", "--set", "seed={count: 2}"));
    line.addAll(List.of("--set", "initialization=coupled"));
    if (command[0].equals("run")) {
      line.addAll(List.of("--out", out.toString()));
    }
    return line.toArray(String[]::new);
  }
}
