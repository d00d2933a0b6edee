package io.github.widthbench.dataset;

import io.github.widthbench.study.Settings;
import io.github.widthbench.study.StudyException;
import java.util.Arrays;
import java.util.Optional;

/** Makes the data set that the fields {@code data} and {@code labels} of a study ask for. */
public final class Datasets {

  private Datasets() {}

  /**
   * A data set with at most one output a point.
   *
   * @throws StudyException if the fields ask for what cannot be, or a file cannot be read
   */
  public static Dataset read(Settings settings) {
    Dataset data = readOutputs(settings);
    data.targets()
        .filter(rows -> rows[0].length != 1)
        .ifPresent(rows -> {
          throw settings.error("data.y", "rows of " + rows[0].length, "one number a point");
        });
    return data;
  }

  /** The same with any number of outputs. */
  public static Dataset readOutputs(Settings settings) {
    Fields fields = new Fields(settings);
    Dataset source = source(settings.text("data.kind"), fields);
    fields.agree("data.sampleCount", source.sampleCount());
    fields.agree("data.inputDim", source.inputDim());
    fields.agree("data.heldOut", source.heldOut().map(Dataset::sampleCount).orElse(0));
    Gaps gaps = Gaps.of(fields);
    Dataset clean = gaps.lose(labelled(fields, source));
    LabelFaults faults = LabelFaults.of(fields);
    Dataset noisy =
        faults.isNone() ? clean : clean.withTargets(clean.targets().map(faults::applyTo));
    return scaled(fields, gaps.fill(Split.of(fields, noisy, clean)));
  }

  /** Labels that a teacher made, with the noise and the flips that {@code labels} asks for. */
  public static double[] noisy(Settings settings, double[] labels) {
    LabelFaults faults = LabelFaults.of(new Fields(settings));
    double[][] rows =
        Arrays.stream(labels).mapToObj(y -> new double[] {y}).toArray(double[][]::new);
    return Arrays.stream(faults.applyTo(rows)).mapToDouble(row -> row[0]).toArray();
  }

  private static Dataset source(String kind, Fields fields) {
    return switch (kind) {
      case "sphere", "circle", "orthonormal", "equiangular", "gaussian" ->
          GeneratedSource.read(kind, fields);
      case "digits" -> DigitsSource.read(fields);
      case "images" -> ImageSource.read(fields);
      case "csv", "npy", "idx", "libsvm" -> FileSource.read(kind, fields);
      case "inline" -> InlineSource.read(fields);
      default ->
          throw fields
              .settings()
              .error(
                  "data.kind",
                  kind,
                  "sphere, circle, orthonormal, equiangular, gaussian, digits, images, csv, npy, idx, libsvm, inline");
    };
  }

  private static Dataset labelled(Fields fields, Dataset data) {
    Labels labels = new Labels(fields);
    if (labels.dependOnPoints() && !Gaps.isComplete(data.x())) {
      throw fields.settings().error("labels.kind", "points with gaps", "labels of their own");
    }
    Optional<Dataset> heldOut =
        data.heldOut().map(more -> labels.applyTo(more, data.sampleCount()));
    return labels.applyTo(data, 0).withHeldOut(heldOut);
  }

  /** Points of files with the norm {@code data.radius}, where it is given; a zero point stays. */
  private static Dataset scaled(Fields fields, Dataset data) {
    boolean fromFile = fields.settings().has("data.path");
    if (!fromFile || !fields.settings().has("data.radius")) {
      return data;
    }
    double radius = fields.radius();
    return data.withPoints(Generator.scaledTo(radius, data.x()))
        .withHeldOut(
            data.heldOut().map(more -> more.withPoints(Generator.scaledTo(radius, more.x()))));
  }
}
