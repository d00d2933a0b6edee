package io.github.widthbench.experiment.electrodynamics;

import io.github.widthbench.backend.Backend;
import io.github.widthbench.dataset.Datasets;
import io.github.widthbench.experiment.Outcome;
import io.github.widthbench.experiment.Watch;
import io.github.widthbench.experiment.electrodynamics.ElectrodynamicsCase.Algorithm;
import io.github.widthbench.experiment.electrodynamics.potential.Feature;
import io.github.widthbench.experiment.electrodynamics.potential.Potential;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;

/** Lets the electrons of one cell move, and measures what the statements speak of. */
final class CellRun {
  private final ElectrodynamicsCase cell;
  private final Backend backend;
  private final Watch watch;
  private final Potential potential;
  private final Neurons protons;
  private final Neurons start;
  private final Population population;

  CellRun(ElectrodynamicsCase cell, Backend backend, Watch watch) {
    this.cell = cell;
    this.backend = backend;
    this.watch = watch;
    potential = cell.potential();
    protons = new Start(cell).protons();
    start = new Start(cell).electrons();
    population = new Population(potential, protons);
  }

  Outcome run() {
    Optional<Feature> feature = potential.feature();
    if (feature.isEmpty()) {
      return measured(Optional.empty());
    }
    try (SampledForce sampled =
        new SampledForce(
            backend.ops(), feature.get(), landscape(population), population, cell.seed())) {
      return measured(Optional.of(sampled));
    }
  }

  private Outcome measured(Optional<SampledForce> sampled) {
    if (!cell.settings().has("data")) {
      return outcome(population, sampled);
    }
    try (SampledLoss loss =
        new SampledLoss(
            backend.ops(),
            potential.feature().orElseThrow(),
            Datasets.read(cell.settings()).x(),
            protons,
            labels -> Datasets.noisy(cell.settings(), labels))) {
      return outcome(loss, sampled);
    }
  }

  private Outcome outcome(Loss loss, Optional<SampledForce> sampled) {
    Path<Neurons> path =
        new Path<>(
            cell.stop(),
            cell.recordAt(),
            watch,
            new Path.Probe<>() {
              @Override
              public double weightNorm(Neurons electrons) {
                return landscape(loss).weightNorm(electrons);
              }

              @Override
              public void show(Neurons electrons, SequencedMap<String, Object> point) {
                putCosine(sampled, electrons, point);
              }
            });
    Motion motion = move(landscape(loss), path);
    watch.check();
    Matching matching =
        Matching.of(motion.end(), protons, potential.symmetry(), cell.matchTolerance());
    StopPoint stopPoint =
        StopPoint.of(
            landscape(loss),
            motion.end(),
            new StopPoint.Frame(
                matching,
                protons.count(),
                path.isSettled(isKinked()),
                potential.symmetry(),
                cell.matchTolerance()),
            backend.eigenSolver());
    Measured measured =
        new Measured(
            cell,
            population,
            start,
            motion.staircase(),
            path,
            matching,
            stopPoint,
            earnshaw(),
            sampled.map(s -> s.errors(start)).orElseGet(TreeMap::new));
    return new OutcomeWriter(measured).write();
  }

  /** What a cell's statements and metrics are made from. */
  record Measured(
      ElectrodynamicsCase cell,
      Population population,
      Neurons start,
      List<Double> staircase,
      Path<Neurons> path,
      Matching matching,
      StopPoint stopPoint,
      Optional<Earnshaw> earnshaw,
      SortedMap<Integer, Double> sampledErrors) {}

  /** Where the electrons ended; the staircase is empty unless they were learned one by one. */
  private record Motion(Neurons end, List<Double> staircase) {}

  private Motion move(Landscape landscape, Path<Neurons> path) {
    if (cell.algorithm() == Algorithm.NODEWISE) {
      Nodewise nodewise =
          new Nodewise(landscape, new Start(cell)::spare, path, backend.eigenSolver());
      return new Motion(nodewise.run(start, cell.stepping()), nodewise.staircase());
    }
    Optional<Descent.Saddles> saddles =
        cell.algorithm() == Algorithm.SECOND_ORDER
            ? Optional.of(
                new Descent.Saddles(
                    cell.settings().number("algorithm.gamma"),
                    cell.settings().number("algorithm.push"),
                    backend.eigenSolver()))
            : Optional.empty();
    return new Motion(new Descent(landscape, cell.stepping(), saddles, path).run(start), List.of());
  }

  /** At the start places with their best charges; empty off the potential's own domain. */
  private Optional<Earnshaw> earnshaw() {
    if (cell.isSpherical() != potential.isSpherical()) {
      return Optional.empty();
    }
    Neurons atBest = BestResponse.at(population, start, backend.eigenSolver());
    return Optional.of(Earnshaw.of(population, landscape(population), atBest))
        .filter(found -> found.electrons() > 0);
  }

  /** Whether the potential has a kink where an electron meets a proton. */
  private boolean isKinked() {
    double[] w = protons.w()[0];
    return potential.clearance(w, w) == 0;
  }

  /** The cosine between sampled gradient and force, where both are defined. */
  private void putCosine(
      Optional<SampledForce> sampled, Neurons electrons, Map<String, Object> point) {
    if (sampled.isPresent() && electrons.count() == cell.width()) {
      double cosine = sampled.get().cosine(electrons);
      if (!Double.isNaN(cosine)) {
        point.put("cosine", cosine);
      }
    }
  }

  private Landscape landscape(Loss loss) {
    return new Landscape(loss, cell.isSpherical(), cell.trainsCharges());
  }
}
