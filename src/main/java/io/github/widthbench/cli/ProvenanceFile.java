package io.github.widthbench.cli;

import io.github.widthbench.report.MadeOf;
import io.github.widthbench.results.OutputFailedException;
import io.github.widthbench.results.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the provenance of a folder tells people.
 *
 * @param root of the JSON; missing where there is none
 */
record ProvenanceFile(JsonNode root) {

  /**
   * The provenance of a run, or of its first shard.
   *
   * @throws RefusedException if it is no JSON
   */
  static ProvenanceFile of(Path folder) {
    JsonMapper mapper = JsonMapper.builder().build();
    try (Stream<Path> files = Files.list(folder)) {
      Path file =
          files
              .filter(f -> String.valueOf(f.getFileName()).matches("provenance.*\\.json"))
              .min((a, b) -> a.compareTo(b))
              .orElse(null);
      return new ProvenanceFile(
          file == null ? mapper.missingNode() : mapper.readTree(Files.readString(file)));
    } catch (JacksonException broken) {
      throw new RefusedException(
          "the provenance in %s is no JSON: %s; remove the file to do without"
              .formatted(folder, broken.getOriginalMessage()));
    } catch (IOException e) {
      throw new OutputFailedException(folder, e);
    }
  }

  /** The commands that make the same numbers again. */
  List<String> commands() {
    List<String> commands = new ArrayList<>();
    if (text("/build/commit").matches("[0-9a-f]{7,}") && !root.at("/build/dirty").asBoolean(true)) {
      commands.add("git checkout " + text("/build/commit"));
    }
    String arguments =
        StreamSupport.stream(root.at("/arguments").spliterator(), false)
            .map(argument -> quoted(argument.asString("")))
            .collect(Collectors.joining(" "));
    commands.add("./widthbench " + arguments);
    return commands;
  }

  /** Where the numbers in {@code folder} come from. */
  MadeOf made(Path folder) {
    return new MadeOf(folder.toString(), commands(), madeBy());
  }

  /** Build, Java, processor and backend, one line each. */
  SequencedMap<String, String> madeBy() {
    SequencedMap<String, String> facts = new LinkedHashMap<>();
    String changed = root.at("/build/dirty").asBoolean(false) ? ", with changes" : "";
    facts.put(
        "build",
        "widthbench %s, commit %s%s"
            .formatted(text("/build/version"), text("/build/commit"), changed));
    facts.put("Java", text("/jvm/version") + ", " + text("/jvm/vendor"));
    facts.put(
        "processor",
        "%s, %s cores, %s".formatted(text("/host/cpu"), text("/host/cores"), text("/host/system")));
    facts.put("backend", text("/backend/used") + " (" + text("/backend/why") + ")");
    facts.put("started", text("/start"));
    return facts;
  }

  private String text(String pointer) {
    return root.at(pointer).asString("");
  }

  /** As a shell takes it, on one line. */
  private static String quoted(String argument) {
    if (argument.codePoints().anyMatch(Character::isISOControl)) {
      String escaped = argument.replace("\\", "\\\\").replace("'", "\\'");
      return "$'" + Terminal.plain(escaped.replace("\n", "\\n").replace("\t", "\\t")) + "'";
    }
    return argument.matches("[\\w./:=,+@%-]+")
        ? argument
        : "'" + argument.replace("'", "'\\''") + "'";
  }
}
