package io.github.widthbench.experiment;

import io.github.widthbench.study.Node;
import io.github.widthbench.study.Settings;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What data and labels ask for beyond the theory. The statements are about any points and labels,
 * so they hold as they are.
 */
final class DataExtensions {

  private static final Map<String, String> WHAT =
      Map.of(
          "labels.noise", "label noise",
          "labels.flip", "flipped labels",
          "data.missing", "missing entries",
          "data.fill", "gaps filled by",
          "data.covariance", "covariance",
          "data.split", "split",
          "data.folds.of", "folds");

  private DataExtensions() {}

  /** In the order of their names; a share or size of 0 is none. */
  static List<Extension> of(Settings settings) {
    return WHAT.keySet().stream()
        .sorted()
        .filter(path -> settings.find(path).map(Node::plain).filter(v -> !isZero(v)).isPresent())
        .map(path ->
            Extension.within(
                Objects.requireNonNull(WHAT.get(path)),
                text(settings.find(path).orElseThrow().plain())))
        .toList();
  }

  private static String text(@Nullable Object plain) {
    return plain instanceof Map<?, ?> form
        ? form.entrySet().stream()
            .map(e -> e.getKey() + " " + text(e.getValue()))
            .collect(Collectors.joining(", "))
        : plain instanceof List<?> ? "given" : String.valueOf(plain);
  }

  private static boolean isZero(Object value) {
    return value instanceof Number number && number.doubleValue() == 0;
  }
}
