package io.github.widthbench.experiment;

import io.github.widthbench.study.Field;
import io.github.widthbench.study.IntegerType;
import io.github.widthbench.study.Node;
import io.github.widthbench.study.NumberType;
import io.github.widthbench.study.RecordType;
import io.github.widthbench.study.Settings;
import io.github.widthbench.study.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * Numbers that a study watches while a cell trains: each is in the curve, the progress line shows
 * them, and one that leaves its bounds ends the cell, whose record names it.
 *
 * @param list in the order in which the schema lists them
 * @param every steps between two looks; points of the curve are looked at in any case
 */
public record Monitors(List<Monitor> list, int every) {

  /** Watches nothing. */
  public static final Monitors NONE = new Monitors(List.of(), Integer.MAX_VALUE);

  /** |w|, over all trained weights. */
  public static final String WEIGHT_NORM = "weightNorm";

  /** |g|, of the loss over all trained weights. */
  public static final String GRADIENT_NORM = "gradientNorm";

  /** η·m·λmax(H(t)): 2 is the edge of stability of a network that is linear in its weights. */
  public static final String STEP_SHARPNESS = "stepSharpness";

  /** η·|∇²E|: 2 is the edge of stability of descent. */
  public static final String STEP_CURVATURE = "stepCurvature";

  /** What is left between the largest exponent and that at which e^z overflows. */
  public static final String EXPONENT_HEADROOM = "exponentHeadroom";

  private static final String FIELD = "monitors";
  private static final String EVERY = "every";
  private static final String ABOVE = "stopAbove";
  private static final String BELOW = "stopBelow";
  private static final long DEFAULT_EVERY = 16;

  public Monitors {
    list = List.copyOf(list);
  }

  /**
   * One of them.
   *
   * @param above the largest value that lets a cell go on; +∞ for any
   * @param below the smallest; −∞ for any
   */
  public record Monitor(String name, double above, double below) {}

  /** The field {@code monitors} of an experiment that can measure these. */
  public static Field field(String... names) {
    List<Field> fields = new ArrayList<>();
    fields.add(Field.defaulting(EVERY, IntegerType.count(1), DEFAULT_EVERY));
    Type bounds =
        RecordType.of(
            Field.optional(ABOVE, NumberType.finite()), Field.optional(BELOW, NumberType.finite()));
    for (String name : names) {
      fields.add(Field.optional(name, bounds));
    }
    return Field.optional(FIELD, new RecordType(fields));
  }

  /** Those that a cell names; none where it has no such field. */
  public static Monitors of(Settings settings) {
    if (!(settings.find(FIELD).orElse(null) instanceof Node.Mapping written)) {
      return NONE;
    }
    Settings own = new Settings(written);
    List<Monitor> list =
        written.entries().keySet().stream()
            .filter(name -> !name.equals(EVERY))
            .map(name ->
                new Monitor(
                    name,
                    bound(own, name + "." + ABOVE, Double.POSITIVE_INFINITY),
                    bound(own, name + "." + BELOW, Double.NEGATIVE_INFINITY)))
            .toList();
    return list.isEmpty() ? NONE : new Monitors(list, Math.toIntExact(own.integer(EVERY)));
  }

  private static double bound(Settings settings, String path, double none) {
    return settings.has(path) ? settings.number(path) : none;
  }

  public boolean isEmpty() {
    return list.isEmpty();
  }

  public boolean has(String name) {
    return list.stream().anyMatch(monitor -> monitor.name().equals(name));
  }

  /** What each of them reads, by its name. */
  public SequencedMap<String, Double> read(ToDoubleFunction<String> gauge) {
    SequencedMap<String, Double> values = new LinkedHashMap<>();
    list.forEach(monitor -> values.put(monitor.name(), gauge.applyAsDouble(monitor.name())));
    return values;
  }

  /** Whether step {@code step} is one to look at. */
  public boolean isDue(int step) {
    return !isEmpty() && step % every == 0;
  }

  /** The first monitor that is out of its bounds at {@code t}, a step or a time. */
  public Optional<Alarm> alarm(Number t, Map<String, Double> values) {
    for (Monitor monitor : list) {
      double value = values.getOrDefault(monitor.name(), Double.NaN);
      if (value > monitor.above()) {
        return Optional.of(new Alarm(monitor.name(), t, value, "above " + monitor.above()));
      }
      if (value < monitor.below()) {
        return Optional.of(new Alarm(monitor.name(), t, value, "below " + monitor.below()));
      }
    }
    return Optional.empty();
  }

  /** For the progress line, such as {@code t=64 stepSharpness 1.02}. */
  public static String text(Number t, Map<String, Double> values) {
    return values.entrySet().stream()
        .map(e -> String.format(Locale.ROOT, " %s %.3g", e.getKey(), e.getValue()))
        .collect(Collectors.joining("", "t=" + t, ""));
  }

  /**
   * Why a cell was ended.
   *
   * @param bound that was crossed, in words
   */
  public record Alarm(String monitor, Number t, double value, String bound) {

    /** For the record's reason. */
    public String reason() {
      return "monitor %s: found %s at t=%s, %s".formatted(monitor, value, t, bound);
    }

    /** Puts {@code stoppedBy}, {@code stoppedAt} and {@code stoppedValue}. */
    public void putTo(Metrics metrics) {
      metrics.put("stoppedBy", monitor);
      metrics.put("stoppedAt", t);
      metrics.put("stoppedValue", value);
    }
  }
}
