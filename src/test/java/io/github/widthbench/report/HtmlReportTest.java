package io.github.widthbench.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.widthbench.experiment.Findings;
import io.github.widthbench.results.CellRecord.Ran;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class HtmlReportTest {

  private static final String HOSTILE =
      "</script><script>alert(1)</script> {{script}} <!-- & \"'\u2028\u2029";
  private static final Findings NOTHING = new Findings(List.of(), List.of(), List.of(), HOSTILE);

  private static String page(String title, Ran ran) {
    Evidence evidence = ReportSamples.evidence(ReportSamples.study(title), 0, ran);
    return HtmlReport.of(List.of(ReportSamples.report(evidence, NOTHING, "1")), List.of());
  }

  private static final Ran CPU = new Ran("cpu", "a chip", "fp64", true);

  @Test
  void page_withHostileText_holdsItOnlyAsJson() {
    String page = page(HOSTILE.replace("\u2028\u2029", ""), CPU);
    String data = block(page, "<script type=\"application/json\" id=\"data\">(.*?)</script>");

    assertThat(data).doesNotContain("<", ">", "&", "\u2028", "\u2029");
    JsonNode section = JsonMapper.builder().build().readTree(data).at("/sections/0");
    assertThat(section.at("/title").asString()).isEqualTo(HOSTILE.replace("\u2028\u2029", ""));
    assertThat(section.at("/runs/0/sentence").asString()).isEqualTo(HOSTILE);
    assertThat(page.replace(data, "")).doesNotContain("alert(1)");
  }

  @Test
  void policy_ofThePage_namesTheDigestsOfItsScriptsAndStyleAndAllowsNothingElse() throws Exception {
    String page = page("a study", CPU);
    String policy = block(page, "Content-Security-Policy\" content=\"([^\"]*)\"");

    assertThat(policy).startsWith("default-src 'none'; ").doesNotContain("unsafe", "http", "*");
    Matcher inline = Pattern.compile("<(script|style)>(.*?)</\\1>", Pattern.DOTALL).matcher(page);
    int found = 0;
    while (inline.find()) {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(inline.group(2).getBytes(StandardCharsets.UTF_8));
      assertThat(policy).contains("'sha256-" + Base64.getEncoder().encodeToString(digest) + "'");
      found++;
    }
    assertThat(found).isEqualTo(3);
  }

  @Test
  void page_isWhole_namesNoOtherFile() {
    String page = page("a study", CPU).replaceAll("(?s)<script>.*?</script>", "");

    assertThat(page).doesNotContain("src=", "@import", "url(").contains("href=\"data:,\"");
  }

  @Test
  void page_ofASoftwareDevice_saysThatNoGpuTookPart() {
    String page = page("a study", new Ran("cuda", "Software CUDA device (host)", "fp32", true));

    assertThat(page).contains("software device, no GPU: Software CUDA device (host)", "FP32");
    assertThat(page("a study", new Ran("cuda", "NVIDIA H200", "fp32", true)))
        .contains("\"GPU: NVIDIA H200\"");
  }

  @Test
  void page_ofBenchmarks_hasTheirChartsAndTables() {
    JsonNode section = section(PageSamples.bench());

    assertThat(section.at("/pictures").findValuesAsString("id"))
        .containsExactly("speed", "roofline", "latency");
    assertThat(section.at("/runs/0/tables").findValuesAsString("title"))
        .contains("DescentBenchmark.step backend=cpu", "Latency of calls, µs");
    assertThat(section.at("/runs/0/sentence").asString())
        .isEqualTo(
            "Measured 28 cases of 4 benchmarks. The nearest to a matrix product was"
                + " DescentBenchmark.step, with 29.55 GFLOP/s or 59 % of it.");
  }

  @Test
  void page_ofTwoBenchFolders_comparesThem() {
    JsonNode section = section(PageSamples.benches());

    assertThat(section.at("/runs").findValuesAsString("label")).containsExactly("cpu", "cuda");
    assertThat(section.at("/comparison/numbers/rows").size()).isEqualTo(28);
    assertThat(section.at("/pictures/0/series").findValuesAsString("name"))
        .contains("DescentBenchmark.step fp64 · cpu", "DescentBenchmark.step fp64 · cuda");
  }

  @Test
  void page_ofAGate_showsEveryDecisionAndThePairs() {
    JsonNode section = section(PageSamples.gate());

    assertThat(section.at("/runs/0/verdicts").findValuesAsString("kind"))
        .containsExactly("violated", "violated", "undecided", "undecided", "violated");
    assertThat(section.at("/pictures").findValuesAsString("id"))
        .containsExactly("changes", "pairs-0", "pairs-1");
  }

  private static JsonNode section(String page) {
    String data = block(page, "<script type=\"application/json\" id=\"data\">(.*?)</script>");
    return JsonMapper.builder().build().readTree(data).at("/sections/0");
  }

  @Test
  void data_withEveryCharacterThatCouldEndAScript_isTheSameJson() {
    String data = HtmlReport.data(Map.of("text", HOSTILE));

    assertThat(data)
        .isEqualTo(
            "{\"text\":\"\\u003c/script\\u003e\\u003cscript\\u003ealert(1)\\u003c/script\\u003e"
                + " {{script}} \\u003c!-- \\u0026 \\\"'\\u2028\\u2029\"}");
  }

  private static String block(String page, String pattern) {
    Matcher matcher = Pattern.compile(pattern, Pattern.DOTALL).matcher(page);
    assertThat(matcher.find()).isTrue();
    return matcher.group(1);
  }
}
