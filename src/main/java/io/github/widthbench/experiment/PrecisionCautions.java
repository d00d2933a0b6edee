package io.github.widthbench.experiment;

import io.github.widthbench.math.FloatFormat;
import io.github.widthbench.math.Precision;
import java.util.Locale;
import java.util.Optional;

/**
 * Says where the rounding of a precision hides what a record is read for. Each sentence begins with
 * what is hidden and a colon, so that reports can count the cells of a kind.
 *
 * @param label of the precision that the record was computed in
 * @param unitRoundoff of it; that of FP64 is what statements are about and gets none
 */
public record PrecisionCautions(String label, double unitRoundoff) {

  public PrecisionCautions(Precision precision) {
    this(precision.label(), precision.unitRoundoff());
  }

  /** Of numbers that are only stored in a format. */
  public PrecisionCautions(FloatFormat format) {
    this(format.label(), format.unitRoundoff());
  }

  private boolean isFp64() {
    return unitRoundoff <= Precision.FP64.unitRoundoff();
  }

  /**
   * A matrix rounded entry by entry moves its eigenvalues by about the unit roundoff times the
   * largest: a smaller one is rounding (Weyl).
   */
  public Optional<String> ofEigenvalue(double smallest, double largest) {
    double needed = unitRoundoff * largest;
    return isFp64() || !(needed > smallest)
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "smallest eigenvalue below rounding: found %.2g, needed %.2g, the unit roundoff"
                    + " %.2g of %s times the largest eigenvalue %.2g",
                smallest,
                needed,
                unitRoundoff,
                label,
                largest));
  }

  /** A mean over m random neurons has an error of about 1/√m; rounding must stay below it. */
  public Optional<String> ofWidth(double width) {
    double error = 1 / Math.sqrt(width);
    return isFp64() || !(unitRoundoff > error)
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "Monte-Carlo error below rounding: found 1/√m = %.2g, needed %.2g, the unit"
                    + " roundoff of %s",
                error,
                unitRoundoff,
                label));
  }
}
