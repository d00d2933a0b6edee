package io.github.widthbench.experiment.condensation;

import io.github.widthbench.dataset.DataSchema;
import io.github.widthbench.experiment.StartScale;
import io.github.widthbench.study.Field;
import io.github.widthbench.study.FormsType;
import io.github.widthbench.study.IntegerType;
import io.github.widthbench.study.ListType;
import io.github.widthbench.study.MatrixType;
import io.github.widthbench.study.NumberType;
import io.github.widthbench.study.RecordType;
import io.github.widthbench.study.Schema;
import io.github.widthbench.study.Type;
import io.github.widthbench.study.UnionType;
import io.github.widthbench.study.WordType;
import java.util.List;
import java.util.Map;

/** The fields of the experiment {@code condensation}. */
public final class CondensationSchema {
  private static final Type POSITIVE = NumberType.positive();
  private static final Type NUMBERS = ListType.nonEmpty(NumberType.finite());
  private static final Type SHARE = new NumberType(0, false, 1, true);
  private static final int DEEPEST = 4;

  private CondensationSchema() {}

  /** All of them, in the order that a resolved study shows. */
  public static Schema schema() {
    return Schema.of(
        Field.defaulting("model", WordType.of("effective", "network", "factorisation"), "network"),
        Field.optional("data", DataSchema.data()),
        Field.optional("labels", DataSchema.labels()),
        Field.defaulting(
            "activation",
            WordType.of("tanh", "erf", "linear", "relu", "softplus", "sigmoid"),
            "tanh"),
        Field.fallback("depth", IntegerType.between(2, DEEPEST), 3L, "weights"),
        Field.optional("width", IntegerType.width()),
        Field.defaulting("seed", IntegerType.atLeast(0), 0),
        Field.fallback(
            "initialization",
            StartScale.of("iid", "orthonormal", "coupled"),
            Map.of("scaled", 0.1),
            "weights"),
        Field.optional("weights", weights()),
        Field.defaulting("target", target(), Map.of()),
        Field.defaulting("algorithm", algorithm(), Map.of("kind", "descent")),
        Field.defaulting(
            "learningRate",
            FormsType.of().or("scaled", POSITIVE).or("value", POSITIVE),
            Map.of("scaled", 0.02)),
        Field.defaulting("stop", stop(), Map.of()),
        Field.defaulting("tolerances", ListType.of(POSITIVE), List.of(0.5, 0.2, 0.1)),
        Field.defaulting("mergeCosine", SHARE, 0.99),
        Field.defaulting("record", record(), Map.of()),
        Gauges.field(),
        Field.defaulting("precision", WordType.of("fp64"), "fp64"));
  }

  private static Type weights() {
    return UnionType.by("kind")
        .or(
            "inline",
            Field.optional("W", new MatrixType()),
            Field.optional("B", new MatrixType()),
            Field.required("a", NUMBERS),
            Field.optional("c", NUMBERS),
            Field.optional("perpendicular", NUMBERS));
  }

  /** What a product of matrices is fitted to: its singular values, and the share that is seen. */
  private static Type target() {
    return RecordType.of(
        Field.defaulting("modes", ListType.nonEmpty(POSITIVE), List.of(1.0, 0.5)),
        Field.defaulting("observed", SHARE, 1.0));
  }

  private static Type algorithm() {
    return UnionType.by("kind")
        .or("descent")
        .or("flow", Field.defaulting("tolerance", NumberType.within(0, 1), 1e-10));
  }

  /** The first that is met ends; gap is for the effective dynamics, all else for training. */
  private static Type stop() {
    return RecordType.of(
        Field.fallback("relativeResidual", POSITIVE, 0.1, "residual", "loss"),
        Field.optional("residual", POSITIVE),
        Field.optional("loss", POSITIVE),
        Field.defaulting("gap", POSITIVE, 1e-12),
        Field.optional("time", POSITIVE),
        Field.defaulting("cap", IntegerType.between(1, 10_000_000), 20_000L));
  }

  /** Steps of descent, or times; fractions are of the blow-up time. */
  private static Type record() {
    return RecordType.of(
        Field.defaulting("at", ListType.of(new NumberType(0, true, 1e300, true)), List.of()),
        Field.defaulting(
            "fractions", ListType.of(NumberType.within(0, 1)), List.of(0.5, 0.9, 0.99, 0.999)));
  }
}
