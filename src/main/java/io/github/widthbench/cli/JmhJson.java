package io.github.widthbench.cli;

import io.github.widthbench.results.BenchCase;
import io.github.widthbench.results.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;
import java.util.function.Predicate;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/**
 * Results as JMH writes them, an array of one entry a benchmark and mode.
 *
 * @param text of the array
 */
record JmhJson(String text) {

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  /**
   * What {@code file} holds; an empty array where it is absent.
   *
   * @throws RefusedException if it is no array
   */
  static JmhJson of(Path file) throws IOException {
    String text = Files.exists(file) ? Files.readString(file) : "[]";
    try {
      if (MAPPER.readTree(text).isArray()) {
        return new JmhJson(text);
      }
    } catch (JacksonException broken) {
      // said below
    }
    throw new RefusedException(file + " is not JMH's JSON, an array of results");
  }

  /** These entries and then those of {@code added}, each as JMH wrote it. */
  JmhJson with(JmhJson added) {
    String comma = entries().isEmpty() || added.entries().isEmpty() ? "" : ",\n";
    return new JmhJson("[\n" + entries() + comma + added.entries() + "\n]\n");
  }

  /** The entries whose key is wanted; the very text where all are. */
  JmhJson only(Predicate<String> wanted) {
    ArrayNode kept = MAPPER.createArrayNode();
    JsonNode all = MAPPER.readTree(text);
    for (JsonNode entry : all) {
      if (wanted.test(key(entry))) {
        kept.add(entry);
      }
    }
    return kept.size() == all.size()
        ? this
        : new JmhJson(MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(kept));
  }

  private static String key(JsonNode entry) {
    TreeMap<String, String> params = new TreeMap<>();
    entry
        .path("params")
        .propertyStream()
        .forEach(param -> params.put(param.getKey(), param.getValue().asString("")));
    return new BenchCase(entry.path("benchmark").asString(""), params)
        .key(entry.path("mode").asString(""), entry.path("threads").asInt(1));
  }

  private String entries() {
    String array = text.strip();
    return array.substring(1, array.length() - 1).strip();
  }
}
