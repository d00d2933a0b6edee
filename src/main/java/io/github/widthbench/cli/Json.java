package io.github.widthbench.cli;

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
}
