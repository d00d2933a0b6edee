package io.github.widthbench.experiment.electrodynamics;

import io.github.widthbench.backend.Ops;
import io.github.widthbench.experiment.electrodynamics.potential.Feature;
import io.github.widthbench.math.Draws;
import io.github.widthbench.math.Draws.Stream;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** Compares the gradient on N Gaussian samples with the force from the potential. */
final class SampledForce implements AutoCloseable {
  private static final int[] SAMPLE_COUNTS = {256, 1024, 4096, 16384};
  private static final int ALONG_THE_WAY = 4096;

  private final Ops ops;
  private final Feature feature;
  private final Landscape exact;
  private final Population population;
  private final Draws draws;
  private final SampledLoss along;

  SampledForce(Ops ops, Feature feature, Landscape exact, Population population, long seed) {
    this.ops = ops;
    this.feature = feature;
    this.exact = exact;
    this.population = population;
    this.draws = new Draws(seed, Stream.POINTS);
    this.along = sampled(0, ALONG_THE_WAY);
  }

  /** |∇ on N samples − ∇| by N, each on samples of its own. */
  SortedMap<Integer, Double> errors(Neurons electrons) {
    Neurons force = exact.gradient(electrons);
    SortedMap<Integer, Double> errors = new TreeMap<>();
    long from = ALONG_THE_WAY;
    for (int samples : SAMPLE_COUNTS) {
      try (SampledLoss loss = sampled(from, samples)) {
        Neurons difference = landscape(loss).gradient(electrons);
        errors.put(samples, exactMinus(difference, force).norm());
      }
      from += samples;
    }
    return errors;
  }

  /** Cosine of the angle between sampled gradient and force; NaN where one is 0. */
  double cosine(Neurons electrons) {
    Neurons force = exact.gradient(electrons);
    Neurons sampled = landscape(along).gradient(electrons);
    return force.dot(sampled) / (force.norm() * sampled.norm());
  }

  private Landscape landscape(SampledLoss loss) {
    return new Landscape(loss, exact.spherical(), exact.all());
  }

  private static Neurons exactMinus(Neurons x, Neurons y) {
    Neurons difference = Neurons.zeros(x.count(), x.dim());
    for (int i = 0; i < x.count(); i++) {
      difference.a()[i] = x.a()[i] - y.a()[i];
      for (int c = 0; c < x.dim(); c++) {
        difference.w()[i][c] = x.w()[i][c] - y.w()[i][c];
      }
    }
    return difference;
  }

  private SampledLoss sampled(long from, int samples) {
    int d = population.protons().dim();
    double[][] points = new double[samples][d];
    for (int n = 0; n < samples; n++) {
      draws.normals((from + n) * d, points[n]);
    }
    return new SampledLoss(ops, feature, points, population.protons(), UnaryOperator.identity());
  }

  @Override
  public void close() {
    along.close();
  }
}
