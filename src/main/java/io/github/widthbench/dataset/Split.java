package io.github.widthbench.dataset;

import io.github.widthbench.math.Draws;
import io.github.widthbench.math.Draws.Stream;
import io.github.widthbench.study.Settings;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Parts the points into those that are trained on and those to test with: a share of them by {@code
 * data.split}, or one of several folds by {@code data.folds}. The seed of the data fixes the parts.
 */
final class Split {

  private static final String SPLIT = "data.split";
  private static final String FOLDS = "data.folds";

  private Split() {}

  /**
   * The training points of {@code noisy}, with the others of {@code clean} held out.
   *
   * @param clean the same points with labels to test with
   */
  static Dataset of(Fields fields, Dataset noisy, Dataset clean) {
    Settings settings = fields.settings();
    if (!settings.has(SPLIT) && !settings.has(FOLDS)) {
      return noisy;
    }
    check(settings, noisy);
    int n = noisy.sampleCount();
    int[] order = new Draws(fields.seed(), Stream.FOLDS).permutation(n);
    int[] range = settings.has(SPLIT) ? share(settings, n) : fold(settings, n);
    int[] held = IntStream.range(range[0], range[1]).map(k -> order[k]).sorted().toArray();
    int[] trained =
        IntStream.range(0, n)
            .filter(k -> k < range[0] || k >= range[1])
            .map(k -> order[k])
            .sorted()
            .toArray();
    return noisy.only(trained).withHeldOut(Optional.of(clean.only(held)));
  }

  private static void check(Settings settings, Dataset data) {
    if (settings.has(SPLIT) && settings.has(FOLDS)) {
      throw settings.error(FOLDS, "folds beside a split", "data.split or data.folds, not both");
    }
    String field = settings.has(SPLIT) ? SPLIT : FOLDS;
    if (data.heldOut().isPresent()) {
      throw settings.error(
          field, "data that hold points out already", "data.heldOut: 0, or no " + field);
    }
  }

  /** The last places of the order, at least one and not all. */
  private static int[] share(Settings settings, int n) {
    long held = Math.round(settings.number(SPLIT) * n);
    if (held < 1 || held >= n) {
      throw settings.error(
          SPLIT,
          "%s of %d points, which is %d".formatted(settings.number(SPLIT), n, held),
          "a share that leaves points to train on and to test with");
    }
    return new int[] {n - (int) held, n};
  }

  private static int[] fold(Settings settings, int n) {
    long of = settings.integer(FOLDS + ".of");
    long fold = settings.integer(FOLDS + ".fold");
    if (fold >= of) {
      throw settings.error(FOLDS + ".fold", String.valueOf(fold), "0 to " + (of - 1));
    }
    if (of > n) {
      throw settings.error(FOLDS + ".of", String.valueOf(of), "at most " + n + ", the points");
    }
    return new int[] {(int) (fold * n / of), (int) ((fold + 1) * n / of)};
  }
}
