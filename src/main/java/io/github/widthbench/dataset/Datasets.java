package io.github.widthbench.dataset;

import io.github.widthbench.study.Settings;
import io.github.widthbench.study.StudyException;
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
    String kind = settings.text("data.kind");
    Dataset data =
        switch (kind) {
          case "sphere", "circle", "orthonormal", "equiangular", "gaussian" ->
              GeneratedSource.read(kind, fields);
          case "digits" -> DigitsSource.read(fields);
          case "images" -> ImageSource.read(fields);
          case "csv" -> CsvSource.read(fields);
          case "inline" -> InlineSource.read(fields);
          default ->
              throw settings.error(
                  "data.kind",
                  kind,
                  "sphere, circle, orthonormal, equiangular, gaussian, digits, images, csv, inline");
        };
    fields.agree("data.sampleCount", data.sampleCount());
    fields.agree("data.inputDim", data.inputDim());
    fields.agree("data.heldOut", data.heldOut().map(Dataset::sampleCount).orElse(0));
    return labelled(fields, data);
  }

  private static Dataset labelled(Fields fields, Dataset data) {
    Labels labels = new Labels(fields);
    Optional<Dataset> heldOut =
        data.heldOut().map(more -> labels.applyTo(more, data.sampleCount()));
    return labels.applyTo(data, 0).withHeldOut(heldOut);
  }
}
