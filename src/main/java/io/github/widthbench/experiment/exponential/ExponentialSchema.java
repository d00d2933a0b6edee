package io.github.widthbench.experiment.exponential;

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

/** The fields of the experiment {@code exponential}. */
public final class ExponentialSchema {
  private static final long DEFAULT_CAP = 100_000;
  private static final double DEFAULT_RESIDUAL = 1e-3;

  private static final Type POSITIVE = NumberType.positive();
  private static final Type NOT_NEGATIVE = new NumberType(0, true, Double.POSITIVE_INFINITY, false);
  private static final Type NUMBERS = ListType.nonEmpty(NumberType.finite());

  private ExponentialSchema() {}

  /** All of them, in the order that a resolved study shows. */
  public static Schema schema() {
    return Schema.of(
        Field.required("data", DataSchema.data()),
        Field.optional("labels", DataSchema.labels()),
        Field.defaulting(
            "activation", WordType.of("exp", "relu", "tanh", "erf", "sigmoid", "softplus"), "exp"),
        Field.optional("width", IntegerType.width()),
        Field.defaulting("seed", IntegerType.atLeast(0), 0),
        Field.defaulting(
            "initialization", StartScale.of("coupled", "iid", "orthonormal"), "coupled"),
        // The default depends on the activation: none for exp, sqrtWidth for the others.
        Forms.normalisation(),
        Field.optional("weights", weights()),
        Field.defaulting(
            "learningRate",
            FormsType.of().or("scaled", POSITIVE).or("value", POSITIVE),
            Map.of("scaled", 1.0)),
        Field.defaulting("stop", stop(), Map.of()),
        Field.defaulting("tolerances", ListType.of(POSITIVE), List.of(1e-1, 1e-2, 1e-3)),
        Field.defaulting("record", record(), Map.of()),
        Field.optional("clip", POSITIVE),
        Gauges.field(),
        Forms.exponent(),
        Forms.storage(),
        Field.optional("batchSize", IntegerType.count(1)),
        Field.optional("loss", WordType.of("squared", "logistic", "huber")),
        Field.optional("output", WordType.of("linear", "tanh")),
        Field.optional(
            "ridge", FormsType.of().or("scaled", NOT_NEGATIVE).or("value", NOT_NEGATIVE)),
        Field.optional(
            "weightDecay", FormsType.of().or("scaled", NOT_NEGATIVE).or("value", NOT_NEGATIVE)),
        Field.defaulting("precision", WordType.of("fp64", "fp32", "tf32"), "fp64"));
  }

  private static Type weights() {
    return UnionType.by("kind")
        .or("inline", Field.required("W", new MatrixType()), Field.required("a", NUMBERS));
  }

  /** Only what this experiment measures at every step; the first that is met ends. */
  private static Type stop() {
    return RecordType.of(
        Field.fallback("residual", POSITIVE, DEFAULT_RESIDUAL, "relativeResidual", "loss"),
        Field.optional("relativeResidual", POSITIVE),
        Field.optional("loss", POSITIVE),
        Field.defaulting("cap", IntegerType.count(0), DEFAULT_CAP));
  }

  private static Type record() {
    return RecordType.of(
        Field.defaulting("at", ListType.of(IntegerType.count(0)), List.of()),
        Field.optional("spectra", WordType.of("all", "ends", "start")));
  }
}
