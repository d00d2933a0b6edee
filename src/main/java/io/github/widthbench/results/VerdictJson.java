package io.github.widthbench.results;

import io.github.widthbench.experiment.Verdict;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** A verdict as a plain map: the short form of records, the long form of summaries. */
final class VerdictJson {

  private VerdictJson() {}

  /** The form of records: no estimate, for it belongs to a study. */
  static SequencedMap<String, @Nullable Object> ofCell(Verdict verdict) {
    SequencedMap<String, @Nullable Object> plain = new LinkedHashMap<>();
    plain.put("statement", verdict.statement());
    plain.put("says", verdict.says().label());
    plain.put("margin", finite(verdict.margin()));
    plain.put("reason", verdict.reason());
    plain.put("origin", verdict.origin().label());
    return plain;
  }

  /** The form of summaries; a number that is not finite is null. */
  static SequencedMap<String, @Nullable Object> ofStudy(Verdict verdict) {
    SequencedMap<String, @Nullable Object> plain = ofCell(verdict);
    Verdict.Interval interval = verdict.interval();
    plain.put("estimate", finite(verdict.estimate()));
    plain.put("interval", interval == null ? null : interval(interval));
    plain.put("group", verdict.group());
    return plain;
  }

  /** Reads the form of records. */
  static Verdict read(Fields fields) throws MalformedLineException {
    return new Verdict(
        fields.text("statement"),
        fields.word("says", Verdict.Says.values(), Verdict.Says::label),
        fields.optionalNumber("margin"),
        fields.optionalText("reason"),
        fields.word("origin", Verdict.Origin.values(), Verdict.Origin::label),
        null,
        null,
        null);
  }

  private static Map<String, @Nullable Object> interval(Verdict.Interval interval) {
    Map<String, @Nullable Object> plain = new LinkedHashMap<>();
    plain.put("low", finite(interval.low()));
    plain.put("high", finite(interval.high()));
    return plain;
  }

  private static @Nullable Double finite(@Nullable Double number) {
    return number != null && Double.isFinite(number) ? number : null;
  }
}
