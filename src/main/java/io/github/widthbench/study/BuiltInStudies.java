package io.github.widthbench.study;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The studies that come with the program, by name. */
public final class BuiltInStudies {
  private static final String FOLDER = "/io/github/widthbench/studies/";

  private BuiltInStudies() {}

  /** All names, in the order they are shown. */
  public static List<String> names() {
    return resource("index").lines().toList();
  }

  /** The studies that run where none is named. */
  public static List<String> quick() {
    return names().stream().filter(name -> name.endsWith("-quick")).toList();
  }

  /** The title of a study, for one line of a list. */
  public static String title(String name) {
    return yaml(name)
        .lines()
        .filter(line -> line.startsWith("title: "))
        .map(line -> line.substring("title: ".length()))
        .findFirst()
        .orElseThrow();
  }

  /**
   * The file of a study.
   *
   * @throws StudyException where there is none of that name
   */
  public static String yaml(String name) {
    List<String> names = names();
    if (!names.contains(name)) {
      throw new StudyException(
          new Position(name, 0),
          "STUDY",
          "no built-in study " + name,
          name.endsWith(".csv") ? studyOf(name) : namesNear(name, names));
    }
    return resource(name + ".yaml");
  }

  private static String studyOf(String csv) {
    return "a file that ends in .yaml and says: experiment: exponential, fixed: {data: {kind: csv, path: "
        + csv
        + ", label: COLUMN}}";
  }

  private static String namesNear(String name, List<String> names) {
    return Nearest.of(name, names).map(near -> "did you mean " + near + "? There are ").orElse("")
        + String.join(", ", names)
        + ", or the path of a file that ends in .yaml";
  }

  private static String resource(String name) {
    try (InputStream in = BuiltInStudies.class.getResourceAsStream(FOLDER + name)) {
      if (in == null) {
        throw new IllegalStateException("the program was built without " + FOLDER + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
