package io.github.widthbench.study;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What a study is to reach, so that a pilot can say whether it will.
 *
 * @param converged least share of cells that converge
 * @param seconds longest time of the whole run
 */
public record Goal(OptionalDouble converged, OptionalDouble seconds) {

  /** No criterion. */
  public static final Goal NONE = new Goal(OptionalDouble.empty(), OptionalDouble.empty());

  private static final String CONVERGED = "converged";
  private static final String SECONDS = "seconds";

  private static final RecordType TYPE =
      RecordType.of(
          Field.optional(CONVERGED, new NumberType(0, false, 1, true)),
          Field.optional(SECONDS, NumberType.positive()));

  /**
   * Reads {@code {converged: 0.95, seconds: 600}}.
   *
   * @throws StudyException for the first thing that is not allowed
   */
  static Goal of(Node written) {
    Settings settings = new Settings((Node.Mapping) TYPE.resolve(written, Place.at("goal")));
    return new Goal(number(settings, CONVERGED), number(settings, SECONDS));
  }

  /** The criteria that are there, as they are written. */
  public Map<String, Object> plain() {
    Map<String, Object> plain = new LinkedHashMap<>();
    converged.ifPresent(share -> plain.put(CONVERGED, share));
    seconds.ifPresent(most -> plain.put(SECONDS, most));
    return plain;
  }

  private static OptionalDouble number(Settings settings, String name) {
    return settings.has(name) ? OptionalDouble.of(settings.number(name)) : OptionalDouble.empty();
  }
}
