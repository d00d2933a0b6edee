package io.github.widthbench.experiment.electrodynamics;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.widthbench.backend.Backend;
import io.github.widthbench.backend.BackendKind;
import io.github.widthbench.backend.Backends;
import io.github.widthbench.experiment.Experiment.Finished;
import io.github.widthbench.experiment.Metrics;
import io.github.widthbench.experiment.Outcome;
import io.github.widthbench.experiment.Turns;
import io.github.widthbench.experiment.Verdict;
import io.github.widthbench.experiment.Verdict.Says;
import io.github.widthbench.experiment.Watch;
import io.github.widthbench.experiment.electrodynamics.CellRun.Measured;
import io.github.widthbench.experiment.electrodynamics.potential.Zonal;
import io.github.widthbench.math.Vectors;
import io.github.widthbench.study.Cell;
import io.github.widthbench.study.StudyReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Faults planted into forces and results must turn the verdicts. */
class PlantedFaultTest {
  private static final ElectrodynamicsExperiment EXPERIMENT = new ElectrodynamicsExperiment();

  private static final String NETWORK =
      """
      experiment: electrodynamics
      axes: {seed: {count: 20}}
      fixed: {potential: {kind: relu}, inputDim: 3, width: 3, teacherWidth: 2, charges: one}
      """;

  private static final String SPHERE =
      """
      experiment: electrodynamics
      axes: {seed: {count: %d}}
      fixed:
        potential: %s
        inputDim: 6
        width: 1
        teacherWidth: %d
        teacher: orthonormal
        train: theta
        learningRate: {value: 0.01}
        matchTolerance: 0.05
        stop: {residual: 1e-3, gradient: 1e-6, cap: 6000}
      """;

  private static final String ONE_BY_ONE =
      """
      experiment: electrodynamics
      axes: {seed: {count: 8}}
      fixed:
        potential: {kind: %s}
        inputDim: 3
        width: 3
        teacher: %s
        algorithm: {kind: nodewise}
      """;

  /** What is wrong with a gradient. */
  enum Fault {
    NONE,
    SIGN_OF_ONE_FORCE,
    NO_SELF_ENERGY,
    REPULSION_COUNTED_ONCE,
    NO_GRADIENT_IN_CHARGES
  }

  /** A loss whose gradient is wrong. */
  private record Faulty(Population loss, Fault fault) implements Loss {
    @Override
    public double value(Neurons electrons) {
      return loss.value(electrons);
    }

    @Override
    public Neurons gradient(Neurons electrons) {
      Neurons gradient = loss.gradient(electrons);
      for (int i = 0; i < electrons.count(); i++) {
        double a = electrons.a()[i];
        double[] theta = electrons.w()[i];
        double[] slope = gradient.w()[i];
        switch (fault) {
          case NONE -> {}
          case SIGN_OF_ONE_FORCE -> {
            double b = i == 0 ? loss.protons().a()[0] : 0;
            loss.potential().addGradient(4 * a * b, theta, loss.protons().w()[0], slope);
          }
          case NO_SELF_ENERGY -> loss.potential().addSelfGradient(-a * a, theta, slope);
          case REPULSION_COUNTED_ONCE -> {
            for (int l = 0; l < electrons.count(); l++) {
              double half = l == i ? 0 : -a * electrons.a()[l];
              loss.potential().addGradient(half, theta, electrons.w()[l], slope);
            }
          }
          case NO_GRADIENT_IN_CHARGES -> gradient.a()[i] = 0;
        }
      }
      return gradient;
    }
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  @Turns("electrodynamics.equivalence")
  void faultyForce_turnsEquivalence(Fault fault) {
    List<Finished> finished = new ArrayList<>();
    try (Backend backend = Backends.open(BackendKind.REFERENCE, 1)) {
      for (Cell cell : cells(NETWORK)) {
        ElectrodynamicsCase settings = ElectrodynamicsCase.of(cell);
        Start start = new Start(settings);
        Population loss = new Population(settings.potential(), start.protons());
        Landscape landscape = new Landscape(new Faulty(loss, fault), false, true);
        try (SampledForce sampled =
            new SampledForce(
                backend.ops(),
                settings.potential().feature().orElseThrow(),
                landscape,
                loss,
                settings.seed())) {
          List<Map<String, Object>> errors = new ArrayList<>();
          sampled
              .errors(start.electrons())
              .forEach((samples, error) -> errors.add(Map.of("samples", samples, "error", error)));
          finished.add(new Finished(cell, outcome(Map.of("gradientErrors", errors))));
        }
      }
    }
    assertThat(Equivalence.judge(finished).says())
        .isEqualTo(fault == Fault.NONE ? Says.HOLDS : Says.VIOLATED);
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  @Turns("electrodynamics.earnshaw")
  void faultyForce_turnsEarnshaw(Fault fault) {
    ElectrodynamicsCase cell = ElectrodynamicsCase.of(cells(NETWORK).getFirst());
    Start start = new Start(cell);
    Population loss = new Population(cell.potential(), start.protons());
    try (Backend backend = Backends.open(BackendKind.REFERENCE, 1)) {
      Neurons atBest = BestResponse.at(loss, start.electrons(), backend.eigenSolver());
      Landscape landscape = new Landscape(new Faulty(loss, fault), false, false);
      Measured planted = with(measured(cell, n -> n), Earnshaw.of(loss, landscape, atBest));
      boolean seen = fault != Fault.NONE && fault != Fault.NO_GRADIENT_IN_CHARGES;
      assertThat(says("earnshaw", planted)).isEqualTo(seen ? Says.VIOLATED : Says.HOLDS);
    }
  }

  /** Half the force, as where one of two equal terms is dropped. */
  @ParameterizedTest
  @CsvSource({
    "'{kind: hermite, degree: 1}', hitting-time",
    "'{kind: hermite, degree: 2}', hitting-time",
    "'{kind: hermite, degree: 4}', hitting-time",
    "'{kind: sign}', sign"
  })
  @Turns({"electrodynamics.hitting-time", "electrodynamics.sign"})
  void halfTheForce_isLate(String potential, String statement) {
    Cell first = cells(SPHERE.formatted(1, potential, 1)).getFirst();
    ElectrodynamicsCase cell = ElectrodynamicsCase.of(first);
    assertThat(says(statement, measured(cell, n -> n))).isEqualTo(Says.HOLDS);
    assertThat(says(statement, measured(cell, times(0.5)))).isEqualTo(Says.VIOLATED);
  }

  /** Every force turned round: the electron flees the proton that it should find. */
  @Test
  @Turns("electrodynamics.orthonormal")
  void wrongSignOnTheSphere_findsAnother() {
    List<Cell> cells = cells(SPHERE.formatted(12, "{kind: hermite, degree: 3}", 5));
    int violated = 0;
    for (Cell cell : cells) {
      ElectrodynamicsCase settings = ElectrodynamicsCase.of(cell);
      assertThat(says("orthonormal", measured(settings, n -> n))).isEqualTo(Says.HOLDS);
      Says fled = says("orthonormal", measured(settings, times(-1)));
      violated += fled == Says.VIOLATED ? 1 : 0;
    }
    assertThat(violated).isGreaterThan(6);
  }

  @Test
  @Turns("electrodynamics.nodewise")
  void electronThatIsForgotten_turnsNodewise() {
    List<Finished> healthy = run(cells(ONE_BY_ONE.formatted("yukawa", "random")));
    assertThat(says("nodewise", EXPERIMENT.judge(healthy).verdicts())).isEqualTo(Says.HOLDS);
    for (Finished finished : healthy) {
      ElectrodynamicsCase cell = ElectrodynamicsCase.of(finished.cell());
      Neurons protons = new Start(cell).protons();
      Matching matching = Matching.of(protons.first(2), protons, cell.potential().symmetry(), 0.01);
      assertThat(says("nodewise", with(arrived(cell), matching))).isEqualTo(Says.VIOLATED);
    }
  }

  @Test
  @Turns("electrodynamics.orthonormal")
  void lossThatDoesNotFallByOne_turnsOrthonormal() {
    String yaml = ONE_BY_ONE.formatted("hermite, degree: 4", "orthonormal");
    ElectrodynamicsCase cell = ElectrodynamicsCase.of(cells(yaml).getFirst());
    Measured one = with(arrived(cell), List.of(3.0, 2.0, 1.0, 0.0));
    assertThat(says("orthonormal", one)).isEqualTo(Says.HOLDS);
    Measured slow = with(arrived(cell), List.of(3.0, 2.0, 1.01, 0.0));
    assertThat(says("orthonormal", slow)).isEqualTo(Says.VIOLATED);
  }

  /** Each seed's time by the formula, and with the power that a force without one factor r has. */
  @ParameterizedTest
  @CsvSource({"0, HOLDS", "0.5, VIOLATED"})
  @Turns("electrodynamics.hitting-slope")
  void timesOfAnotherPower_turnTheirSlope(double extra, Says expected) {
    String yaml =
        SPHERE
            .formatted(200, "{kind: hermite, degree: 4}", 1)
            .replace("axes: {", "axes: {inputDim: [5, 10, 20, 40, 80], ");
    List<Finished> finished = new ArrayList<>();
    for (Cell cell : cells(yaml)) {
      ElectrodynamicsCase settings = ElectrodynamicsCase.of(cell);
      Start start = new Start(settings);
      double overlap = Math.abs(Vectors.dot(start.electrons().w()[0], start.protons().w()[0]));
      double time = overlap < 0.9 ? HittingTime.of(new Zonal.Power(4), overlap, 0.9) : Double.NaN;
      SequencedMap<String, Object> metrics = new LinkedHashMap<>();
      metrics.put("startOverlap", overlap);
      metrics.put("hittingTime", time * Math.pow(settings.inputDim(), extra));
      finished.add(new Finished(cell, outcome(metrics)));
    }
    assertThat(HittingSlope.judge(finished)).extracting(Verdict::says).containsExactly(expected);
  }

  /** Odd powers that find a proton from every start. */
  @Test
  @Turns("electrodynamics.orthonormal-failures")
  void failuresThatNeverCome_areNoticed() {
    List<Finished> healthy = run(cells(SPHERE.formatted(100, "{kind: hermite, degree: 3}", 2)));
    assertThat(says("orthonormal-failures", EXPERIMENT.judge(healthy).verdicts()))
        .isNotEqualTo(Says.VIOLATED);
    List<Finished> planted =
        healthy.stream()
            .map(f -> {
              SequencedMap<String, Object> metrics = new LinkedHashMap<>(f.outcome().metrics());
              metrics.put("learned", 1);
              Outcome o = f.outcome();
              return new Finished(
                  f.cell(),
                  new Outcome(
                      o.status(), o.reason(), metrics, o.reasons(), o.curve(), o.verdicts()));
            })
            .toList();
    assertThat(says("orthonormal-failures", EXPERIMENT.judge(planted).verdicts()))
        .isEqualTo(Says.VIOLATED);
  }

  /** Every force times {@code factor}. */
  private static UnaryOperator<Neurons> times(double factor) {
    return gradient -> {
      Neurons changed = Neurons.zeros(gradient.count(), gradient.dim());
      for (int i = 0; i < changed.count(); i++) {
        Vectors.add(factor, gradient.w()[i], changed.w()[i]);
      }
      return changed;
    };
  }

  /** A descent along a changed gradient, with the measurements that it does not make left out. */
  private static Measured measured(ElectrodynamicsCase cell, UnaryOperator<Neurons> fault) {
    Start start = new Start(cell);
    Population population = new Population(cell.potential(), start.protons());
    Loss planted =
        new Loss() {
          @Override
          public double value(Neurons electrons) {
            return population.value(electrons);
          }

          @Override
          public Neurons gradient(Neurons electrons) {
            return fault.apply(population.gradient(electrons));
          }
        };
    Landscape landscape = new Landscape(planted, cell.isSpherical(), cell.trainsCharges());
    Path<Neurons> path = new Path<>(cell.stop(), cell.recordAt(), Watch.NONE, Neurons::norm);
    Descent descent = new Descent(landscape, cell.stepping(), Optional.empty(), path);
    Neurons end = descent.run(start.electrons());
    Matching matching =
        Matching.of(end, start.protons(), cell.potential().symmetry(), cell.matchTolerance());
    return measured(cell, start, population, path, matching);
  }

  /** At the stop rule from the start. */
  private static Measured arrived(ElectrodynamicsCase cell) {
    Start start = new Start(cell);
    Path<Neurons> path = new Path<>(cell.stop(), cell.recordAt(), Watch.NONE, Neurons::norm);
    path.visit(start.protons(), 0, 0);
    Population population = new Population(cell.potential(), start.protons());
    return measured(cell, start, population, path, new Matching(0, 0, 1, -1));
  }

  private static Measured measured(
      ElectrodynamicsCase cell,
      Start start,
      Population population,
      Path<Neurons> path,
      Matching matching) {
    StopPoint stop = new StopPoint(StopPoint.Kind.SPURIOUS, OptionalInt.of(0), 0, 0);
    return new Measured(
        cell,
        population,
        start.electrons(),
        List.of(),
        path,
        matching,
        stop,
        Optional.empty(),
        new TreeMap<>());
  }

  private static Measured with(Measured m, List<Double> staircase) {
    return new Measured(
        m.cell(),
        m.population(),
        m.start(),
        staircase,
        m.path(),
        m.matching(),
        m.stopPoint(),
        m.earnshaw(),
        m.sampledErrors());
  }

  private static Measured with(Measured m, Matching matching) {
    return new Measured(
        m.cell(),
        m.population(),
        m.start(),
        m.staircase(),
        m.path(),
        matching,
        m.stopPoint(),
        m.earnshaw(),
        m.sampledErrors());
  }

  private static Measured with(Measured m, Earnshaw earnshaw) {
    return new Measured(
        m.cell(),
        m.population(),
        m.start(),
        m.staircase(),
        m.path(),
        m.matching(),
        m.stopPoint(),
        Optional.of(earnshaw),
        m.sampledErrors());
  }

  private static Outcome outcome(Map<String, Object> metrics) {
    Metrics made = new Metrics();
    metrics.forEach(made::put);
    return made.outcome(null, List.of());
  }

  private static List<Cell> cells(String yaml) {
    return new StudyReader(Map.of("electrodynamics", EXPERIMENT.schema()))
        .parse(yaml, "faults.yaml", "faults", List.of())
        .cells();
  }

  private static List<Finished> run(List<Cell> cells) {
    List<Finished> finished = new ArrayList<>();
    try (Backend backend = Backends.open(BackendKind.REFERENCE, 1)) {
      for (Cell cell : cells) {
        finished.add(
            new Finished(cell, EXPERIMENT.run(List.of(cell), backend, Watch.NONE).getFirst()));
      }
    }
    return finished;
  }

  private static Says says(String statement, Measured measured) {
    return says(statement, new CellStatements(measured).judge());
  }

  private static Says says(String statement, List<Verdict> verdicts) {
    return verdicts.stream()
        .filter(v -> v.statement().equals("electrodynamics." + statement))
        .findFirst()
        .orElseThrow()
        .says();
  }
}
