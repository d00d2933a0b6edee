package io.github.widthbench.dataset;

import io.github.widthbench.study.EitherType;
import io.github.widthbench.study.Field;
import io.github.widthbench.study.FormsType;
import io.github.widthbench.study.IntegerType;
import io.github.widthbench.study.ListType;
import io.github.widthbench.study.MatrixType;
import io.github.widthbench.study.NumberType;
import io.github.widthbench.study.RecordType;
import io.github.widthbench.study.TextType;
import io.github.widthbench.study.Type;
import io.github.widthbench.study.UnionType;
import io.github.widthbench.study.WordType;
import java.util.stream.Stream;

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
  private static final Field MORE_HELD_OUT = Field.optional("heldOut", IntegerType.count(0));
  private static final Type SHARE = NumberType.within(0, 1);
  private static final Field NOISE =
      Field.optional("noise", new NumberType(0, true, Double.POSITIVE_INFINITY, false));
  private static final Field FLIP = Field.optional("flip", new NumberType(0, true, 1, true));

  private DataSchema() {}

  /** Every kind of data, with at most one label a point where labels stand in the study. */
  public static Type data() {
    return points()
        .or(
            "inline",
            asItIs(Field.required("x", new MatrixType()), Field.optional("y", NUMBERS), SEED));
  }

  /** The same and images, with any number of labels a point. */
  public static Type dataWithOutputs() {
    return points()
        .or(
            "images",
            asItIs(
                Field.defaulting("pattern", WordType.of("blobs", "gratings"), "blobs"),
                Field.defaulting("side", IntegerType.between(1, MOST_PIXELS_A_SIDE), 8),
                SAMPLE_COUNT,
                Field.defaulting("heldOut", IntegerType.count(0), 0),
                SEED))
        .or(
            "inline",
            asItIs(
                Field.required("x", new MatrixType()),
                Field.optional("y", new EitherType(NUMBERS, new MatrixType())),
                SEED));
  }

  private static UnionType points() {
    Field correlation = Field.required("correlation", NumberType.within(-1, 1));
    Field covariance = Field.optional("covariance", covariance());
    Field all = Field.required("sampleCount", IntegerType.between(1, DIGITS));
    return UnionType.by("kind")
        .or("sphere", asItIs(SAMPLE_COUNT, INPUT_DIM, RADIUS, SEED, MORE_HELD_OUT, covariance))
        .or("circle", asItIs(SAMPLE_COUNT, RADIUS, SEED))
        .or("orthonormal", asItIs(SAMPLE_COUNT, INPUT_DIM, RADIUS, SEED))
        .or("equiangular", asItIs(SAMPLE_COUNT, INPUT_DIM, correlation, RADIUS, SEED))
        .or("gaussian", asItIs(SAMPLE_COUNT, INPUT_DIM, SEED, MORE_HELD_OUT, covariance))
        .or("digits", asItIs(all, HELD_OUT, SEED))
        .or(
            "csv",
            file(Field.required("label", new EitherType(IntegerType.atLeast(0), new TextType()))))
        .or("npy", file(Field.optional("labelPath", new TextType())))
        .or("idx", file(Field.optional("labelPath", new TextType())))
        .or("libsvm", file(Field.optional("inputDim", IntegerType.count(1))));
  }

  /** The fields of a file: which rows of it, and how they are read. */
  private static Field[] file(Field own) {
    return asItIs(
        Field.required("path", new TextType()),
        own,
        Field.optional("positive", NUMBERS),
        Field.optional("sampleCount", IntegerType.count(1)),
        MORE_HELD_OUT,
        Field.optional("radius", POSITIVE),
        SEED);
  }

  /** These fields and those that any data take: what is lost of them, and what is held out. */
  private static Field[] asItIs(Field... own) {
    Type folds =
        RecordType.of(
            Field.required("of", IntegerType.count(2)),
            Field.defaulting("fold", IntegerType.count(0), 0));
    return Stream.concat(
            Stream.of(own),
            Stream.of(
                Field.optional("missing", new NumberType(0, true, 1, false)),
                Field.optional("fill", WordType.of("mean", "zero")),
                Field.optional("split", SHARE),
                Field.optional("folds", folds)))
        .toArray(Field[]::new);
  }

  private static Type covariance() {
    return FormsType.of()
        .or("decay", NumberType.within(-1, 1))
        .or("power", new NumberType(0, true, Double.POSITIVE_INFINITY, false))
        .or("matrix", new MatrixType());
  }

  /** What befalls labels that a teacher makes. */
  public static Type teacherLabels() {
    return RecordType.of(NOISE, FLIP);
  }

  /** Labels of networks with any number of outputs. */
  public static Type labelsWithOutputs() {
    return UnionType.by("kind")
        .orNone(NOISE, FLIP)
        .or("sign", NOISE, FLIP)
        .or("smooth", NOISE, FLIP)
        .or("inputs", NOISE, FLIP);
  }

  /**
   * Labels for points that have none of their own; without a kind, what befalls those they have.
   */
  public static Type labels() {
    return UnionType.by("kind")
        .orNone(NOISE, FLIP)
        .or("sign", NOISE, FLIP)
        .or("smooth", NOISE, FLIP)
        .or("eigenvector", Field.defaulting("which", WordType.of("bottom", "top"), "bottom"));
  }
}
