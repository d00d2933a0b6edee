package io.github.widthbench.study;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads studies: the text of a file, the options on top of it, and the cells they make. */
public final class StudyReader {
  /** Most bytes of a file that a person wrote. */
  private static final int LARGEST = 1 << 20;

  /** Most bytes of one that a run wrote, where a million values of an axis are written out. */
  static final int LARGEST_RESOLVED = 1 << 26;

  private final SortedMap<String, Schema> schemas;

  /**
   * A reader that knows these experiments.
   *
   * @param schemas by the name of the experiment
   */
  public StudyReader(Map<String, Schema> schemas) {
    this.schemas = new TreeMap<>(schemas);
  }

  /**
   * Reads a built-in study by its name, or a file by its path, which ends in {@code .yaml} or holds
   * a slash.
   *
   * @param sets values of {@code --set}, in the order given
   * @throws StudyException for the first thing that is wrong
   */
  public Study read(String study, List<String> sets) {
    boolean file = study.contains("/") || study.endsWith(".yaml") || study.endsWith(".yml");
    return file
        ? parse(text(study, LARGEST), study, name(study), sets)
        : parse(BuiltInStudies.yaml(study), study, study, sets);
  }

  /**
   * Reads the text of a study.
   *
   * @param source what positions call the text
   * @param name of the study
   * @throws StudyException for the first thing that is wrong
   */
  public Study parse(String text, String source, String name, List<String> sets) {
    List<SetOption> options = sets.stream().map(SetOption::parse).toList();
    StudyFile file = StudyFile.of(NodeReader.file(text, source), name, schemas);
    try {
      return expanded(file, options, name);
    } catch (StudyException e) {
      throw sayingWhereItWorks(e, file.experiment());
    }
  }

  private Study expanded(StudyFile written, List<SetOption> options, String name) {
    Schema schema = Objects.requireNonNull(schemas.get(written.experiment()));
    StudyFile file = written;
    for (SetOption option : options) {
      file = option.applyTo(file, schema);
    }
    return new Expansion(file, schema).study(name);
  }

  /** An unknown field may be one of another experiment. */
  private StudyException sayingWhereItWorks(StudyException e, String experiment) {
    String path = e.field().startsWith("axes.") ? e.field().substring(5) : e.field();
    String field = path.substring(0, path.indexOf('.') < 0 ? path.length() : path.indexOf('.'));
    List<String> others =
        schemas.entrySet().stream()
            .filter(other -> other.getValue().fields().names(null).contains(field))
            .map(Map.Entry::getKey)
            .toList();
    boolean elsewhere = !others.isEmpty() && !others.contains(experiment);
    return elsewhere && e.found().equals("unknown field")
        ? new StudyException(
            e.at(),
            e.field(),
            e.found(),
            e.allowed() + "; " + field + " is a field of " + String.join(", ", others))
        : e;
  }

  /**
   * The text of a study that a run wrote.
   *
   * @throws StudyException if it is absent, too large or no text
   */
  public static String resolved(Path file) {
    return text(file.toString(), LARGEST_RESOLVED);
  }

  private static String text(String path, int largest) {
    try (InputStream in = Files.newInputStream(Path.of(path))) {
      byte[] bytes = in.readNBytes(largest + 1);
      if (bytes.length > largest) {
        throw wrongFile(path, "more than " + largest + " bytes", "a study file, which is smaller");
      }
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw wrongFile(path, "bytes that are not UTF-8", "a text file in UTF-8");
    } catch (NoSuchFileException | InvalidPathException e) {
      throw wrongFile(path, "no such file", "a YAML file, or the name of a built-in study");
    } catch (IOException e) {
      throw wrongFile(path, "unreadable: " + e.getMessage(), "a YAML file");
    }
  }

  private static StudyException wrongFile(String path, String found, String allowed) {
    return new StudyException(new Position(path, 0), "(file)", found, allowed);
  }

  /** The file's name without its ending. */
  private static String name(String path) {
    String file = String.valueOf(Path.of(path).getFileName());
    int dot = file.lastIndexOf('.');
    return dot > 0 ? file.substring(0, dot) : file;
  }
}
