package io.github.widthbench.gate;

import io.github.widthbench.results.FileTrouble;
import io.github.widthbench.results.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The exact metrics whose change somebody accepted by name. In a name {@code *} stands for
 * anything.
 *
 * @param origins where each name was accepted
 */
public record Acceptance(Map<String, String> origins) {

  public Acceptance {
    origins = new LinkedHashMap<>(origins);
  }

  /**
   * The names of the command line, and those of a file with one name a line, a blank and {@code #}
   * before the reason, which must be there.
   *
   * @throws RefusedException if a line gives no reason
   */
  public static Acceptance of(List<String> names, @Nullable Path file) {
    Map<String, String> origins = new LinkedHashMap<>();
    names.forEach(name -> origins.put(name, "--accept " + name));
    if (file != null) {
      lines(file).forEach(line -> addLine(origins, file, line.strip()));
    }
    return new Acceptance(origins);
  }

  /** Who accepted a change of {@code name}; null where nobody did. */
  @Nullable String by(String name) {
    return origins.entrySet().stream()
        .filter(accepted -> matches(accepted.getKey(), name))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(null);
  }

  private static void addLine(Map<String, String> origins, Path file, String line) {
    if (line.isEmpty() || line.startsWith("#")) {
      return;
    }
    String[] parts = line.split(" #", 2);
    if (parts.length < 2 || parts[1].isBlank()) {
      throw new RefusedException(
          file + ": \"" + line + "\" gives no reason; write: NAME # why the change is right");
    }
    origins.put(parts[0].strip(), file.getFileName() + ": " + parts[1].strip());
  }

  private static boolean matches(String pattern, String name) {
    String regex =
        Stream.of(pattern.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
    return Pattern.matches(regex, name);
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new RefusedException(file + ": " + FileTrouble.of(e));
    }
  }
}
