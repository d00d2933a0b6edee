package io.github.widthbench.report;

import io.github.widthbench.report.chart.Numbers;
import io.github.widthbench.study.Axis;
import io.github.widthbench.study.Study;
import java.util.List;

/** What a study asks, as text. */
final class AskedText {

  /** More values than that are named by the first and the last. */
  private static final int MOST_NAMED = 6;

  private AskedText() {}

  /** One line an axis, such as {@code width: 64 to 4096, 7 values}. */
  static List<String> of(Study study) {
    return study.axes().stream().map(AskedText::line).toList();
  }

  private static String line(Axis axis) {
    List<String> values = axis.values().stream().map(node -> Numbers.text(node.plain())).toList();
    return axis.path()
        + ": "
        + (values.size() <= MOST_NAMED
            ? String.join(", ", values)
            : "%s to %s, %d values".formatted(values.getFirst(), values.getLast(), values.size()));
  }
}
