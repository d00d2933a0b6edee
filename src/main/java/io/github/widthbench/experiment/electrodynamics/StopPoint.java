package io.github.widthbench.experiment.electrodynamics;

import io.github.widthbench.backend.EigenSolver;
import io.github.widthbench.experiment.electrodynamics.potential.Symmetry;
import io.github.widthbench.math.Vectors;
import io.github.widthbench.spectrum.Spectrum;
import java.util.Arrays;
import java.util.Locale;
import java.util.OptionalInt;

/**
 * What the electrons ended in.
 *
 * @param index number of negative eigenvalues of the Hessian, none where it was too large to solve
 * @param smallest the smallest eigenvalue, NaN where it was too large to solve
 * @param antipodal pairs of electrons that cancel each other: θ and −θ of one charge, where the
 *     activation is odd
 */
record StopPoint(Kind kind, OptionalInt index, double smallest, int antipodal) {

  /** The kinds, in the order in which they are asked for. */
  enum Kind {
    /** Every proton has an electron. */
    MATCHED,
    /** The loss was still falling. */
    MOVING,
    /** Two electrons are one neuron, or cancel each other. */
    MERGED,
    /** The Hessian has a negative eigenvalue. */
    SADDLE,
    /** A minimum that is none of these. */
    SPURIOUS;

    /** The word used in records. */
    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Larger Hessians are not solved. */
  private static final int MOST_DIRECTIONS = 200;

  private static final double STEP = 1e-4;

  /** Eigenvalues above minus this share of the largest are rounding of the differences. */
  private static final double NOISE = 1e-6;

  /** What the classification needs to know besides the electrons. */
  record Frame(Matching matching, int protons, boolean settled, Symmetry symmetry, double near) {}

  static StopPoint of(Landscape landscape, Neurons electrons, Frame frame, EigenSolver solver) {
    Curvature curvature = new Curvature(landscape, electrons);
    int n = curvature.order();
    OptionalInt index = OptionalInt.empty();
    double smallest = Double.NaN;
    if (n <= MOST_DIRECTIONS) {
      Spectrum spectrum = Spectrum.of(curvature.hessian(STEP), n, solver);
      double noise = NOISE * Math.max(1, Math.max(spectrum.largest(), -spectrum.smallest()));
      index =
          OptionalInt.of((int) Arrays.stream(spectrum.values()).filter(v -> v < -noise).count());
      smallest = spectrum.smallest();
    }
    int antipodal = antipodal(electrons, frame);
    return new StopPoint(kind(electrons, frame, index, antipodal), index, smallest, antipodal);
  }

  private static Kind kind(Neurons electrons, Frame frame, OptionalInt index, int antipodal) {
    if (frame.matching().learned() == frame.protons()) {
      return Kind.MATCHED;
    }
    if (!frame.settled()) {
      return Kind.MOVING;
    }
    if (antipodal > 0 || hasMerged(electrons, frame)) {
      return Kind.MERGED;
    }
    return index.orElse(0) > 0 ? Kind.SADDLE : Kind.SPURIOUS;
  }

  private static boolean hasMerged(Neurons electrons, Frame frame) {
    for (int i = 0; i < electrons.count(); i++) {
      for (int l = 0; l < i; l++) {
        if (isCharged(electrons, i)
            && isCharged(electrons, l)
            && Matching.distance(electrons, i, electrons, l, frame.symmetry()) <= frame.near()) {
          return true;
        }
      }
    }
    return false;
  }

  private static int antipodal(Neurons electrons, Frame frame) {
    int pairs = 0;
    for (int i = 0; frame.symmetry() == Symmetry.ODD && i < electrons.count(); i++) {
      for (int l = 0; l < i; l++) {
        double product = electrons.a()[i] * electrons.a()[l];
        double distance =
            product > 0
                ? Matching.reflected(electrons.w()[i], electrons.w()[l])
                : Vectors.distance(electrons.w()[i], electrons.w()[l]);
        boolean charged = isCharged(electrons, i) && isCharged(electrons, l);
        pairs += charged && distance <= frame.near() ? 1 : 0;
      }
    }
    return pairs;
  }

  private static boolean isCharged(Neurons electrons, int i) {
    return Math.abs(electrons.a()[i]) >= Matching.NO_CHARGE;
  }
}
