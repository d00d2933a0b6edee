package io.github.widthbench.gate;

import io.github.widthbench.results.MalformedLineException;
import io.github.widthbench.results.OutputFailedException;
import io.github.widthbench.results.RefusedException;
import io.github.widthbench.results.Seal;
import io.github.widthbench.results.SealedLines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Forks as they end, one sealed JSON line each, forced to disk: whatever ends the process, the
 * forks before it are kept, and the same command goes on after them. The first line says what they
 * belong to.
 */
final class PairJournal implements AutoCloseable {

  static final String SCHEMA = "widthbench/fork/2";

  /** The one entry of a header in which a continued measurement may differ. */
  private static final String START = "start";

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final Path file;
  private final Map<Place, Fork> forks = new LinkedHashMap<>();
  private final SortedMap<String, String> header = new TreeMap<>();
  private @Nullable SealedLines lines;

  private PairJournal(Path file) {
    this.file = file;
  }

  /**
   * Where a fork stands in a measurement.
   *
   * @param series what it belongs to, such as a side or an injected slowdown
   * @param index within the series of its benchmark
   */
  record Place(Benchmark benchmark, String series, int index) {}

  /**
   * Opens {@code file}, made if absent; a torn last line is cut off, and what else is damaged is
   * measured again.
   *
   * @param header what must be the same for its forks to belong together: builds, seed, suite
   * @param messages hears what was damaged
   * @throws RefusedException if its forks belong to something else
   */
  static PairJournal open(Path file, SortedMap<String, String> header, Consumer<String> messages) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
    } catch (IOException e) {
      throw new OutputFailedException(file, e);
    }
    PairJournal journal = new PairJournal(file);
    SealedLines lines = SealedLines.open(file, journal::take);
    try {
      lines.messages().forEach(messages);
      journal.lines = lines;
      journal.begin(header);
      return journal;
    } catch (RuntimeException e) {
      lines.close();
      throw e;
    }
  }

  /** The forks that {@code file} holds, whatever they belong to; it is not written to. */
  static PairJournal read(Path file, Consumer<String> messages) {
    PairJournal journal = new PairJournal(file);
    SealedLines.read(file, journal::take).forEach(messages);
    return journal;
  }

  /** The fork at {@code place} if it has been measured. */
  Optional<Fork> at(Place place) {
    return Optional.ofNullable(forks.get(place));
  }

  /** What was written of {@code name} when the measurement began. */
  String header(String name) {
    return header.getOrDefault(name, "");
  }

  /** All forks by their place, in the order they were measured. */
  Map<Place, Fork> forks() {
    return Collections.unmodifiableMap(forks);
  }

  /** Keeps {@code fork}. */
  void append(Place place, Fork fork) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("series", place.series());
    line.put("index", place.index());
    line.put("benchmark", fork.benchmark().name());
    line.put("params", fork.benchmark().params());
    line.put("mode", fork.mode());
    line.put("unit", fork.unit());
    line.put("samples", fork.samples());
    line.put("secondary", fork.secondary());
    append(line);
    forks.put(place, fork);
  }

  @Override
  public void close() {
    if (lines != null) {
      lines.close();
    }
  }

  private void begin(SortedMap<String, String> wanted) {
    SortedMap<String, String> same = new TreeMap<>(wanted);
    same.put("schema", SCHEMA);
    if (header.isEmpty() && forks.isEmpty()) {
      append(new TreeMap<>(Map.of("schema", SCHEMA, "header", wanted)));
      header.putAll(same);
      return;
    }
    same.computeIfPresent(START, (name, now) -> header.getOrDefault(START, now));
    if (!header.equals(same)) {
      throw new RefusedException(
          "%s holds forks of another measurement: found %s, this one is %s; name another --out"
              .formatted(file, header, same));
    }
  }

  private void append(Map<String, Object> line) {
    Objects.requireNonNull(lines, "opened to be read").append(Seal.line(line));
  }

  private void take(byte[] bytes, int from, int length) throws MalformedLineException {
    Seal.check(bytes, from, length);
    try {
      take(MAPPER.readTree(bytes, from, length));
    } catch (JacksonException e) {
      throw new MalformedLineException(e.getOriginalMessage());
    }
  }

  private void take(JsonNode node) {
    if (node.has("header")) {
      header.put("schema", node.path("schema").asString(""));
      node.path("header").forEachEntry((name, value) -> header.put(name, value.asString("")));
    } else {
      Fork fork = fork(node);
      forks.put(
          new Place(fork.benchmark(), node.path("series").asString(""), node.path("index").asInt()),
          fork);
    }
  }

  private static Fork fork(JsonNode node) {
    SortedMap<String, String> params = new TreeMap<>();
    node.path("params").forEachEntry((name, value) -> params.put(name, value.asString("")));
    SortedMap<String, List<Double>> secondary = new TreeMap<>();
    node.path("secondary").forEachEntry((name, values) -> secondary.put(name, numbers(values)));
    return new Fork(
        new Benchmark(node.path("benchmark").asString(""), params),
        node.path("mode").asString(""),
        node.path("unit").asString(""),
        numbers(node.path("samples")),
        secondary);
  }

  private static List<Double> numbers(JsonNode values) {
    List<Double> numbers = new ArrayList<>();
    values.forEach(value -> numbers.add(value.asDouble()));
    return numbers;
  }
}
