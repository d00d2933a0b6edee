package io.github.widthbench.dataset;

import io.github.widthbench.math.Draws;
import io.github.widthbench.math.Draws.Stream;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Chooses training and held-out images by a permutation of all, which {@code data.seed} fixes. */
final class DigitsSource {

  private static final String HELD_OUT = "data.heldOut";

  private DigitsSource() {}

  static Dataset read(Fields fields) {
    int train = fields.sampleCount();
    int held = fields.heldOut();
    if ((long) train + held > Digits.COUNT) {
      String path = train > Digits.COUNT ? "data.sampleCount" : HELD_OUT;
      throw fields
          .settings()
          .error(path, train + " + " + held + " held out", "at most " + Digits.COUNT + " in all");
    }
    int[] order = new Draws(fields.seed(), Stream.SPLIT).permutation(Digits.COUNT);
    Optional<Dataset> heldOut =
        held == 0
            ? Optional.empty()
            : Optional.of(
                images(Arrays.copyOfRange(order, train, train + held), fields, Optional.empty()));
    return images(Arrays.copyOf(order, train), fields, heldOut);
  }

  private static Dataset images(int[] indices, Fields fields, Optional<Dataset> heldOut) {
    String description =
        String.format(
            Locale.ROOT,
            "digits: %d of %d images, odd against even, norm %s",
            indices.length,
            Digits.COUNT,
            fields.radius());
    return new Dataset(
        description,
        Digits.images(indices, fields.radius()),
        Optional.of(Digits.parities(indices)),
        heldOut);
  }
}
