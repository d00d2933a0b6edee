package io.github.widthbench.study;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * The forms in which the values of an axis are written: a list, {@code {pow2: [a, b]}}, {@code
 * {from: a, to: b, step: s}}, {@code {log: [a, b, count]}}, {@code {count: k}}.
 */
final class AxisForm {

  /** More values or cells than this are a mistake of writing. */
  static final int MOST = 1_000_000;

  private static final String FORMS =
      "a list, {pow2: [a, b]}, {from: a, to: b, step: s}, {log: [a, b, count]} or {count: k}";
  private static final List<String> KEYS = List.of("pow2", "from", "to", "step", "log", "count");

  /** Values between the ends of a {@code log} axis have so many digits. */
  private static final MathContext DIGITS = new MathContext(12);

  private static final RecordType POW2 =
      RecordType.of(Field.required("pow2", ListType.of(IntegerType.between(-53, 53))));
  private static final RecordType RANGE =
      RecordType.of(
          Field.required("from", NumberType.finite()),
          Field.required("to", NumberType.finite()),
          Field.required("step", NumberType.finite()));
  private static final RecordType LOG =
      RecordType.of(Field.required("log", ListType.of(NumberType.positive())));
  private static final RecordType COUNT =
      RecordType.of(Field.required("count", IntegerType.between(1, MOST)));

  private final Type type;
  private final Place place;

  /** The forms of an axis at {@code place} over a field of {@code type}. */
  AxisForm(Type type, String path) {
    this.type = type;
    this.place = Place.at(path);
  }

  /** Whether a value is a list or a mapping with a key of the forms. */
  static boolean looksLike(Node node) {
    return switch (node) {
      case Node.Sequence sequence -> true;
      case Node.Mapping mapping -> mapping.entries().keySet().stream().anyMatch(KEYS::contains);
      case Node.Scalar scalar -> false;
    };
  }

  /**
   * The values, not yet checked against the type of the field.
   *
   * @throws StudyException where they are in no form or there are none
   */
  List<Node> values(Node written) {
    return switch (written) {
      case Node.Sequence sequence when sequence.items().isEmpty() ->
          throw place.wrong(written, "at least one value");
      case Node.Sequence sequence -> sequence.items();
      case Node.Mapping mapping when looksLike(mapping) -> generated(mapping);
      default -> throw place.wrong(written, FORMS);
    };
  }

  private List<Node> generated(Node.Mapping form) {
    return switch (form.entries().firstEntry().getKey()) {
      case "pow2" -> powersOfTwo(read(POW2, form));
      case "log" -> geometric(read(LOG, form));
      case "count" -> count(read(COUNT, form));
      default -> range(read(RANGE, form));
    };
  }

  private Settings read(RecordType fields, Node.Mapping form) {
    return new Settings((Node.Mapping) fields.resolve(form, place));
  }

  private List<Node> powersOfTwo(Settings form) {
    List<Double> ends = form.numbers("pow2");
    if (ends.size() != 2 || ends.getFirst() > ends.getLast()) {
      throw wrong(form, "pow2", "[a, b] with a ≤ b");
    }
    return IntStream.rangeClosed(ends.getFirst().intValue(), ends.getLast().intValue())
        .mapToObj(exponent -> scalar(Math.scalb(1.0, exponent), form))
        .toList();
  }

  private static List<Node> count(Settings form) {
    return LongStream.range(0, form.integer("count")).mapToObj(i -> scalar(i, form)).toList();
  }

  /** from + i·step in decimal arithmetic, so that steps of 0.1 do not drift. */
  private List<Node> range(Settings form) {
    BigDecimal from = BigDecimal.valueOf(form.number("from"));
    BigDecimal step = BigDecimal.valueOf(form.number("step"));
    BigDecimal span = BigDecimal.valueOf(form.number("to")).subtract(from);
    if (step.signum() == 0 || span.signum() * step.signum() < 0) {
      throw wrong(form, "step", "a step that leads from \"from\" to \"to\"");
    }
    BigDecimal steps = span.divideToIntegralValue(step);
    if (steps.compareTo(BigDecimal.valueOf(MOST)) >= 0) {
      throw wrong(form, "step", "a step that makes at most " + MOST + " values");
    }
    return IntStream.rangeClosed(0, steps.intValueExact())
        .mapToObj(i -> from.add(step.multiply(BigDecimal.valueOf(i))))
        .map(value -> scalar(value.doubleValue(), form))
        .toList();
  }

  private List<Node> geometric(Settings form) {
    List<Double> values = form.numbers("log");
    if (values.size() != 3 || values.get(2) != Math.rint(values.get(2)) || values.get(2) > MOST) {
      throw wrong(form, "log", "[a, b, count]");
    }
    int last = values.get(2).intValue() - 1;
    return IntStream.rangeClosed(0, last)
        .mapToDouble(i -> between(values.get(0), values.get(1), i, last))
        .mapToObj(value -> scalar(rounded(value), form))
        .toList();
  }

  private static double between(double from, double to, int i, int last) {
    if (i == 0 || i == last) {
      return i == 0 ? from : to;
    }
    double low = StrictMath.log(from);
    double exact = StrictMath.exp(low + (StrictMath.log(to) - low) * i / last);
    return new BigDecimal(exact).round(DIGITS).doubleValue();
  }

  private Object rounded(double value) {
    return type instanceof IntegerType integers ? (Object) integers.round(value) : (Object) value;
  }

  private StudyException wrong(Settings form, String key, String allowed) {
    return place.child(key).wrong(form.find(key).orElse(form.root()), allowed);
  }

  private static Node scalar(Object value, Settings form) {
    return new Node.Scalar(value, form.root().at());
  }
}
