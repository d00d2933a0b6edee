package io.github.widthbench.experiment.electrodynamics;

import io.github.widthbench.dataset.DataSchema;
import io.github.widthbench.experiment.Monitors;
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

/** The fields of the experiment {@code electrodynamics}. */
public final class ElectrodynamicsSchema {
  private static final Type POSITIVE = NumberType.positive();
  private static final Type NUMBERS = ListType.nonEmpty(NumberType.finite());
  private static final Field KAPPA = Field.defaulting("kappa", POSITIVE, 1.0);
  private static final Field EPSILON = Field.defaulting("epsilon", POSITIVE, 0.1);
  private static final int DEEPEST = 100;
  private static final int LARGEST_DEGREE = 20;

  private ElectrodynamicsSchema() {}

  /** All of them, in the order that a resolved study shows. */
  public static Schema schema() {
    return Schema.of(
        Field.required("potential", potential()),
        Field.optional("data", DataSchema.data()),
        Field.optional("labels", DataSchema.teacherLabels()),
        Field.optional("inputDim", IntegerType.atLeast(1)),
        Field.optional("width", IntegerType.width()),
        // As many as the width where it is not given.
        Field.optional("teacherWidth", IntegerType.atLeast(1)),
        // Networks of so many layers, the output included, instead of charges.
        Field.optional("depth", IntegerType.between(2, DEEPEST)),
        Field.defaulting("seed", IntegerType.atLeast(0), 0),
        Field.defaulting(
            "teacher", FormsType.of("random", "orthonormal").or("clustered", POSITIVE), "random"),
        Field.defaulting("initialization", StartScale.of("random", "orthonormal"), "random"),
        // one where only places are trained, {scaled: 0.1} where charges are.
        Field.optional("charges", FormsType.of("one").or("scaled", POSITIVE)),
        Field.defaulting("spread", POSITIVE, 2.0),
        // The sphere for sign, step and hermite, free for the others.
        Field.optional("domain", WordType.of("sphere", "free")),
        Field.optional("weights", weights()),
        Field.defaulting("train", WordType.of("theta", "all"), "all"),
        Field.defaulting("algorithm", algorithm(), Map.of("kind", "descent")),
        Field.defaulting(
            "learningRate",
            FormsType.of().or("value", POSITIVE).or("backtracking", POSITIVE),
            Map.of("backtracking", 1.0)),
        Field.defaulting("stop", stop(), Map.of()),
        Field.defaulting("tolerances", ListType.of(POSITIVE), List.of(1e-1, 1e-2, 1e-3)),
        Field.defaulting("matchTolerance", POSITIVE, 1e-2),
        Field.defaulting("record", record(), Map.of()),
        Monitors.field(Monitors.WEIGHT_NORM, Monitors.GRADIENT_NORM),
        Field.defaulting("precision", WordType.of("fp64"), "fp64"));
  }

  private static Type potential() {
    return UnionType.by("kind")
        .or("sign")
        .or("step")
        .or("relu")
        .or("erf")
        .or("exp")
        .or("quadratic")
        .or("hermite", Field.required("degree", IntegerType.between(1, LARGEST_DEGREE)))
        .or("gaussian")
        .or("tanh")
        .or("sigmoid")
        .or("harmonic", KAPPA, EPSILON)
        .or("yukawa", KAPPA, EPSILON);
  }

  private static Type weights() {
    Type electrons =
        RecordType.of(Field.required("theta", new MatrixType()), Field.required("a", NUMBERS));
    Type protons =
        RecordType.of(Field.required("w", new MatrixType()), Field.required("b", NUMBERS));
    return UnionType.by("kind")
        .or("inline", Field.required("electrons", electrons), Field.required("protons", protons));
  }

  private static Type algorithm() {
    return UnionType.by("kind")
        .or("descent")
        .or(
            "secondOrder",
            Field.defaulting("gamma", POSITIVE, 1e-4),
            Field.defaulting("push", POSITIVE, 0.1))
        .or("nodewise");
  }

  /** The first that is met ends. */
  private static Type stop() {
    return RecordType.of(
        Field.fallback("residual", POSITIVE, 1e-3, "loss"),
        Field.optional("loss", POSITIVE),
        Field.defaulting("gradient", POSITIVE, 1e-8),
        Field.defaulting("cap", IntegerType.between(1, 10_000_000), 10_000L));
  }

  private static Type record() {
    return RecordType.of(Field.defaulting("at", ListType.of(IntegerType.atLeast(0)), List.of()));
  }
}
