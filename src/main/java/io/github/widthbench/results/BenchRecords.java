package io.github.widthbench.results;

import io.github.widthbench.results.BenchRecord.Better;
import io.github.widthbench.results.BenchRecord.Context;
import io.github.widthbench.results.BenchRecord.Metric;
import io.github.widthbench.results.BenchRecord.Plan;
import io.github.widthbench.results.BenchRecord.Status;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The file {@code bench.jsonl}: the records of a bench folder, one JSON line each. */
public final class BenchRecords {

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private BenchRecords() {}

  /** Replaces {@code file}: a reader sees the old one or the new one. */
  public static void write(Path file, List<BenchRecord> records) {
    AtomicFile.write(
        file,
        out -> {
          for (BenchRecord record : records) {
            out.write(record.line());
            out.write('\n');
          }
        });
  }

  /**
   * What a file holds.
   *
   * @param messages a sentence for every line that was skipped
   */
  public record Found(List<BenchRecord> records, List<String> messages) {}

  /**
   * The records of {@code file}, none where it is absent; damaged lines are named and skipped.
   *
   * @throws RefusedException for a line of another form
   */
  public static Found read(Path file) {
    List<BenchRecord> records = new ArrayList<>();
    List<String> messages =
        SealedLines.read(
            file,
            (bytes, from, length) -> {
              Seal.check(bytes, from, length);
              records.add(read(file, new String(bytes, from, length, StandardCharsets.UTF_8)));
            });
    return new Found(records, messages);
  }

  private static BenchRecord read(Path file, String line) throws MalformedLineException {
    try {
      JsonNode root = MAPPER.readTree(line);
      String schema = root.at("/schema").asString("");
      if (!schema.equals(BenchRecord.SCHEMA)) {
        throw new RefusedException(
            "%s: schema: found %s, expected %s".formatted(file, schema, BenchRecord.SCHEMA));
      }
      return record(root);
    } catch (JacksonException | IllegalArgumentException | DateTimeException e) {
      throw new MalformedLineException(String.valueOf(e.getMessage()));
    }
  }

  private static BenchRecord record(JsonNode root) {
    List<Metric> metrics = new ArrayList<>();
    root.at("/metrics").forEach(metric -> metrics.add(metric(metric)));
    return new BenchRecord(
        new BenchCase(root.at("/benchmark").asString(), new TreeMap<>(texts(root.at("/params")))),
        root.at("/mode").asString(),
        root.at("/threads").asInt(),
        Status.valueOf(name(root.at("/status"))),
        root.at("/reason").isNull() ? null : root.at("/reason").asString(),
        metrics,
        plan(root.at("/plan")),
        texts(root.at("/environment")),
        context(root.at("/context")));
  }

  private static Metric metric(JsonNode node) {
    List<List<Double>> forks = new ArrayList<>();
    for (JsonNode fork : node.at("/forks")) {
      List<Double> samples = new ArrayList<>();
      fork.forEach(value -> samples.add(value.isNull() ? Double.NaN : value.asDouble()));
      forks.add(samples);
    }
    return new Metric(
        node.at("/name").asString(),
        node.at("/unit").asString(),
        Better.valueOf(name(node.at("/better"))),
        forks);
  }

  private static Plan plan(JsonNode node) {
    return new Plan(
        node.at("/forks").asInt(),
        node.at("/warmupIterations").asInt(),
        node.at("/warmupSeconds").asDouble(),
        node.at("/iterations").asInt(),
        node.at("/iterationSeconds").asDouble());
  }

  private static Context context(JsonNode node) {
    Build build =
        new Build(
            node.at("/version").asString(),
            node.at("/commit").asString(),
            node.at("/dirty").asBoolean(),
            node.at("/changes").asString());
    return new Context(
        build,
        Instant.parse(node.at("/start").asString()),
        node.at("/seconds").asDouble(),
        node.at("/load").asDouble());
  }

  private static Map<String, String> texts(JsonNode node) {
    Map<String, String> texts = new TreeMap<>();
    node.propertyStream().forEach(e -> texts.put(e.getKey(), e.getValue().asString()));
    return texts;
  }

  private static String name(JsonNode label) {
    return label.asString().toUpperCase(Locale.ROOT);
  }
}
