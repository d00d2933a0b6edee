package io.github.widthbench.experiment.electrodynamics;

import io.github.widthbench.experiment.Verdict;
import io.github.widthbench.experiment.Verdict.Origin;
import io.github.widthbench.experiment.electrodynamics.CellRun.Measured;
import io.github.widthbench.experiment.electrodynamics.ElectrodynamicsCase.Algorithm;
import io.github.widthbench.experiment.electrodynamics.potential.Potential;
import io.github.widthbench.experiment.electrodynamics.potential.Symmetry;
import io.github.widthbench.experiment.electrodynamics.potential.Zonal;
import io.github.widthbench.math.Vectors;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The statements about one run: earnshaw, nodewise, orthonormal, hitting-time, sign. Each is judged
 * only where its hypotheses hold.
 */
final class CellStatements {
  static final String EARNSHAW = "electrodynamics.earnshaw";
  static final String NODEWISE = "electrodynamics.nodewise";
  static final String ORTHONORMAL = "electrodynamics.orthonormal";
  static final String HITTING_TIME = "electrodynamics.hitting-time";
  static final String SIGN = "electrodynamics.sign";

  /** All of them. */
  static final List<String> NAMES = List.of(EARNSHAW, NODEWISE, ORTHONORMAL, HITTING_TIME, SIGN);

  /** Relative error of a trace by differences. */
  private static final double TRACE_ERROR = 1e-8;

  /** Of the losses of a staircase, whose stop leaves a part of that size. */
  private static final double STAIRCASE_ERROR = 1e-3;

  private static final double FORCE_ERROR = 1e-9;

  /** Change of the loss from which on an electron has left its start. */
  private static final double LEFT = 1e-3;

  private final Measured measured;
  private final ElectrodynamicsCase cell;
  private final Potential potential;
  private final Neurons start;
  private final Neurons protons;

  CellStatements(Measured measured) {
    this.measured = measured;
    this.cell = measured.cell();
    this.potential = measured.population().potential();
    this.start = measured.start();
    this.protons = measured.population().protons();
  }

  List<Verdict> judge() {
    return List.of(earnshaw(), nodewise(), orthonormal(), hittingTime(), sign());
  }

  private Verdict earnshaw() {
    if (measured.earnshaw().isEmpty()) {
      return undecided(
          EARNSHAW, Origin.RE_DERIVED, "an electron with clearance", 0, "one on the own domain");
    }
    double residual = measured.earnshaw().get().residual();
    return Double.isNaN(residual)
        ? undecided(EARNSHAW, Origin.RE_DERIVED, "finite charges", residual, "a finite trace")
        : Verdict.atMost(EARNSHAW, Origin.RE_DERIVED, residual, TRACE_ERROR);
  }

  /** Every proton is found, one electron after the other. */
  private Verdict nodewise() {
    String hypothesis = null;
    if (cell.algorithm() != Algorithm.NODEWISE) {
      hypothesis = hypothesis("the algorithm", cell.algorithm(), "nodewise");
    } else if (potential.harmonicity().isEmpty()) {
      hypothesis = hypothesis("a potential with ΔΦ = λΦ, λ > 0", cell.kind(), "yukawa, harmonic");
    } else if (start.count() < protons.count()) {
      hypothesis = hypothesis("K ≥ k", start.count(), protons.count() + " electrons");
    } else if (Arrays.stream(protons.a()).anyMatch(b -> !(b > 0))) {
      hypothesis = hypothesis("positive protons", "another", "b > 0");
    } else if (!(measured.population().separation() > 0)) {
      hypothesis = hypothesis("separate protons", "two within 2ε", "more than 2ε");
    } else if (isCapped()) {
      hypothesis = hypothesis("steps allowed", measured.path().steps(), "more");
    }
    int missing = protons.count() - measured.matching().learned();
    return hypothesis != null
        ? Verdict.undecided(NODEWISE, Origin.ABSTRACT, hypothesis)
        : Verdict.atMost(NODEWISE, Origin.ABSTRACT, missing, 0.5);
  }

  private Verdict orthonormal() {
    boolean powers = potential instanceof Zonal(Zonal.Power(int m), _) && m >= 3;
    String hypothesis = null;
    if (!powers) {
      hypothesis = hypothesis("the potential cos^m with m ≥ 3", cell.kind(), "hermite, degree ≥ 3");
    } else if (!cell.hasOrthonormalTeacher()) {
      hypothesis = hypothesis("orthonormal protons", "others", "teacher: orthonormal");
    } else if (measured.path().alarm().isPresent()) {
      hypothesis =
          hypothesis("a path to its end", "one ended by a monitor", "no monitor that ends it");
    } else if (cell.algorithm() == Algorithm.NODEWISE) {
      return isCapped()
          ? undecided(ORTHONORMAL, Origin.MEMORY, "steps allowed", measured.path().steps(), "more")
          : Verdict.atMost(ORTHONORMAL, Origin.MEMORY, staircaseError(), STAIRCASE_ERROR);
    } else {
      hypothesis = notOneElectronWithShortSteps();
    }
    return hypothesis != null
        ? Verdict.undecided(ORTHONORMAL, Origin.MEMORY, hypothesis)
        : winner();
  }

  /** The loss after i electrons is k − i. */
  private double staircaseError() {
    double worst = 0;
    for (int i = 0; i < measured.staircase().size(); i++) {
      double expected = Math.max(protons.count() - i, 0);
      worst = Math.max(worst, Math.abs(measured.staircase().get(i) - expected));
    }
    return worst;
  }

  private @Nullable String notOneElectronWithShortSteps() {
    if (start.count() != 1 || cell.trainsCharges() || !(start.a()[0] > 0)) {
      return hypothesis(
          "one electron of fixed charge a > 0", start.count(), "width 1, train theta");
    }
    double longest = 1 / (2.0 * cell.degree());
    if (!cell.hasFixedStep() || cell.learningRate() > longest) {
      return hypothesis("a fixed step that keeps the order", "another", "at most " + longest);
    }
    return null;
  }

  /** The largest overlap wins; for odd m it must be positive, and nothing is found if none is. */
  private Verdict winner() {
    int predicted = predictedWinner();
    int found = measured.matching().first();
    if (predicted >= 0 && found < 0 && isOnTheWay()) {
      return undecided(
          ORTHONORMAL,
          Origin.MEMORY,
          "an electron that arrives",
          measured.stopPoint().kind().label(),
          "a start further from a saddle, or more steps");
    }
    return Verdict.atMost(ORTHONORMAL, Origin.MEMORY, found == predicted ? 0 : 1, 0.5);
  }

  /** Whether the electron still moves, or started so close to a saddle that it never left. */
  private boolean isOnTheWay() {
    StopPoint.Kind kind = measured.stopPoint().kind();
    double moved = Math.abs(measured.path().finalLoss() - measured.path().loss(0));
    return kind == StopPoint.Kind.MOVING || kind == StopPoint.Kind.SADDLE || moved < LEFT;
  }

  /** The proton that the flow ends in, −1 for none. */
  private int predictedWinner() {
    int winner = -1;
    double largest = 0;
    for (int j = 0; j < protons.count(); j++) {
      double overlap = Vectors.dot(start.w()[0], protons.w()[j]);
      double size = potential.symmetry() == Symmetry.EVEN ? Math.abs(overlap) : overlap;
      if (size > largest) {
        largest = size;
        winner = j;
      }
    }
    return winner;
  }

  /** A single electron on its way to a single proton. */
  record Hit(Zonal.Shape shape, double from, double observed, double predicted, double allowance) {}

  /** Empty unless there is one unit charge of each kind, a step of fixed size, and a hit. */
  Optional<Hit> hit() {
    boolean alone = start.count() == 1 && protons.count() == 1 && !cell.trainsCharges();
    if (!(potential instanceof Zonal(Zonal.Shape shape, _)) || !alone) {
      return Optional.empty();
    }
    double overlap = Vectors.dot(start.w()[0], protons.w()[0]);
    double from = shape.symmetry() == Symmetry.EVEN ? Math.abs(overlap) : overlap;
    boolean flows = from > 0 || !(shape instanceof Zonal.Power(int m)) || m == 1;
    boolean unit = start.a()[0] == 1 && protons.a()[0] == 1;
    if (!unit || !cell.hasFixedStep() || !flows || from >= HittingTime.HIT) {
      return Optional.empty();
    }
    double lossAtHit = 2 * (shape.atZero() - shape.value(StrictMath.acos(HittingTime.HIT)));
    OptionalInt step = measured.path().firstAtMost(Math.sqrt(lossAtHit));
    if (step.isEmpty()) {
      return Optional.empty();
    }
    double rate = cell.learningRate();
    return Optional.of(
        new Hit(
            shape,
            from,
            rate * step.getAsInt(),
            HittingTime.of(shape, from, HittingTime.HIT),
            HittingTime.allowance(shape, from, HittingTime.HIT, rate)));
  }

  private Verdict hittingTime() {
    return hit()
        .filter(hit -> hit.shape() instanceof Zonal.Power)
        .map(hit -> onTime(HITTING_TIME, hit))
        .orElseGet(() ->
            undecided(
                HITTING_TIME,
                Origin.RE_DERIVED,
                "one electron on its way to one proton by fixed steps",
                "none with the potential hermite",
                "width 1, teacherWidth 1, train theta, a positive start"));
  }

  private Verdict sign() {
    Optional<Hit> hit = hit().filter(h -> h.shape() instanceof Zonal.Sign);
    if (hit.isPresent()) {
      return onTime(SIGN, hit.get());
    }
    boolean circle = potential instanceof Zonal(Zonal.Sign _, int dim) && dim == 2;
    if (!circle || cell.trainsCharges() || !areUnits()) {
      return undecided(
          SIGN,
          Origin.RE_DERIVED,
          "fixed unit charges on the circle, or one electron and one proton",
          cell.kind(),
          "the potential sign");
    }
    return Verdict.atMost(SIGN, Origin.RE_DERIVED, offMultiple(), FORCE_ERROR);
  }

  /** How far the forces at the start are from multiples of 4/π. */
  private double offMultiple() {
    Landscape landscape = new Landscape(measured.population(), true, false);
    Neurons gradient = landscape.gradient(start);
    double worst = 0;
    for (double[] force : gradient.w()) {
      double multiple = Vectors.norm(force) * Math.PI / 4;
      worst = Math.max(worst, Math.abs(multiple - Math.rint(multiple)));
    }
    return worst;
  }

  private boolean areUnits() {
    return Arrays.stream(start.a()).allMatch(a -> Math.abs(a) == 1)
        && Arrays.stream(protons.a()).allMatch(b -> Math.abs(b) == 1);
  }

  private static Verdict onTime(String statement, Hit hit) {
    return Verdict.atMost(
        statement, Origin.RE_DERIVED, Math.abs(hit.observed() - hit.predicted()), hit.allowance());
  }

  private boolean isCapped() {
    return measured.path().stoppedAt().isEmpty();
  }

  private static Verdict undecided(
      String statement, Origin origin, String name, Object found, String needed) {
    return Verdict.undecided(statement, origin, hypothesis(name, found, needed));
  }

  private static String hypothesis(String name, Object found, String needed) {
    return "hypothesis: %s, found %s, needed %s".formatted(name, found, needed);
  }
}
