package io.github.widthbench.gate;

import io.github.widthbench.results.CellRecord;
import io.github.widthbench.results.FileTrouble;
import io.github.widthbench.results.GateRecord;
import io.github.widthbench.results.Records;
import io.github.widthbench.results.RefusedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One of the two that are compared: all that was found in a file or a folder.
 *
 * @param name as the user gave it
 * @param facts about machine and build
 * @param runs training runs whose convergence can be compared
 */
record Side(
    String name,
    SortedMap<String, String> facts,
    List<Fork> forks,
    ExactMetrics exact,
    List<SeedRun> runs) {

  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final String SEED = "seed";

  /**
   * Reads JMH's JSON, a file of exact metrics, a bench folder, a run folder, or a folder of such
   * folders.
   *
   * @throws RefusedException if {@code path} is none of them
   */
  static Side read(Path path) {
    if (!Files.exists(path)) {
      throw new RefusedException(path + " does not exist");
    }
    Side side = empty(path.toString());
    if (Files.isRegularFile(path)) {
      return side.withFile(path);
    }
    if (!Files.isDirectory(path)) {
      throw new RefusedException(path + " is neither a file nor a folder");
    }
    for (Path folder : folders(path)) {
      side = side.withFolder(folder);
    }
    if (side.forks.isEmpty() && side.exact.values().isEmpty()) {
      throw new RefusedException(
          path
              + " holds neither jmh.json nor cells.jsonl nor exact.json; name a bench folder, a"
              + " run folder or JMH's JSON");
    }
    return side;
  }

  private static Side empty(String name) {
    return new Side(name, new TreeMap<>(), List.of(), ExactMetrics.none(), List.of());
  }

  private Side withFile(Path file) {
    JsonNode root = json(file);
    if (root.isArray()) {
      return withForks(JmhFile.of(root, file.toString()));
    }
    if (root.path("schema").asString("").equals(ExactMetrics.SCHEMA)) {
      return new Side(name, facts, forks, exact.and(ExactMetrics.of(root)), runs)
          .computedBy(Set.of(root.path("computedBy").asString("")));
    }
    throw new RefusedException(
        file + " is neither JMH's JSON (an array) nor " + ExactMetrics.SCHEMA);
  }

  private Side withFolder(Path folder) {
    Side side = this;
    for (String file : List.of("exact.json", "jmh.json")) {
      if (Files.exists(folder.resolve(file))) {
        side = side.withFile(folder.resolve(file));
      }
    }
    if (Files.exists(folder.resolve("cells.jsonl"))) {
      side = side.withCells(folder);
    }
    if (Files.exists(folder.resolve("provenance.json"))) {
      side = side.withFacts(Facts.of(json(folder.resolve("provenance.json"))));
    }
    return side;
  }

  private Side withForks(JmhFile file) {
    List<Fork> all = Stream.concat(forks.stream(), file.forks().stream()).toList();
    ExactMetrics counts = exact.and(ExactMetrics.ofForks(file.forks()));
    return new Side(name, facts, all, counts, runs).withFacts(file.facts());
  }

  private Side withCells(Path folder) {
    Records records = Records.read(List.of(folder.resolve("cells.jsonl")));
    String study = study(folder);
    List<SeedRun> seeds = new ArrayList<>(runs);
    SortedSet<String> backends = new TreeSet<>();
    for (CellRecord record : records.byId().values()) {
      backends.add(Facts.computedBy(record.backend()));
      if (record.cell().get(SEED) instanceof Number seed) {
        TreeMap<String, Object> group = new TreeMap<>(record.cell());
        group.remove(SEED);
        seeds.add(
            new SeedRun(
                study + "/" + ExactMetrics.cellName(group),
                seed.longValue(),
                record.outcome().number("iterations"),
                record.outcome().flag("converged")));
      }
    }
    ExactMetrics cells = exact.and(ExactMetrics.ofCells(study, records.byId().values()));
    return new Side(name, facts, forks, cells, seeds).computedBy(backends);
  }

  /** With {@code backends} added to those that computed cells. */
  private Side computedBy(Set<String> backends) {
    SortedSet<String> all = new TreeSet<>(backends);
    all.addAll(List.of(facts.getOrDefault(Facts.COMPUTED_BY, "").split(Facts.AND, -1)));
    all.remove("");
    return all.isEmpty()
        ? this
        : withFacts(new TreeMap<>(Map.of(Facts.COMPUTED_BY, String.join(Facts.AND, all))));
  }

  private Side withFacts(SortedMap<String, String> more) {
    SortedMap<String, String> all = new TreeMap<>(facts);
    all.putAll(more);
    return new Side(name, all, forks, exact, runs);
  }

  GateRecord.Side described() {
    return new GateRecord.Side(name, new TreeMap<>(facts));
  }

  /** The folder itself where it holds results, else those below it that do. */
  private static List<Path> folders(Path path) {
    if (Stream.of("exact.json", "jmh.json", "cells.jsonl")
        .anyMatch(file -> Files.exists(path.resolve(file)))) {
      return List.of(path);
    }
    try (Stream<Path> below = Files.list(path)) {
      return below.filter(Files::isDirectory).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The folder's name without the digits that tell builds apart. */
  private static String study(Path folder) {
    String name = String.valueOf(folder.toAbsolutePath().normalize().getFileName());
    return name.replaceFirst("-[0-9a-f]{12}$", "");
  }

  private static JsonNode json(Path file) {
    try {
      return MAPPER.readTree(Files.readString(file));
    } catch (IOException e) {
      throw new RefusedException(file + ": " + FileTrouble.of(e));
    } catch (JacksonException e) {
      throw new RefusedException(file + " is not JSON: " + e.getOriginalMessage());
    }
  }
}
