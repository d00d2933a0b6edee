package io.github.widthbench.sweep;

import io.github.widthbench.study.Cell;
import io.github.widthbench.study.Position;
import io.github.widthbench.study.StudyException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One of {@code count} equal parts of a study; part {@code index} has every cell whose position in
 * the study leaves that remainder.
 */
public record Shard(int index, int count) {

  private static final Pattern NUMBERED = Pattern.compile("shard:(\\d{1,9})/(\\d{1,9})");
  private static final String ALLOWED =
      "local, shard:I/N with 0 <= I < N, or shard in a Slurm array or Kubernetes indexed job";

  public Shard {
    if (index < 0 || index >= count) {
      throw refused("shard:" + index + "/" + count, ALLOWED);
    }
  }

  /**
   * The part that the option {@code --engine} asks for; empty for {@code local}. Only {@code shard}
   * without numbers looks at the environment: an array job may well run whole studies.
   *
   * @throws StudyException if it is none of the allowed forms
   */
  public static Optional<Shard> engine(String text, Map<String, String> environment) {
    if (text.equals("local")) {
      return Optional.empty();
    }
    if (text.equals("shard")) {
      return Optional.of(
          environment.containsKey("SLURM_ARRAY_TASK_ID")
              ? slurm(environment)
              : kubernetes(environment));
    }
    return Optional.of(parse(text));
  }

  /**
   * Reads {@code shard:I/N}.
   *
   * @throws StudyException if it is not that, or not 0 ≤ I &lt; N
   */
  public static Shard parse(String text) {
    Matcher matcher = NUMBERED.matcher(text);
    if (!matcher.matches()) {
      throw refused(text, ALLOWED);
    }
    return new Shard(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
  }

  /** The cells of this part, in the order of the study. */
  public List<Cell> of(List<Cell> cells) {
    return IntStream.range(0, cells.size())
        .filter(position -> position % count == index)
        .mapToObj(cells::get)
        .toList();
  }

  private static Shard slurm(Map<String, String> environment) {
    int id = number(environment, "SLURM_ARRAY_TASK_ID", null);
    int first = number(environment, "SLURM_ARRAY_TASK_MIN", 0);
    int step = Math.max(1, number(environment, "SLURM_ARRAY_TASK_STEP", 1));
    return new Shard((id - first) / step, number(environment, "SLURM_ARRAY_TASK_COUNT", null));
  }

  private static Shard kubernetes(Map<String, String> environment) {
    int index = number(environment, "JOB_COMPLETION_INDEX", null);
    String count =
        environment.containsKey("JOB_COMPLETIONS") ? "JOB_COMPLETIONS" : "WIDTHBENCH_SHARDS";
    return new Shard(index, number(environment, count, null));
  }

  private static int number(
      Map<String, String> environment, String name, @Nullable Integer otherwise) {
    String text = environment.get(name);
    if (text == null && otherwise != null) {
      return otherwise;
    }
    try {
      return Integer.parseInt(String.valueOf(text).strip());
    } catch (NumberFormatException e) {
      String found = text == null ? "shard, and " + name + " is not set" : name + "=" + text;
      throw refused(found, ALLOWED);
    }
  }

  private static StudyException refused(String found, String allowed) {
    return new StudyException(new Position("--engine", 0), "engine", found, allowed);
  }
}
