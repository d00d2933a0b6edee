package io.github.widthbench.experiment.exponential;

import io.github.widthbench.study.EitherType;
import io.github.widthbench.study.Field;
import io.github.widthbench.study.FormsType;
import io.github.widthbench.study.IntegerType;
import io.github.widthbench.study.ListType;
import io.github.widthbench.study.MatrixType;
import io.github.widthbench.study.NumberType;
import io.github.widthbench.study.RecordType;
import io.github.widthbench.study.Schema;
import io.github.widthbench.study.TextType;
import io.github.widthbench.study.Type;
import io.github.widthbench.study.UnionType;
import io.github.widthbench.study.WordType;
import java.util.List;
import java.util.Map;

/** The fields of the experiment {@code exponential}. */
public final class ExponentialSchema {
  private static final int DIGITS = 1797;
  private static final long DEFAULT_CAP = 100_000;
  private static final double DEFAULT_RESIDUAL = 1e-3;

  private static final Type POSITIVE = NumberType.positive();
  private static final Type NUMBERS = ListType.nonEmpty(NumberType.finite());
  private static final Field SAMPLE_COUNT = Field.required("sampleCount", IntegerType.atLeast(1));
  private static final Field INPUT_DIM = Field.required("inputDim", IntegerType.atLeast(1));
  private static final Field RADIUS = Field.defaulting("radius", POSITIVE, 1.0);
  private static final Field SEED = Field.defaulting("seed", IntegerType.atLeast(0), 0);
  private static final Field HELD_OUT =
      Field.defaulting("heldOut", IntegerType.between(0, DIGITS - 1), 0);

  private ExponentialSchema() {}

  /** All of them, in the order that a resolved study shows. */
  public static Schema schema() {
    return Schema.of(
        Field.required("data", data()),
        Field.optional("labels", labels()),
        Field.defaulting(
            "activation", WordType.of("exp", "relu", "tanh", "erf", "sigmoid", "softplus"), "exp"),
        Field.optional("width", IntegerType.width()),
        SEED,
        Field.defaulting(
            "initialization",
            FormsType.of("coupled", "iid", "orthonormal").or("scaled", POSITIVE),
            "coupled"),
        // The default depends on the activation: none for exp, sqrtWidth for the others.
        Field.optional("normalisation", WordType.of("none", "sqrtWidth")),
        Field.optional("weights", weights()),
        Field.defaulting(
            "learningRate",
            FormsType.of().or("scaled", POSITIVE).or("value", POSITIVE),
            Map.of("scaled", 1.0)),
        Field.defaulting("stop", stop(), Map.of()),
        Field.defaulting("tolerances", ListType.of(POSITIVE), List.of(1e-1, 1e-2, 1e-3)),
        Field.defaulting("record", record(), Map.of()),
        Field.optional("clip", POSITIVE),
        Field.defaulting("precision", WordType.of("fp64", "fp32", "tf32"), "fp64"));
  }

  private static Type data() {
    return UnionType.by("kind")
        .or("sphere", SAMPLE_COUNT, INPUT_DIM, RADIUS, SEED)
        .or("circle", SAMPLE_COUNT, RADIUS, SEED)
        .or("orthonormal", SAMPLE_COUNT, INPUT_DIM, RADIUS, SEED)
        .or(
            "equiangular",
            SAMPLE_COUNT,
            INPUT_DIM,
            Field.required("correlation", NumberType.within(-1, 1)),
            RADIUS,
            SEED)
        .or("gaussian", SAMPLE_COUNT, INPUT_DIM, SEED)
        .or("digits", Field.required("sampleCount", IntegerType.between(1, DIGITS)), HELD_OUT, SEED)
        .or(
            "csv",
            Field.required("path", new TextType()),
            Field.required("label", new EitherType(IntegerType.atLeast(0), new TextType())),
            Field.optional("heldOut", IntegerType.atLeast(0)),
            SEED)
        .or("inline", Field.required("x", new MatrixType()), Field.optional("y", NUMBERS), SEED);
  }

  private static Type labels() {
    return UnionType.by("kind")
        .or("sign")
        .or("smooth")
        .or("eigenvector", Field.defaulting("which", WordType.of("bottom", "top"), "bottom"));
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
        Field.defaulting("cap", IntegerType.atLeast(1), DEFAULT_CAP));
  }

  private static Type record() {
    return RecordType.of(Field.defaulting("at", ListType.of(IntegerType.atLeast(0)), List.of()));
  }
}
