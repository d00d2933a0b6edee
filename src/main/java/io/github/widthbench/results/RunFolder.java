package io.github.widthbench.results;

import io.github.widthbench.backend.BackendKind;
import io.github.widthbench.study.Axis;
import io.github.widthbench.study.Cell;
import io.github.widthbench.study.Node;
import io.github.widthbench.study.Study;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A folder {@code <study>-<hash>} with the records of one study on one backend by one build. The
 * hash covers all three and the files that the study reads, so that whatever may change a result
 * starts a new folder.
 *
 * @param study name of the study
 * @param hash 12 hex digits
 */
public record RunFolder(Path path, String study, String hash) {

  private static final int HASH_DIGITS = 12;
  private static final List<String> DATA_FILES = List.of("data.path", "data.labelPath");
  private static final Pattern NAME = Pattern.compile("(.+)-([0-9a-f]{" + HASH_DIGITS + "})");
  private static final Pattern SHARD = Pattern.compile("cells-\\d+-of-\\d+\\.jsonl");

  /**
   * The folder of {@code study} under {@code root}, made if absent.
   *
   * @throws OutputFailedException if it cannot be made
   */
  public static RunFolder of(Path root, Study study, BackendKind backend, Build build) {
    return of(root, study, backend.label(), build);
  }

  /** The folder of a run without the backend's fused passes, whose bits may differ. */
  public static RunFolder ofUnfused(Path root, Study study, BackendKind backend, Build build) {
    return of(root, study, backend.label() + " unfused", build);
  }

  private static RunFolder of(Path root, Study study, String backend, Build build) {
    String hash = Json.sha256(Json.canonical(identity(study, backend, build)), HASH_DIGITS);
    Path path = root.resolve(study.name() + "-" + hash);
    try {
      Folders.make(path);
    } catch (IOException e) {
      throw new OutputFailedException(path, e);
    }
    return new RunFolder(path, study.name(), hash);
  }

  /**
   * An existing folder, known by its name.
   *
   * @throws RefusedException if the name is not that of a run folder
   */
  public static RunFolder at(Path path) {
    String name = String.valueOf(path.toAbsolutePath().normalize().getFileName());
    Matcher matcher = NAME.matcher(name);
    if (!matcher.matches()) {
      throw new RefusedException(
          path + " is not a run folder; its name must be <study>-<12 hex digits>");
    }
    return new RunFolder(path, matcher.group(1), matcher.group(2));
  }

  /** The journal of a run on one machine, and of a merge. */
  public Path journal() {
    return path.resolve("cells.jsonl");
  }

  /** The journal of shard {@code index} of {@code count}. */
  public Path journal(int index, int count) {
    return path.resolve("cells-" + index + "-of-" + count + ".jsonl");
  }

  /** The journals of shards that are there, by name. */
  public List<Path> shardJournals() {
    try (Stream<Path> files = Files.list(path)) {
      return files
          .filter(file -> SHARD.matcher(String.valueOf(file.getFileName())).matches())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new OutputFailedException(path, e);
    }
  }

  /** Writes {@code study.yaml}: the study as resolved. */
  public void writeStudy(String yaml) {
    write("study.yaml", yaml);
  }

  /** Writes {@code provenance.json}. */
  public void write(Provenance provenance) {
    write("provenance.json", provenance.json());
  }

  /** Writes the provenance of one shard, {@code provenance-I-of-N.json}. */
  public void write(Provenance provenance, int index, int count) {
    write("provenance-" + index + "-of-" + count + ".json", provenance.json());
  }

  /** Writes {@code summary.json}. */
  public void write(Summary summary) {
    write("summary.json", summary.json());
  }

  /** Writes {@code pilot.json}. */
  public void writePilot(String json) {
    write("pilot.json", json);
  }

  /** Writes {@code scaling.json}. */
  public void writeScaling(String json) {
    write("scaling.json", json);
  }

  /** Writes {@code report.md}. */
  public void writeReport(String markdown) {
    write("report.md", markdown);
  }

  /** Writes {@code report.html}. */
  public void writePage(String html) {
    write("report.html", html);
  }

  private void write(String name, String text) {
    AtomicFile.write(path.resolve(name), out -> out.write(text));
  }

  /** The title is left out: it changes no result. */
  private static Map<String, @Nullable Object> identity(Study study, String backend, Build build) {
    Map<String, @Nullable Object> identity = new LinkedHashMap<>();
    identity.put("schema", CellRecord.SCHEMA);
    identity.put("experiment", study.experiment());
    identity.put("fixed", study.fixed().plain());
    identity.put("axes", study.axes().stream().map(RunFolder::plain).toList());
    identity.put("files", files(study));
    identity.put("backend", backend);
    identity.put("version", build.version());
    identity.put("commit", build.commit());
    identity.put("dirty", build.dirty());
    identity.put("changes", build.changes());
    return identity;
  }

  /** Digests of the files that cells read, by the path written: an edited file is another study. */
  private static Map<String, String> files(Study study) {
    Map<String, String> digests = new LinkedHashMap<>();
    for (Cell cell : study.cells()) {
      for (String field : DATA_FILES) {
        if (cell.settings().has(field)) {
          digests.computeIfAbsent(
              cell.settings().text(field), _ -> digest(cell.settings().file(field)));
        }
      }
    }
    return digests;
  }

  private static String digest(Path file) {
    try {
      byte[] content = Files.readAllBytes(file);
      return Json.sha256(content, 0, content.length, HASH_DIGITS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, @Nullable Object> plain(Axis axis) {
    Map<String, @Nullable Object> plain = new LinkedHashMap<>();
    plain.put("path", axis.path());
    plain.put("values", axis.values().stream().map(Node::plain).toList());
    return plain;
  }
}
