package io.github.widthbench.report;

import io.github.widthbench.report.chart.Numbers;
import io.github.widthbench.results.CellRecord;
import io.github.widthbench.results.CellRecord.Ran;
import io.github.widthbench.results.CellRecord.Timing;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;

/** What cells ran on, and how long they took, as text. */
final class RanText {

  private static final String NONE = "nothing ran";

  private RanText() {}

  /** The devices of {@code records}; a software device is never called a GPU. */
  static String devices(List<CellRecord> records) {
    String devices =
        records.stream()
            .map(record -> device(record.backend()))
            .distinct()
            .collect(Collectors.joining("; "));
    return devices.isEmpty() ? NONE : devices;
  }

  /** The precisions of {@code records}, such as {@code FP64}. */
  static String precisions(List<CellRecord> records) {
    String precisions =
        records.stream()
            .map(record -> record.backend().precision().toUpperCase(Locale.ROOT))
            .distinct()
            .collect(Collectors.joining(", "));
    return precisions.isEmpty() ? NONE : precisions;
  }

  /** The median time of a cell; what else ran meanwhile is said. */
  static String seconds(List<CellRecord> records) {
    if (records.isEmpty()) {
      return NONE;
    }
    List<Timing> sorted =
        records.stream()
            .map(CellRecord::timing)
            .sorted(Comparator.comparingDouble(Timing::seconds))
            .toList();
    boolean contended = sorted.stream().anyMatch(Timing::contended);
    return Numbers.decimal(sorted.get(sorted.size() / 2).seconds())
        + " s"
        + (contended ? ", beside other work" : "")
        + slowed(sorted);
  }

  private static String slowed(List<Timing> timings) {
    List<String> reasons = timings.stream().map(Timing::slowed).filter(Objects::nonNull).toList();
    return reasons.isEmpty()
        ? ""
        : ", the device slowed down for %d of %d cells (%s)"
            .formatted(reasons.size(), timings.size(), reasons.getFirst());
  }

  private static String device(Ran ran) {
    String passes = ran.fused() ? "" : ", without fused passes";
    boolean software = ran.device().toLowerCase(Locale.ROOT).contains("software");
    return switch (ran.used()) {
      case "cuda" -> (software ? "software device, no GPU: " : "GPU: ") + ran.device() + passes;
      case "cpu" -> "CPU: " + ran.device() + passes;
      default -> ran.used() + ": " + ran.device() + passes;
    };
  }
}
