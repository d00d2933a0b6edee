package io.github.widthbench.experiment.recovery;

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

/** The fields of the experiment {@code recovery}. */
public final class RecoverySchema {
  private static final long DEFAULT_CAP = 100_000;
  private static final double DEFAULT_LOSS = 1e-24;
  private static final double DEFAULT_TIME = 1e9;
  private static final int MOST_NEURONS = 256;

  private static final Type POSITIVE = NumberType.positive();
  private static final Type NEURONS = IntegerType.between(1, MOST_NEURONS);

  private RecoverySchema() {}

  /** All of them, in the order that a resolved study shows. */
  public static Schema schema() {
    return Schema.of(
        Field.required("data", DataSchema.data()),
        Field.optional("labels", DataSchema.teacherLabels()),
        Field.defaulting(
            "activation", WordType.of("tanh", "erf", "sigmoid", "softplus", "exp"), "tanh"),
        Field.fallback(
            "teacher", teacher(), Map.of("kind", "random", "neurons", 1L, "seed", 0L), "weights"),
        Field.optional("width", NEURONS),
        Field.defaulting("seed", IntegerType.atLeast(0), 0),
        Field.fallback("initialization", initialization(), Map.of("branch", Map.of()), "weights"),
        Field.optional("weights", weights()),
        Field.defaulting("algorithm", algorithm(), Map.of("kind", "flow")),
        Field.defaulting(
            "learningRate",
            FormsType.of().or("scaled", POSITIVE).or("value", POSITIVE),
            Map.of("scaled", 1.0)),
        Field.defaulting("stop", stop(), Map.of()),
        Field.defaulting("tolerances", ListType.of(POSITIVE), List.of(1e-3, 1e-6, 1e-9)),
        Field.defaulting("record", record(), Map.of()),
        Monitors.field(Monitors.WEIGHT_NORM, Monitors.GRADIENT_NORM),
        Field.defaulting("precision", WordType.of("fp64"), "fp64"));
  }

  private static Type teacher() {
    return UnionType.by("kind")
        .or(
            "random",
            Field.defaulting("neurons", NEURONS, 1),
            Field.defaulting("seed", IntegerType.atLeast(0), 0))
        .or("inline", layer().fields().toArray(Field[]::new));
  }

  private static RecordType layer() {
    return RecordType.of(
        Field.required("a", ListType.nonEmpty(NumberType.finite())),
        Field.required("w", new MatrixType()));
  }

  private static Type initialization() {
    return StartScale.of("iid", "orthonormal", "coupled")
        .or(
            "branch",
            RecordType.of(
                Field.defaulting("duplicates", IntegerType.between(0, MOST_NEURONS), 0),
                Field.defaulting("delta", new NumberType(0, true, 1, true), 1e-2)));
  }

  private static Type weights() {
    return UnionType.by("kind")
        .or("inline", Field.required("student", layer()), Field.required("teacher", layer()));
  }

  private static Type algorithm() {
    return UnionType.by("kind")
        .or("flow", Field.defaulting("tolerance", NumberType.within(0, 1), 1e-9))
        .or("descent");
  }

  /** The first that is met ends; a flow's cap counts the steps of its integrator. */
  private static Type stop() {
    return RecordType.of(
        Field.fallback("loss", POSITIVE, DEFAULT_LOSS, "residual", "gradient"),
        Field.optional("residual", POSITIVE),
        Field.optional("gradient", POSITIVE),
        Field.defaulting("time", POSITIVE, DEFAULT_TIME),
        Field.defaulting("cap", IntegerType.between(1, Integer.MAX_VALUE), DEFAULT_CAP));
  }

  private static Type record() {
    return RecordType.of(
        Field.defaulting("at", ListType.of(new NumberType(0, true, 1e300, true)), List.of()));
  }
}
