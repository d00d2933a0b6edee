package io.github.widthbench.experiment.electrodynamics;

import java.util.Optional;

/** How far a step goes. */
sealed interface Stepping {

  /** One descent in progress. */
  interface Walker {
    /** The next state; empty where no step lowers the loss. */
    Optional<Neurons> next(Neurons now, double loss, Neurons gradient);
  }

  Walker on(Landscape landscape);

  /** Always rate·gradient. */
  record Fixed(double rate) implements Stepping {
    @Override
    public Walker on(Landscape landscape) {
      return (now, _, gradient) -> Optional.of(landscape.move(now, gradient, rate));
    }
  }

  /** Twice the last step, halved until the loss falls enough (L. Armijo 1966). */
  record Backtracking(double first) implements Stepping {

    /** Share of the linear decrease that a step must bring. */
    static final double ENOUGH = 1e-4;

    /** Steps shorter than this change nothing. */
    static final double SHORTEST = 1e-13;

    @Override
    public Walker on(Landscape landscape) {
      double[] step = {first / 2};
      return (now, loss, gradient) -> {
        double norm = gradient.norm();
        step[0] = Math.min(2 * step[0], 1 / norm);
        while (step[0] * norm > SHORTEST) {
          Neurons next = landscape.move(now, gradient, step[0]);
          if (landscape.value(next) <= loss - ENOUGH * step[0] * norm * norm) {
            return Optional.of(next);
          }
          step[0] /= 2;
        }
        step[0] = SHORTEST / norm;
        return Optional.empty();
      };
    }
  }
}
