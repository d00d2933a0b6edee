package io.github.widthbench.dataset;

import io.github.widthbench.study.EitherType;
import io.github.widthbench.study.Field;
import io.github.widthbench.study.IntegerType;
import io.github.widthbench.study.ListType;
import io.github.widthbench.study.MatrixType;
import io.github.widthbench.study.NumberType;
import io.github.widthbench.study.TextType;
import io.github.widthbench.study.Type;
import io.github.widthbench.study.UnionType;
import io.github.widthbench.study.WordType;

/** The fields {@code data} and {@code labels}, which {@link Datasets} reads. */
public final class DataSchema {
  private static final int DIGITS = 1797;
  private static final int MOST_PIXELS_A_SIDE = 64;
  private static final Type POSITIVE = NumberType.positive();
  private static final Type NUMBERS = ListType.nonEmpty(NumberType.finite());
  private static final Field SAMPLE_COUNT = Field.required("sampleCount", IntegerType.count(1));
  private static final Field INPUT_DIM = Field.required("inputDim", IntegerType.count(1));
  private static final Field RADIUS = Field.defaulting("radius", POSITIVE, 1.0);
  private static final Field SEED = Field.defaulting("seed", IntegerType.atLeast(0), 0);
  private static final Field HELD_OUT =
      Field.defaulting("heldOut", IntegerType.between(0, DIGITS - 1), 0);

  private DataSchema() {}

  /** Every kind of data, with at most one label a point where labels stand in the study. */
  public static Type data() {
    return points()
        .or("inline", Field.required("x", new MatrixType()), Field.optional("y", NUMBERS), SEED);
  }

  /** The same and images, with any number of labels a point. */
  public static Type dataWithOutputs() {
    return points()
        .or(
            "images",
            Field.defaulting("pattern", WordType.of("blobs", "gratings"), "blobs"),
            Field.defaulting("side", IntegerType.between(1, MOST_PIXELS_A_SIDE), 8),
            SAMPLE_COUNT,
            Field.defaulting("heldOut", IntegerType.count(0), 0),
            SEED)
        .or(
            "inline",
            Field.required("x", new MatrixType()),
            Field.optional("y", new EitherType(NUMBERS, new MatrixType())),
            SEED);
  }

  private static UnionType points() {
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
            SEED);
  }

  /** Labels of networks with any number of outputs. */
  public static Type labelsWithOutputs() {
    return UnionType.by("kind").or("sign").or("smooth").or("inputs");
  }

  /** Labels for points that have none of their own. */
  public static Type labels() {
    return UnionType.by("kind")
        .or("sign")
        .or("smooth")
        .or("eigenvector", Field.defaulting("which", WordType.of("bottom", "top"), "bottom"));
  }
}
