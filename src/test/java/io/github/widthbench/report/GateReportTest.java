package io.github.widthbench.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.widthbench.results.GateCalibration;
import io.github.widthbench.results.GateCalibration.Injected;
import io.github.widthbench.results.GateCalibration.Noise;
import io.github.widthbench.results.GateCalibration.Rate;
import io.github.widthbench.results.GateCalibration.Same;
import io.github.widthbench.results.GateHistory;
import io.github.widthbench.results.GateRecord;
import io.github.widthbench.results.GateRecord.Decision;
import io.github.widthbench.results.PublishedSchema;
import java.io.StringReader;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class GateReportTest {

  @ParameterizedTest
  @ValueSource(strings = {"", "de-DE", "ar-EG"})
  void everyForm_anyLocale_isTheGoldenOne(String locale) {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag(locale));
    try {
      golden("gate.txt", String.join("\n", GateReport.lines(found(), true)) + "\n");
      golden("gate.md", GateReport.markdown(found()));
      golden("gate.xml", JunitReport.of(found()));
      golden("gate.json", found().json());
      golden("refused.md", GateReport.markdown(refused()));
      golden("calibration.md", CalibrationReport.markdown(calibration()));
      golden("history.md", HistoryReport.markdown(history()));
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void junit_anyText_isWellFormedAndCounts() throws Exception {
    Document document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(JunitReport.of(found()))));

    assertThat(document.getElementsByTagName("failure").getLength()).isEqualTo(3);
    assertThat(document.getDocumentElement().getAttribute("failures")).isEqualTo("3");
    assertThat(document.getDocumentElement().getAttribute("skipped")).isEqualTo("1");
  }

  @Test
  void json_found_fitsThePublishedSchema() {
    PublishedSchema.GATE.accepts(found().json());
    PublishedSchema.GATE.accepts(refused().json());
    PublishedSchema.GATE.refuses(found().json().replace("\"regressed\"", "\"worse\""));
  }

  @Test
  void calibration_writtenAndRead_isTheSame() {
    assertThat(GateCalibration.parse(calibration().json())).isEqualTo(calibration());
    assertThat(GateCalibration.parse("{}")).isNull();
  }

  @Test
  void lines_asciiTerminal_holdNoOtherSign() {
    assertThat(GateReport.lines(found(), false)).allMatch(line -> line.matches("\\p{ASCII}*"));
  }

  private static void golden(String name, String text) {
    assertThat(text)
        .isEqualTo(PublishedSchema.resource("/io/github/widthbench/report/golden/" + name));
  }

  static GateRecord found() {
    GateRecord.Timed regressed =
        new GateRecord.Timed(
            "StepBenchmark.step width=256",
            Decision.REGRESSED,
            0.1034,
            new GateRecord.Interval(0.0951, 0.1187),
            0.0213,
            0.05,
            12,
            List.of(0.0951, 0.1034, 0.1187),
            1 / 4096.0,
            3 / 4096.0,
            true,
            new GateRecord.Rivals(true, true),
            "seen again in 12 new pairs (p 0.00024)");
    GateRecord.Timed wide =
        new GateRecord.Timed(
            "GramBenchmark.relu",
            Decision.NOT_GATEABLE,
            -0.02,
            new GateRecord.Interval(-0.2, 0.21),
            0.31,
            0.465,
            12,
            List.of(-0.2, 0.21),
            0.999,
            1.0,
            null,
            new GateRecord.Rivals(false, false),
            "two forks of one build differ by 31.0 %; 15.0 % is the most");
    GateRecord.Timed failed =
        new GateRecord.Timed(
            "EigenBenchmark.full <n>",
            Decision.UNDECIDED,
            null,
            null,
            null,
            0.05,
            0,
            List.of(),
            null,
            null,
            null,
            null,
            "the fork wrote no result; it printed last: \"no | device\"");
    GateRecord.Convergence slower =
        new GateRecord.Convergence(
            "exponential-quick/width=64",
            Decision.REGRESSED,
            20,
            List.of(20, 17),
            0.062,
            "log-rank",
            1e-5,
            0.125,
            2e-5);
    return new GateRecord(
        1,
        "Regressed: 12 of 14 exact metrics equal, 1 changed and not accepted.",
        side("v1.0", "7d0c"),
        side("this tree", "a31f"),
        new GateRecord.Rules(0.05, 0.01, 3, 1L),
        List.of(),
        new GateRecord.Exact(
            12,
            1,
            List.of(
                new GateRecord.Changed("exponential-quick/width=64/iterations", "146", "147", null),
                new GateRecord.Changed(
                    "exponential-quick/width=128/status", "ok", null, "--accept *status"))),
        List.of(regressed, wide, failed),
        List.of(slower),
        List.of("the budget is enough for 3 of 4 benchmarks; not measured: EigenBenchmark.batch"),
        calibration());
  }

  private static GateRecord refused() {
    return new GateRecord(
        4,
        "Not comparable: 2 facts differ that decide what is measured.",
        side("runs/a", "1"),
        side("runs/b", "2"),
        new GateRecord.Rules(0.05, 0.01, 1, null),
        List.of(
            new GateRecord.Difference("Java", "25.0.3+9", "25.0.1+8"),
            new GateRecord.Difference("device driver", "560.35", "570.10")),
        new GateRecord.Exact(0, 0, List.of()),
        List.of(),
        List.of(),
        List.of(),
        null);
  }

  private static GateCalibration calibration() {
    Rate none = new Rate(0, 300, 0, 0.1533);
    Rate some = new Rate(9, 300, 0.0467, 0.18);
    return new GateCalibration(
        "Some CPU, 2 cores, Java 25",
        "a31f",
        "2026-01-01T00:00:00Z",
        480,
        List.of(
            new Noise("StepBenchmark.step width=256", 40, 0.0213, true),
            new Noise("GramBenchmark.relu", 40, 0.31, false)),
        List.of(new Same(0.05, 18, none, some, new Rate(27, 300, 0.13, 0.27), some)),
        List.of(
            new Injected(
                "StepBenchmark.step width=256",
                0.1,
                0.05,
                0.05,
                3,
                new Rate(59, 60, 0.95, 0.37),
                new Rate(41, 60, 0.6, 0.1),
                new Rate(60, 60, 1, 0.37))));
  }

  private static GateHistory history() {
    return new GateHistory(
        1,
        "2 series, 1 steps of at least 5.0 %, 1 of them slowdowns that nobody accepted.",
        0.01,
        4,
        List.of(
            new GateHistory.Series("StepBenchmark.step", 30, 0.4, 0.4, List.of()),
            new GateHistory.Series(
                "GramBenchmark.relu",
                30,
                0.001,
                0.002,
                List.of(new GateHistory.Step("bench-7d0c", 0.152, 0.001, "")))));
  }

  private static GateRecord.Side side(String name, String commit) {
    return new GateRecord.Side(name, new TreeMap<>(Map.of("commit", commit)));
  }
}
