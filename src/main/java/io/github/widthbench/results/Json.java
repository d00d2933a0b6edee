package io.github.widthbench.results;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.type.TypeReference;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/**
 * JSON text of plain maps, lists and scalars. Doubles are written as {@link Double#toString}, keys
 * in the order of their map; nothing depends on locale or platform.
 */
public final class Json {

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder().disable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER).build())
          .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY) // components as declared
          .build();

  private static final Separators SEPARATORS =
      Separators.createDefaultInstance()
          .withObjectNameValueSpacing(Separators.Spacing.AFTER)
          .withObjectEmptySeparator("")
          .withArrayEmptySeparator("");

  private static final TypeReference<Map<String, @Nullable Object>> OBJECT =
      new TypeReference<>() {};

  private Json() {}

  /** {@code value} on one line, in UTF-8. */
  public static byte[] bytes(@Nullable Object value) {
    return MAPPER.writeValueAsBytes(value);
  }

  /** {@code value} indented for people, ended by a newline. */
  public static String pretty(@Nullable Object value) {
    DefaultIndenter lines = new DefaultIndenter("  ", "\n");
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter(SEPARATORS).withObjectIndenter(lines).withArrayIndenter(lines);
    ObjectWriter writer = MAPPER.writer().with(printer);
    return writer.writeValueAsString(value) + "\n";
  }

  /** A record of plain components, headed by its schema, as {@link #pretty} text. */
  static String record(String schema, Object value) {
    Map<String, @Nullable Object> plain = new LinkedHashMap<>();
    plain.put("schema", schema);
    plain.putAll(MAPPER.convertValue(value, OBJECT));
    return pretty(plain);
  }

  /** The record that {@link #record} wrote; null where {@code text} has another schema. */
  static <T> @Nullable T parse(String schema, String text, Class<T> type) {
    try {
      Map<String, @Nullable Object> plain = MAPPER.readValue(text, OBJECT);
      return schema.equals(plain.remove("schema")) ? MAPPER.convertValue(plain, type) : null;
    } catch (JacksonException e) {
      return null;
    }
  }

  /** {@code value} on one line with sorted keys: equal values give equal text. */
  public static String canonical(@Nullable Object value) {
    return MAPPER.writeValueAsString(sorted(value));
  }

  /** The first {@code digits} hex digits of the SHA-256 of {@code bytes[0, length)}. */
  public static String sha256(byte[] bytes, int from, int length, int digits) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(bytes, from, length);
      return HexFormat.of().formatHex(digest.digest(), 0, digits / 2);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** The first {@code digits} hex digits of the SHA-256 of {@code text} in UTF-8. */
  public static String sha256(String text, int digits) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return sha256(bytes, 0, bytes.length, digits);
  }

  /**
   * The object written in {@code bytes[from, from + length)}.
   *
   * @throws tools.jackson.core.JacksonException if it is not one JSON object
   */
  static Map<String, @Nullable Object> object(byte[] bytes, int from, int length) {
    return MAPPER.readValue(bytes, from, length, OBJECT);
  }

  private static @Nullable Object sorted(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> sorted = new TreeMap<>();
      map.forEach((key, entry) -> sorted.put(String.valueOf(key), sorted(entry)));
      return sorted;
    }
    return value instanceof List<?> list ? list.stream().map(Json::sorted).toList() : value;
  }
}
