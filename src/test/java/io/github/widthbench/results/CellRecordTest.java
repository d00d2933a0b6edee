package io.github.widthbench.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.widthbench.backend.Energy;
import io.github.widthbench.experiment.Outcome;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CellRecordTest {

  @ParameterizedTest
  @ValueSource(strings = {"", "de-DE", "ar-EG", "tr-TR"})
  void line_anyLocale_isTheGoldenOne(String locale) {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag(locale));
    try {
      assertThat(RecordSamples.line(RecordSamples.full()) + "\n")
          .isEqualTo(PublishedSchema.resource("golden/record.json"));
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void line_fullFailedAndRandom_fitThePublishedSchema() {
    PublishedSchema.CELL.accepts(RecordSamples.line(RecordSamples.full()));
    PublishedSchema.CELL.accepts(
        RecordSamples.line(RecordSamples.small(1, 2, Outcome.Status.FAILED)));
    PublishedSchema.CELL.accepts(RecordSamples.line(RecordSamples.random(7)));
    PublishedSchema.CELL.refuses(
        RecordSamples.line(RecordSamples.full()).replace("\"status\":\"ok\"", "\"status\":\"OK\""));
  }

  @Test
  void line_readBack_givesAnEqualRecord() throws MalformedLineException {
    for (long seed = 0; seed < 500; seed++) {
      CellRecord record = RecordSamples.random(seed);
      assertThat(read(record.line())).as("seed " + seed).isEqualTo(record);
      assertThat(read(record.line()).line()).isEqualTo(record.line());
    }
    assertThat(read(RecordSamples.full().line())).isEqualTo(RecordSamples.full());
  }

  @Test
  void line_withCautionsAndACheck_fitsTheSchemaAndReadsBack() throws MalformedLineException {
    CellRecord full = RecordSamples.full();
    Outcome plain = full.outcome();
    Outcome cautious =
        new Outcome(
            plain.status(),
            plain.reason(),
            plain.metrics(),
            plain.reasons(),
            plain.curve(),
            plain.verdicts(),
            List.of("rounding: much"));
    CellRecord checked = full.checked(cautious, "agrees");

    PublishedSchema.CELL.accepts(RecordSamples.line(checked));
    assertThat(read(checked.line())).isEqualTo(checked);
    assertThat(RecordSamples.line(checked))
        .contains("\"cautions\":[\"rounding: much\"]", "\"checked\":\"agrees\"");
    assertThat(RecordSamples.line(full)).doesNotContain("cautions", "checked");
  }

  @Test
  void line_withEnergy_fitsTheSchemaReadsBackAndIsElseTheSame() throws MalformedLineException {
    CellRecord told = with(new Energy.Joules(12.5));
    CellRecord untold = with(new Energy.Untold("no counter"));

    for (CellRecord record : List.of(told, untold)) {
      PublishedSchema.CELL.accepts(RecordSamples.line(record));
      assertThat(read(record.line())).isEqualTo(record);
      assertThat(record.deterministic()).isEqualTo(RecordSamples.full().deterministic());
    }
    assertThat(RecordSamples.line(told)).contains("\"joules\":12.5").doesNotContain("noJoules");
    assertThat(RecordSamples.line(untold)).contains("\"noJoules\":\"no counter\"");
    assertThat(RecordSamples.full().timing().joules()).as("of an older version").isNaN();
  }

  private static CellRecord with(Energy energy) {
    CellRecord full = RecordSamples.full();
    return new CellRecord(
        full.id(),
        full.experiment(),
        full.cell(),
        full.outcome(),
        new CellRecord.Timing(1.2, 20, true, null, energy),
        full.backend(),
        full.attempt());
  }

  @Test
  void line_beyondTheTheory_saysSo_fitsTheSchemaAndReadsBack() throws MalformedLineException {
    CellRecord full = RecordSamples.full();
    CellRecord beyond =
        new CellRecord(
            full.id(),
            full.experiment(),
            full.cell(),
            full.outcome(),
            full.timing(),
            full.backend(),
            full.attempt(),
            List.of("ridge 0.01"));

    PublishedSchema.CELL.accepts(RecordSamples.line(beyond));
    assertThat(read(beyond.line())).isEqualTo(beyond);
    assertThat(read(beyond.checked(full.outcome(), "agrees").line()).beyondTheory())
        .containsExactly("ridge 0.01");
    assertThat(RecordSamples.line(beyond)).contains("\"beyondTheory\":[\"ridge 0.01\"]");
    assertThat(RecordSamples.line(full)).doesNotContain("beyondTheory");
  }

  @Test
  void read_wholeAndDecimalNumbers_keepTheirTypes() throws MalformedLineException {
    Map<String, Object> metrics = read(RecordSamples.full().line()).outcome().metrics();

    assertThat(metrics.get("iterations")).isEqualTo(180).isInstanceOf(Integer.class);
    assertThat(metrics.get("flops")).isEqualTo(5_000_000_000L).isInstanceOf(Long.class);
    assertThat(metrics.get("finalLoss")).isEqualTo(1.0).isInstanceOf(Double.class);
    assertThat(metrics.get("zero")).isEqualTo(-0.0);
  }

  @Test
  void record_nonFiniteNumbers_areNullWithReasons() {
    Outcome outcome = RecordSamples.full().outcome();

    assertThat(outcome.metrics()).containsEntry("lambdaMin", null).containsEntry("drift", null);
    assertThat(outcome.number("lambdaMin")).isNaN();
    assertThat(outcome.reasons())
        .containsOnly(
            Map.entry("outcome.drift", "overflow at t=18"),
            Map.entry("outcome.lambdaMin", "NaN"),
            Map.entry("outcome.movement", "negative overflow"),
            Map.entry("curve.1.loss", "NaN"),
            Map.entry("curve.1.outputs.1", "NaN"),
            Map.entry("verdicts.1.margin", "negative overflow"));
  }

  @Test
  void record_valueThatJsonLacks_isRefused() {
    Outcome outcome =
        new Outcome(
            Outcome.Status.OK,
            null,
            RecordSamples.map("kind", Locale.ROOT),
            new LinkedHashMap<>(),
            List.of(),
            List.of());
    CellRecord full = RecordSamples.full();

    assertThatThrownBy(() ->
            new CellRecord(
                "0", "exponential", full.cell(), outcome, full.timing(), full.backend(), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("outcome.kind")
        .hasMessageContaining("java.util.Locale");
  }

  @Test
  void deterministic_otherTimingBackendAndAttempt_isEqual() {
    CellRecord full = RecordSamples.full();
    CellRecord elsewhere =
        new CellRecord(
            full.id(),
            full.experiment(),
            full.cell(),
            full.outcome(),
            new CellRecord.Timing(9, 1, false),
            new CellRecord.Ran("cuda", "another", "fp32", false),
            4);

    assertThat(elsewhere.deterministic()).isEqualTo(full.deterministic());
    assertThat(RecordSamples.small(1, 0, Outcome.Status.OK).deterministic())
        .isNotEqualTo(RecordSamples.small(2, 0, Outcome.Status.OK).deterministic())
        .doesNotContain("seconds", "scalar", "attempt", "checksum");
  }

  @Test
  void read_unknownFields_areLeftAlone() throws MalformedLineException {
    CellRecord record = RecordSamples.small(1, 0, Outcome.Status.OK);
    String line = RecordSamples.line(record);
    String extended =
        line.replace("{\"t\"", "{\"new\":[],\"t\"")
            .replace(",\"checksum\"", ",\"later\":{\"a\":1},\"checksum\"");

    assertThat(read(RecordSamples.sealed(extended)).id()).isEqualTo(record.id());
  }

  @Test
  void read_newerMajor_isRefused() {
    String newer =
        RecordSamples.line(RecordSamples.full()).replace("widthbench/cell/1", "widthbench/cell/2");

    assertThatThrownBy(() -> read(RecordSamples.sealed(newer)))
        .isInstanceOf(NewerSchemaException.class)
        .hasMessageContaining("journal newer than this tool")
        .hasMessageContaining("cells.jsonl")
        .hasMessageContaining("widthbench/cell/2");
    assertThatThrownBy(() -> read(newer.getBytes(StandardCharsets.UTF_8)))
        .as("a flipped bit, no newer version")
        .isInstanceOf(MalformedLineException.class)
        .hasMessage("its checksum does not fit its content");
  }

  @Test
  void read_missingOrWrongField_isNamed() {
    assertThatThrownBy(() -> read(RecordSamples.sealed("{\"schema\":7,\"checksum\":\"\"}")))
        .isInstanceOf(MalformedLineException.class)
        .hasMessage("field schema: found 7, expected a text");
    assertThatThrownBy(() -> read(RecordSamples.sealed("[7,\"checksum\":\"\"}")))
        .isInstanceOf(MalformedLineException.class)
        .hasMessageContaining("not a JSON object");
    assertThatThrownBy(() -> read("[]".getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(MalformedLineException.class)
        .hasMessage("no checksum at its end");
  }

  @Test
  void read_numberBeyondLong_isMalformed() {
    String line = RecordSamples.line(RecordSamples.small(1, 0, Outcome.Status.OK));
    String huge = line.replace("\"iterations\":1", "\"iterations\":99999999999999999999");

    assertThatThrownBy(() -> read(RecordSamples.sealed(huge)))
        .isInstanceOf(MalformedLineException.class)
        .hasMessageContaining("outcome.iterations");
  }

  private static CellRecord read(byte[] line) throws MalformedLineException {
    return new RecordReader(Path.of("cells.jsonl")).read(line, 0, line.length);
  }
}
