package io.github.widthbench.experiment.condensation;

import io.github.widthbench.experiment.Verdict;
import io.github.widthbench.experiment.condensation.Track.Event;
import java.util.List;
import java.util.Optional;

/** What the effective dynamics says about a network that was trained, held to the path it took. */
final class NetworkStatements {

  /** η·β·|θ|^(L−2) up to which descent follows the flow. */
  private static final double SHORT = 0.1;

  /** √ρ up to which a network counts as small. */
  private static final double SMALL = 0.4;

  /** Of what is left beside errors of known size. */
  private static final double SLACK = 0.05;

  /**
   * Time from where the linear term fails to the escape, in units of the time that the linear
   * network of rank one has left there: it is between a half and one for tanh, one for linear.
   */
  private static final double TAIL = 2;

  /** Share of the blow-up time that the tail may take where it is judged. */
  private static final double MOST_TAIL = 0.3;

  /** A hundredth of the energy slows growth by about so much of it. */
  private static final double EARLY_SATURATION = 0.02;

  private final Track track;
  private final Problem problem;
  private final Prediction prediction;
  private final Statements statements = new Statements();

  NetworkStatements(Track track) {
    this.track = track;
    this.problem = track.problem();
    this.prediction = track.prediction();
  }

  List<Verdict> judge() {
    if (track.alarm().isPresent()) {
      for (String statement : Statements.ALL) {
        statements.missing(
            statement, "a path to its end", "one ended by a monitor", "no monitor that ends it");
      }
    } else if (!problem.hasLinearTerm()) {
      for (String statement : Statements.ALL) {
        if (!statement.equals(Statements.CONE) && !statement.equals(Statements.FACTORISATION)) {
          statements.missing(
              statement,
              "a linear term that decides near 0",
              "activation "
                  + track.cell().settings().text("activation")
                  + ", β = "
                  + problem.beta(),
              "tanh, erf or linear, and β > 0");
        }
      }
    } else if (track.largestGrowth() > SHORT) {
      Statements.ALL.subList(0, 6).stream()
          .filter(statement -> !statement.equals(Statements.CONE))
          .forEach(statement ->
              statements.missing(
                  statement,
                  "short steps",
                  "ηβ|θ|^(L−2) = " + track.largestGrowth(),
                  "at most 0.1"));
    } else if (problem.depth() == 2) {
      twoLayer();
    } else if (prediction.isKnown()) {
      blowUp();
      homogeneity();
      near();
    }
    return statements.all(track.cell());
  }

  /** Amid the plateau the network is as large as the effective dynamics. */
  private void blowUp() {
    Optional<Snapshot> half = track.at(Event.HALF);
    if (half.isEmpty() || prediction.halfNorm() > SMALL) {
      statements.missing(
          Statements.BLOW_UP,
          "a small network at half of the blow-up time",
          prediction.halfNorm(),
          "√ρ ≤ " + SMALL);
      return;
    }
    double error = Math.abs(half.get().norm() / prediction.halfNorm() - 1);
    double nonlinear = prediction.halfNorm() * prediction.halfNorm();
    statements.atMost(Statements.BLOW_UP, error, SLACK + nonlinear + track.largestGrowth());
  }

  /** The plateau ends when the effective dynamics blows up, but for a tail that does not scale. */
  private void homogeneity() {
    double time = prediction.time() * problem.rate();
    int l = problem.depth();
    double tail = TAIL * StrictMath.pow(problem.escapeEnergy(), -(l - 2.0) / l) / (l - 2);
    if (Double.isNaN(track.escapeTime()) || tail > MOST_TAIL * time) {
      statements.missing(
          Statements.HOMOGENEITY,
          "a start so small that the plateau is long",
          "an escape at %s, a tail of %.3g of it".formatted(track.escapeTime(), tail / time),
          "an escape, and at most " + MOST_TAIL);
      return;
    }
    double late = Math.abs(track.escapeTime() * problem.rate() / time - 1);
    statements.atMost(Statements.HOMOGENEITY, late, tail / time + track.largestGrowth());
  }

  /** When as large as the effective dynamics at nine tenths, as aligned and of as low a rank. */
  private void near() {
    Optional<Snapshot> near = track.at(Event.NEAR);
    if (near.isEmpty() || prediction.nearNorm() > SMALL) {
      for (String statement : List.of(Statements.ALIGNMENT, Statements.LOW_RANK)) {
        statements.missing(
            statement,
            "a small network at nine tenths of the blow-up time",
            prediction.nearNorm(),
            "√ρ ≤ " + SMALL);
      }
      return;
    }
    double alignment = near.get().inputs().alignment();
    statements.atMost(
        Statements.ALIGNMENT, Math.abs(alignment - prediction.nearAlignment()), SLACK);
    double rank = near.get().effectiveRank();
    if (Double.isNaN(rank) || Double.isNaN(prediction.nearRank())) {
      statements.missing(
          Statements.LOW_RANK, "a matrix that can be solved", "one too wide", "at most 64 neurons");
      return;
    }
    statements.atMost(
        Statements.LOW_RANK,
        Math.abs(rank / prediction.nearRank() - 1),
        SLACK + prediction.nearNorm() * prediction.nearNorm());
  }

  /** Until a hundredth of the best energy is reached, every neuron evolves alone. */
  private void twoLayer() {
    Optional<Snapshot> near = track.at(Event.NEAR);
    if (near.isEmpty() || !(prediction.nearNorm() <= SMALL)) {
      statements.missing(
          Statements.TWO_LAYER,
          "a small network on the plateau",
          prediction.nearNorm(),
          "√ρ ≤ " + SMALL);
      return;
    }
    Snapshot start = track.at(Event.START).orElseThrow();
    double rate = problem.rate();
    double time = near.get().time();
    double step = time / near.get().step();
    boolean flow = track.cell().isFlow();
    double growth =
        flow ? StrictMath.exp(rate * time) : StrictMath.pow(1 + step * rate, near.get().step());
    double decay =
        flow ? StrictMath.exp(-rate * time) : StrictMath.pow(1 - step * rate, near.get().step());
    Neurons expected = neurons(start).scaled(growth, decay);
    statements.atMost(
        Statements.TWO_LAYER, neurons(near.get()).distance(expected), SLACK + EARLY_SATURATION);
  }

  private static Neurons neurons(Snapshot look) {
    return new Neurons(look.outputWeights(), look.inputs().along());
  }
}
