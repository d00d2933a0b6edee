package io.github.widthbench.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** What {@code --json} prints. ASCII only, so that it survives every terminal's charset. */
final class Json {

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  private Json() {}

  /** Plain lists, maps and scalars as indented text. */
  static String text(Object plain) {
    return MAPPER.writeValueAsString(plain);
  }

  /** The summary of a command that ran nothing. */
  static String error(Failure failure) {
    SequencedMap<String, @Nullable Object> summary = new LinkedHashMap<>();
    summary.put("schema", "widthbench/summary/1");
    summary.put("exit", failure.exit());
    summary.put("studies", List.of());
    summary.put("error", failure.error());
    return text(summary);
  }
}
