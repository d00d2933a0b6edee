package io.github.widthbench.results;

import io.github.widthbench.backend.Energy;
import io.github.widthbench.experiment.Outcome;
import io.github.widthbench.experiment.Verdict;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** Reads lines of a journal; the inverse of {@link CellRecord#line}. */
final class RecordReader {

  private static final String SCHEMA_NAME =
      CellRecord.SCHEMA.substring(0, CellRecord.SCHEMA.lastIndexOf('/') + 1);
  private static final int SCHEMA_MAJOR =
      Integer.parseInt(CellRecord.SCHEMA.substring(SCHEMA_NAME.length()));

  private final Path file;

  /** A reader of lines of {@code file}, which it names where one is newer than this tool. */
  RecordReader(Path file) {
    this.file = file;
  }

  /**
   * The record of the line {@code bytes[from, from + length)}.
   *
   * @throws MalformedLineException if it is not JSON, was altered, or lacks a field
   * @throws NewerSchemaException if a newer version of this tool wrote it
   */
  CellRecord read(byte[] bytes, int from, int length) throws MalformedLineException {
    Seal.check(bytes, from, length);
    Fields fields = new Fields(parse(bytes, from, length));
    checkSchema(fields.text("schema"));
    try {
      return record(fields);
    } catch (IllegalArgumentException e) {
      throw new MalformedLineException(String.valueOf(e.getMessage()));
    }
  }

  private static CellRecord record(Fields fields) throws MalformedLineException {
    Fields timing = fields.object("timing");
    Fields backend = fields.object("backend");
    return new CellRecord(
        fields.text("id"),
        fields.text("experiment"),
        values(fields.object("cell")),
        outcome(fields),
        new CellRecord.Timing(
            timing.number("seconds"),
            timing.integer("batch"),
            timing.flag("contended"),
            timing.optionalText("slowed"),
            energy(timing)),
        new CellRecord.Ran(
            backend.text("used"),
            backend.text("device"),
            backend.text("precision"),
            backend.flag("fused"),
            backend.optionalText("eigen"),
            backend.optionalText("why"),
            backend.optionalText("checked")),
        fields.integer("attempt"),
        fields.optionalTexts("beyondTheory"));
  }

  private static @Nullable Energy energy(Fields timing) throws MalformedLineException {
    Double joules = timing.optionalNumber("joules");
    String why = timing.optionalText("noJoules");
    if (joules != null) {
      return new Energy.Joules(joules);
    }
    return why == null ? null : new Energy.Untold(why);
  }

  private static Map<String, @Nullable Object> parse(byte[] bytes, int from, int length)
      throws MalformedLineException {
    try {
      return Json.object(bytes, from, length);
    } catch (JacksonException e) {
      throw new MalformedLineException("not a JSON object: " + e.getOriginalMessage());
    }
  }

  private static Outcome outcome(Fields fields) throws MalformedLineException {
    SequencedMap<String, String> reasons = new LinkedHashMap<>();
    fields.object("reasons").map().forEach((key, why) -> reasons.put(key, String.valueOf(why)));
    List<SequencedMap<String, Object>> curve = new ArrayList<>();
    for (Fields point : fields.objects("curve")) {
      curve.add(values(point));
    }
    List<Verdict> verdicts = new ArrayList<>();
    for (Fields verdict : fields.objects("verdicts")) {
      verdicts.add(VerdictJson.read(verdict));
    }
    return new Outcome(
        fields.word("status", Outcome.Status.values(), Outcome.Status::label),
        fields.optionalText("reason"),
        values(fields.object("outcome")),
        reasons,
        curve,
        verdicts,
        fields.optionalTexts("cautions"));
  }

  @SuppressWarnings("NullAway") // a non-finite metric is null: see Outcome.number
  private static SequencedMap<String, Object> values(Fields fields) {
    return new LinkedHashMap<>(fields.map());
  }

  /** Refuses before other fields what a newer version wrote: they may mean anything. */
  private void checkSchema(String schema) throws MalformedLineException {
    if (!schema.startsWith(SCHEMA_NAME)) {
      throw new MalformedLineException(
          "schema: found " + schema + ", expected " + CellRecord.SCHEMA);
    }
    int major;
    try {
      major = Integer.parseInt(schema.substring(SCHEMA_NAME.length()));
    } catch (NumberFormatException e) {
      throw new MalformedLineException(
          "schema: found " + schema + ", expected " + CellRecord.SCHEMA);
    }
    if (major > SCHEMA_MAJOR) {
      throw new NewerSchemaException(file, schema, CellRecord.SCHEMA);
    }
  }
}
