package io.github.widthbench.experiment.exponential;

import io.github.widthbench.backend.Ops;
import io.github.widthbench.backend.Tensor;
import io.github.widthbench.network.TwoLayers;
import io.github.widthbench.training.GradientDescent;
import io.github.widthbench.training.GradientDescent.Observer;
import io.github.widthbench.training.GradientDescent.Samples;
import io.github.widthbench.training.Recipe;
import io.github.widthbench.training.RecipeSteps;
import io.github.widthbench.training.StopRule;
import io.github.widthbench.training.Trajectory;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;

/** Descent of networks on the samples of a batch, one learning rate and seed a network. */
@SuppressWarnings("ArrayRecordComponent") // made once a batch, never compared
record Descent(Ops ops, Samples samples, double[] rates, long[] seeds) {

  /** The same with step lengths over {@code parts}. */
  Descent shorter(int parts) {
    double[] shorter = Arrays.stream(rates).map(rate -> rate / parts).toArray();
    return new Descent(ops, samples, shorter, seeds);
  }

  /**
   * Trains networks to their ends.
   *
   * @param f where outputs are kept
   * @param recipe empty for plain descent
   */
  List<Trajectory> run(
      TwoLayers networks,
      Tensor f,
      StopRule stop,
      Optional<Recipe> recipe,
      NavigableSet<Integer> at,
      Observer observer) {
    GradientDescent descent = new GradientDescent(ops, networks.batch(), samples, f, rates, stop);
    if (recipe.isEmpty()) {
      return descent.run(at, observer);
    }
    try (RecipeSteps steps =
        new RecipeSteps(ops, networks.batch(), samples, f, recipe.get(), seeds)) {
      return descent.by(steps).run(at, observer);
    }
  }
}
