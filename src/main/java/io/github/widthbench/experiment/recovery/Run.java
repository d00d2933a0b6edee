package io.github.widthbench.experiment.recovery;

import io.github.widthbench.network.SquareLoss;

/**
 * A finished run and what is known of its end.
 *
 * @param learningRate η of descent; 0 for the flow
 */
record Run(
    Case cell, SquareLoss loss, Training training, Decay decay, Limit limit, double learningRate) {

  Path path() {
    return training.path();
  }

  /** n. */
  int sampleCount() {
    return loss.sampleCount();
  }

  /** d. */
  int inputDim() {
    return cell.data().inputDim();
  }

  /** The branches of this teacher and width; only where the student is not narrower. */
  Branches branches() {
    return new Branches(cell.teacher().neurons(), cell.width());
  }

  boolean hasBranches() {
    return cell.width() >= cell.teacher().neurons();
  }

  /** How R decays where two neurons end on one teacher neuron; only where there are such two. */
  Duplicates.Law duplicatesLaw() {
    return new Duplicates(loss, cell.teacher(), limit.nearest()).law(path());
  }

  /** 2λ for the flow; the same per unit of time for descent, −2·log|1 − ηλ|/η. */
  double ratePredicted() {
    double lambda = limit.lambda();
    return learningRate == 0
        ? 2 * lambda
        : -2 * StrictMath.log(Math.abs(1 - learningRate * lambda)) / learningRate;
  }
}
