package io.github.widthbench.experiment.momentum;

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
import io.github.widthbench.study.TextType;
import io.github.widthbench.study.Type;
import io.github.widthbench.study.UnionType;
import io.github.widthbench.study.WordType;
import java.util.List;
import java.util.Map;

/** The fields of the experiment {@code momentum}. */
public final class MomentumSchema {
  private static final long DEFAULT_CAP = 100_000;
  private static final double DEFAULT_GRADIENT = 1e-8;
  private static final double DEFAULT_RATIO = 0.5;
  private static final double DEFAULT_HEAVY_BALL = 0.9;
  private static final int MOST_LAYERS = 256;

  private static final Type POSITIVE = NumberType.positive();
  private static final Type NOT_NEGATIVE = new NumberType(0, true, Double.POSITIVE_INFINITY, false);
  private static final WordType ACTIVATIONS =
      WordType.of("tanh", "sigmoid", "softplus", "erf", "exp", "relu");
  private static final WordType ACTIVATIONS_OR_LINEAR =
      WordType.of("linear", "tanh", "sigmoid", "softplus", "erf", "exp", "relu");

  private MomentumSchema() {}

  /** All of them, in the order that a resolved study shows. */
  public static Schema schema() {
    return Schema.of(
        Field.required("data", DataSchema.dataWithOutputs()),
        Field.optional("labels", DataSchema.labelsWithOutputs()),
        Field.fallback(
            "architecture",
            architecture(),
            Map.of("kind", "layered", "family", "allSkips"),
            "network"),
        Field.optional("network", network()),
        Field.fallback("activation", ACTIVATIONS, "tanh", "network"),
        Field.fallback("output", ACTIVATIONS_OR_LINEAR, "linear", "network"),
        Field.optional("width", IntegerType.width()),
        Field.defaulting("seed", IntegerType.atLeast(0), 0),
        Field.fallback(
            "initialization", StartScale.of("iid", "orthonormal", "coupled"), "iid", "weights"),
        Field.optional("weights", weights()),
        Field.defaulting("loss", WordType.of("sum", "mean"), "sum"),
        Field.defaulting("algorithm", algorithm(), Map.of("kind", "adaptive")),
        Field.defaulting(
            "learningRate",
            FormsType.of().or("scaled", POSITIVE).or("value", POSITIVE),
            Map.of("scaled", 0.2)),
        Field.defaulting("stop", stop(), Map.of()),
        Field.defaulting("tolerances", ListType.of(POSITIVE), List.of(1e-2, 1e-4, 1e-6)),
        Field.defaulting("lossTolerances", ListType.of(POSITIVE), List.of()),
        Field.defaulting("record", record(), Map.of()),
        Monitors.field(Monitors.WEIGHT_NORM, Monitors.GRADIENT_NORM, Monitors.STEP_CURVATURE),
        Field.defaulting("precision", WordType.of("fp64", "fp32"), "fp64"));
  }

  private static Type architecture() {
    Field family =
        Field.defaulting("family", WordType.of("sequential", "oneSkip", "allSkips"), "allSkips");
    return UnionType.by("kind")
        .or("layered", family, Field.defaulting("depth", IntegerType.between(2, MOST_LAYERS), 3))
        .or(
            "autoencoder",
            Field.defaulting(
                "family", WordType.of("sequential", "matched", "allSkips"), "allSkips"),
            Field.required("code", IntegerType.count(1)));
  }

  private static Type network() {
    Type id = new TextType();
    return RecordType.of(
        Field.required(
            "nodes",
            ListType.nonEmpty(
                RecordType.of(
                    Field.required("id", id),
                    Field.required("size", IntegerType.count(1)),
                    Field.optional("activation", ACTIVATIONS_OR_LINEAR)))),
        Field.required("edges", ListType.nonEmpty(ListType.nonEmpty(id))),
        Field.required("inputs", ListType.nonEmpty(id)),
        Field.required("outputs", ListType.nonEmpty(id)),
        Field.optional("code", id));
  }

  private static Type weights() {
    return UnionType.by("kind")
        .or(
            "inline",
            Field.required(
                "edges",
                ListType.nonEmpty(
                    RecordType.of(
                        Field.required("from", new TextType()),
                        Field.required("to", new TextType()),
                        Field.required("W", new MatrixType())))));
  }

  private static Type algorithm() {
    return UnionType.by("kind")
        .or(
            "adaptive",
            Field.fallback("ratio", new NumberType(0, true, 1, false), DEFAULT_RATIO, "momentum"),
            Field.optional("momentum", NOT_NEGATIVE),
            Field.defaulting("scope", WordType.of("global", "node"), "global"))
        .or("heavyBall", Field.defaulting("momentum", NOT_NEGATIVE, DEFAULT_HEAVY_BALL))
        .or("descent");
  }

  /** The first that is met ends. */
  private static Type stop() {
    return RecordType.of(
        Field.fallback("gradient", POSITIVE, DEFAULT_GRADIENT, "loss", "residual"),
        Field.optional("loss", POSITIVE),
        Field.optional("residual", POSITIVE),
        Field.defaulting("cap", IntegerType.count(1), DEFAULT_CAP));
  }

  private static Type record() {
    return RecordType.of(Field.defaulting("at", ListType.of(IntegerType.count(0)), List.of()));
  }
}
