package io.github.widthbench.dataset;

import java.util.Locale;
import java.util.Optional;

/** Reads the fields of made images; held-out ones continue the draws. */
final class ImageSource {

  private ImageSource() {}

  static Dataset read(Fields fields) {
    int n = fields.sampleCount();
    int held = fields.heldOut();
    Optional<Dataset> heldOut =
        held == 0 ? Optional.empty() : Optional.of(images(fields, n, held, Optional.empty()));
    return images(fields, 0, n, heldOut);
  }

  private static Dataset images(Fields fields, int first, int n, Optional<Dataset> heldOut) {
    String pattern = fields.settings().text("data.pattern");
    int side = fields.count("data.side", 1);
    String description =
        String.format(Locale.ROOT, "images: %d %s of %d×%d pixels", n, pattern, side, side);
    double[][] x = Images.of(pattern, side, first, n, fields.seed());
    return new Dataset(description, x, Optional.empty(), heldOut);
  }
}
