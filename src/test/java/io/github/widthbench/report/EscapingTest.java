package io.github.widthbench.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.widthbench.experiment.Findings;
import io.github.widthbench.results.CellRecord;
import io.github.widthbench.results.GateRecord;
import java.io.StringReader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

/** Names, titles and paths of others that try to be more than text. */
class EscapingTest {

  private static final String EVIL =
      "</script><script>alert(1)</script> <img src=x onerror=alert(2)> [me](javascript:alert(3))"
          + " `a` | b\n\n# head\u001b]0;owned\u0007\r\n```";

  @Test
  void markdownReport_ofAnEvilStudy_holdsItAsText() {
    String report = MarkdownReport.of(report("fine"));

    assertThat(report).contains("\\</script>", "\\<img", "]\\(javascript:", "\\`a\\`", "\\| b");
    assertHarmless(report);
    assertThat(report.lines().filter(line -> line.startsWith("|")))
        .as("rows of the table stay rows")
        .anySatisfy(row -> assertThat(row).endsWith("# head ]0;owned  \\`\\`\\` |"));
  }

  @Test
  void jointMarkdown_ofEvilStudies_holdsThemAsText() {
    assertHarmless(JointMarkdown.of(List.of(report("one"), report(EVIL)), List.of()));
  }

  @Test
  void closingReport_ofAnEvilStudy_movesNoCursor() {
    StudyReport report = report("fine");

    assertThat(new ClosingReport(true, false).lines(report))
        .filteredOn(line -> !line.contains(report.title())) // refused by the reader of studies
        .allSatisfy(line -> assertThat(line).doesNotContainPattern("\\p{Cntrl}"));
  }

  @Test
  void junitReport_ofEvilNames_isWellFormed() throws Exception {
    String xml = JunitReport.of(gate(EVIL + "\"'&"));

    String name =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(xml)))
            .getElementsByTagName("testcase")
            .item(2)
            .getAttributes()
            .getNamedItem("name")
            .getNodeValue();
    assertThat(name).startsWith("</script><script>alert(1)").endsWith("```\"'&");
  }

  @Test
  void gateReport_ofEvilNames_holdsThemAsText() {
    assertHarmless(GateReport.markdown(gate(EVIL)));
    assertThat(GateReport.lines(gate(EVIL), true))
        .allSatisfy(line -> assertThat(line).doesNotContainPattern("\\p{Cntrl}"));
  }

  private static void assertHarmless(String markdown) {
    assertThat(markdown)
        .doesNotContainPattern("(^|[^\\\\])<(script|/script|img)")
        .doesNotContain("](javascript")
        .doesNotContain("\u001b", "\u0007", "\r")
        .doesNotContainPattern("(?m)^# head")
        .doesNotContainPattern("(?m)^```$(?s).*^```$(?s).*^```$");
  }

  private static GateRecord gate(String name) {
    GateRecord.Changed changed = new GateRecord.Changed(name, EVIL, null, null);
    return new GateRecord(
        1,
        "Regressed.",
        new GateRecord.Side("a", new TreeMap<>()),
        new GateRecord.Side("b", new TreeMap<>()),
        new GateRecord.Rules(0.05, 0.01, 1, null),
        List.of(new GateRecord.Difference(EVIL, EVIL, EVIL)),
        new GateRecord.Exact(0, 0, List.of(changed)),
        List.of(),
        List.of(),
        List.of(EVIL),
        null);
  }

  private static StudyReport report(String build) {
    SequencedMap<String, Object> row = new LinkedHashMap<>();
    row.put("label", EVIL);
    Findings findings =
        new Findings(
            List.of(new Findings.Column("label", EVIL)), List.of(row), List.of(), "A sentence.");
    CellRecord.Ran ran = new CellRecord.Ran("cpu", EVIL, "fp64", true);
    StudyReport plain =
        ReportSamples.report(
            ReportSamples.evidence(ReportSamples.study("a study"), 0, ran), findings, build);
    return new StudyReport(
        EVIL, plain.summary(), plain.commands(), plain.madeBy(), plain.evidence());
  }
}
