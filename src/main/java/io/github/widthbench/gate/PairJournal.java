package io.github.widthbench.gate;

import io.github.widthbench.results.Json;
import io.github.widthbench.results.OutputFailedException;
import io.github.widthbench.results.RefusedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Forks as they end, one JSON line each, forced to disk: whatever ends the process, the forks
 * before it are kept, and the same command goes on after them.
 */
final class PairJournal implements AutoCloseable {

  static final String SCHEMA = "widthbench/fork/1";

  /** The one entry of a header in which a continued measurement may differ. */
  private static final String START = "start";

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final Path file;
  private final FileChannel channel;
  private final Map<Place, Fork> forks = new LinkedHashMap<>();
  private final SortedMap<String, String> header = new TreeMap<>();

  private PairJournal(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Where a fork stands in a measurement.
   *
   * @param series what it belongs to, such as a side or an injected slowdown
   * @param index within the series of its benchmark
   */
  record Place(Benchmark benchmark, String series, int index) {}

  /**
   * Opens {@code file}, made if absent; a torn last line is cut off.
   *
   * @param header what must be the same for its forks to belong together: builds, seed, suite
   * @throws RefusedException if its forks belong to something else
   */
  static PairJournal open(Path file, SortedMap<String, String> header) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      List<String> lines = Files.exists(file) ? wholeLines(file) : List.of();
      PairJournal journal =
          new PairJournal(
              file, FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE));
      if (lines.isEmpty()) {
        journal.channel.truncate(0);
        journal.header.putAll(header);
        journal.write(new TreeMap<>(Map.of("schema", SCHEMA, "header", header)));
      } else {
        journal.read(lines, header);
      }
      return journal;
    } catch (IOException e) {
      throw new OutputFailedException(file, e);
    }
  }

  /** The forks that {@code file} holds, whatever they belong to; it is not written to. */
  static PairJournal read(Path file) {
    try {
      PairJournal journal = new PairJournal(file, FileChannel.open(file, StandardOpenOption.READ));
      List<String> lines = wholeLines(file);
      if (!lines.isEmpty()) {
        journal.header.putAll(headerOf(lines.getFirst()));
        lines.stream().skip(1).forEach(journal::remember);
      }
      return journal;
    } catch (IOException e) {
      throw new OutputFailedException(file, e);
    }
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
    try {
      write(line);
    } catch (IOException e) {
      throw new OutputFailedException(file, e);
    }
    forks.put(place, fork);
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new OutputFailedException(file, e);
    }
  }

  private void write(Map<String, Object> line) throws IOException {
    byte[] json = Json.bytes(line);
    ByteBuffer ended = ByteBuffer.allocate(json.length + 1).put(json).put((byte) '\n').flip();
    while (ended.hasRemaining()) {
      channel.write(ended);
    }
    channel.force(false);
  }

  private void read(List<String> lines, SortedMap<String, String> expected) throws IOException {
    SortedMap<String, String> found = headerOf(lines.getFirst());
    SortedMap<String, String> same = new TreeMap<>(expected);
    same.put("schema", SCHEMA);
    same.computeIfPresent(START, (name, now) -> found.getOrDefault(START, now));
    if (!found.equals(same)) {
      throw new RefusedException(
          "%s holds forks of another measurement: found %s, this one is %s; name another --out"
              .formatted(file, found, expected));
    }
    header.putAll(found);
    long end = bytes(lines.getFirst());
    for (String line : lines.subList(1, lines.size())) {
      remember(line);
      end += bytes(line);
    }
    channel.truncate(end).position(end);
  }

  private static SortedMap<String, String> headerOf(String line) {
    JsonNode first = MAPPER.readTree(line);
    SortedMap<String, String> header = new TreeMap<>();
    header.put("schema", first.path("schema").asString(""));
    first.path("header").forEachEntry((name, value) -> header.put(name, value.asString("")));
    return header;
  }

  private void remember(String line) {
    JsonNode node = MAPPER.readTree(line);
    Fork fork = fork(node);
    forks.put(
        new Place(fork.benchmark(), node.path("series").asString(), node.path("index").asInt()),
        fork);
  }

  private static Fork fork(JsonNode node) {
    SortedMap<String, String> params = new TreeMap<>();
    node.path("params").forEachEntry((name, value) -> params.put(name, value.asString("")));
    SortedMap<String, List<Double>> secondary = new TreeMap<>();
    node.path("secondary").forEachEntry((name, values) -> secondary.put(name, numbers(values)));
    return new Fork(
        new Benchmark(node.path("benchmark").asString(), params),
        node.path("mode").asString(),
        node.path("unit").asString(),
        numbers(node.path("samples")),
        secondary);
  }

  private static List<Double> numbers(JsonNode values) {
    List<Double> numbers = new ArrayList<>();
    values.forEach(value -> numbers.add(value.asDouble()));
    return numbers;
  }

  /** The lines before one that a crash tore. */
  private static List<String> wholeLines(Path file) throws IOException {
    List<String> whole = new ArrayList<>();
    String text = Files.readString(file);
    for (String line : text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
      try {
        MAPPER.readTree(line);
      } catch (JacksonException torn) {
        break;
      }
      whole.add(line);
    }
    return whole;
  }

  private static long bytes(String line) {
    return line.getBytes(StandardCharsets.UTF_8).length + 1L;
  }
}
