package io.github.widthbench.experiment.electrodynamics;

import io.github.widthbench.experiment.StartScale;
import io.github.widthbench.math.Draws;
import io.github.widthbench.math.Draws.Stream;
import io.github.widthbench.math.Vectors;
import io.github.widthbench.network.Initialization;
import io.github.widthbench.study.Settings;
import java.util.Arrays;

/**
 * Where protons are and electrons start, a function of the cell's settings and seed. On the sphere,
 * inline rows give directions.
 */
record Start(ElectrodynamicsCase cell) {

  /** The teacher; charges 1 unless inline. */
  Neurons protons() {
    if (cell.hasInlineWeights()) {
      return inline("weights.protons.w", "weights.protons.b");
    }
    int k = cell.teacherWidth();
    double[] charges = new double[k];
    Arrays.fill(charges, 1);
    Draws draws = new Draws(cell.seed(), Stream.LABELS);
    if (cell.hasOrthonormalTeacher()) {
      return new Neurons(axes(k), charges);
    }
    Settings settings = cell.settings();
    double[][] places =
        settings.has("teacher.clustered")
            ? clustered(draws, k, settings.number("teacher.clustered"))
            : uniform(draws, k);
    return new Neurons(places, charges);
  }

  /** The student before its first step. */
  Neurons electrons() {
    if (cell.hasInlineWeights()) {
      return inline("weights.electrons.theta", "weights.electrons.a");
    }
    int count = cell.width();
    Draws draws = new Draws(cell.seed(), Stream.WEIGHTS);
    Settings settings = cell.settings();
    double[][] places;
    if (StartScale.isNamed(settings)) {
      places = onDomain(normals(draws, count, StartScale.of(settings, count)));
    } else if (cell.startsOrthonormal()) {
      places = orthonormal(count);
    } else {
      places = uniform(draws, count);
    }
    return new Neurons(places, charges(count));
  }

  /** The i-th of further random places to start from. */
  double[] spare(int i) {
    return uniform(new Draws(cell.seed(), Stream.SPLIT), i + 1)[i];
  }

  private double[] charges(int count) {
    Settings settings = cell.settings();
    double scale = 0;
    if (settings.has("charges.scaled")) {
      scale = settings.number("charges.scaled");
    } else if (!settings.has("charges") && cell.trainsCharges()) {
      scale = 0.1;
    }
    double[] charges = new double[count];
    if (scale == 0) {
      Arrays.fill(charges, 1);
    } else {
      new Draws(cell.seed(), Stream.SIGNS).normals(0, charges);
      Vectors.scale(scale, charges);
    }
    return charges;
  }

  /** Uniform on the sphere, or in the cube of side 2·spread. */
  private double[][] uniform(Draws draws, int count) {
    if (cell.isSpherical()) {
      return onDomain(normals(draws, count, 1));
    }
    int d = cell.inputDim();
    double[][] places = new double[count][d];
    for (int i = 0; i < count; i++) {
      for (int c = 0; c < d; c++) {
        places[i][c] = cell.spread() * (2 * draws.uniform((long) i * d + c) - 1);
      }
    }
    return places;
  }

  /** N(centre, separation²·I) about one uniform place. */
  private double[][] clustered(Draws draws, int count, double separation) {
    double[] centre = uniform(draws, 1)[0];
    double[][] places = normals(new Draws(cell.seed(), Stream.SPLIT), count, separation);
    for (double[] place : places) {
      Vectors.add(1, centre, place);
    }
    return onDomain(places);
  }

  private double[][] normals(Draws draws, int count, double scale) {
    int d = cell.inputDim();
    double[][] places = new double[count][d];
    for (int i = 0; i < count; i++) {
      draws.normals((long) i * d, places[i]);
      Vectors.scale(scale, places[i]);
    }
    return places;
  }

  /** The first axes: on the sphere no loss of generality, as the electrons' law is invariant. */
  private double[][] axes(int count) {
    double[][] places = new double[count][cell.inputDim()];
    for (int j = 0; j < count; j++) {
      places[j][j] = 1;
    }
    return places;
  }

  /** Groups of d orthonormal vectors. */
  private double[][] orthonormal(int count) {
    int d = cell.inputDim();
    double[] flat = new double[d * count];
    new Initialization.Orthonormal().weights(cell.seed(), d, 0, count, flat);
    double[][] places = new double[count][d];
    for (int i = 0; i < count; i++) {
      for (int c = 0; c < d; c++) {
        places[i][c] = flat[c * count + i] / Math.sqrt(d);
      }
    }
    return places;
  }

  private Neurons inline(String places, String charges) {
    double[] sizes =
        cell.settings().numbers(charges).stream().mapToDouble(Double::doubleValue).toArray();
    return new Neurons(onDomain(cell.settings().matrix(places)), sizes);
  }

  private double[][] onDomain(double[][] places) {
    if (cell.isSpherical()) {
      for (double[] place : places) {
        Vectors.scale(1 / Vectors.norm(place), place);
      }
    }
    return places;
  }
}
