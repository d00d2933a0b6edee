package io.github.widthbench.experiment;

import io.github.widthbench.math.Precision;
import java.util.Locale;
import java.util.Optional;

/**
 * Says where the rounding of a precision hides what a record is read for. Each sentence begins with
 * what is hidden and a colon, so that reports can count the cells of a kind.
 *
 * @param precision that the record was computed in; FP64 is what statements are about and gets none
 */
public record PrecisionCautions(Precision precision) {

  /**
   * A matrix rounded entry by entry moves its eigenvalues by about the unit roundoff times the
   * largest: a smaller one is rounding (Weyl).
   */
  public Optional<String> ofEigenvalue(double smallest, double largest) {
    double needed = precision.unitRoundoff() * largest;
    return precision == Precision.FP64 || !(needed > smallest)
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "smallest eigenvalue below rounding: found %.2g, needed %.2g, the unit roundoff"
                    + " %.2g of %s times the largest eigenvalue %.2g",
                smallest,
                needed,
                precision.unitRoundoff(),
                precision.label(),
                largest));
  }

  /** A mean over m random neurons has an error of about 1/√m; rounding must stay below it. */
  public Optional<String> ofWidth(double width) {
    double error = 1 / Math.sqrt(width);
    return precision == Precision.FP64 || !(precision.unitRoundoff() > error)
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "Monte-Carlo error below rounding: found 1/√m = %.2g, needed %.2g, the unit"
                    + " roundoff of %s",
                error,
                precision.unitRoundoff(),
                precision.label()));
  }
}
