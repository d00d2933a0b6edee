package io.github.widthbench.experiment.electrodynamics;

import io.github.widthbench.experiment.electrodynamics.potential.Potential;
import io.github.widthbench.experiment.electrodynamics.potential.Radial;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** A potential as a curve for a picture: over the angle of two unit vectors, or the distance. */
final class Profile {

  private static final int POINTS = 33;
  private static final double FARTHEST = 3;

  private Profile() {}

  /** {@code over}, {@code at} and {@code value}. */
  static SequencedMap<String, Object> of(Potential potential, int inputDim) {
    boolean radial = potential instanceof Radial || inputDim < 2;
    List<Double> at = new ArrayList<>();
    List<Double> value = new ArrayList<>();
    for (int i = 0; i < POINTS; i++) {
      double share = (double) i / (POINTS - 1);
      double[] theta = new double[inputDim];
      double[] w = new double[inputDim];
      double x = radial ? FARTHEST * share * share : Math.PI * share; // dense at a peak
      theta[0] = radial ? x : StrictMath.cos(x);
      if (!radial) {
        theta[1] = StrictMath.sin(x);
        w[0] = 1;
      }
      at.add(x);
      value.add(potential.value(theta, w));
    }
    SequencedMap<String, Object> profile = new LinkedHashMap<>();
    profile.put("over", radial ? "distance" : "angle");
    profile.put("at", Ways.rounded(at.stream().mapToDouble(v -> v).toArray()));
    profile.put("value", Ways.rounded(value.stream().mapToDouble(v -> v).toArray()));
    return profile;
  }
}
