package io.github.widthbench.experiment.exponential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.widthbench.backend.Backend;
import io.github.widthbench.backend.BackendKind;
import io.github.widthbench.backend.Backends;
import io.github.widthbench.backend.Tolerance;
import io.github.widthbench.experiment.Outcome;
import io.github.widthbench.experiment.Watch;
import io.github.widthbench.math.Precision;
import io.github.widthbench.study.StudyReader;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whole trainings: the CPU in both precisions against the FP64 reference. */
class BackendsAgreeTest {
  private static final int WIDTH = 414;
  private static final int STEPS = 60;

  private final ExponentialExperiment experiment = new ExponentialExperiment();

  @ParameterizedTest
  @CsvSource({
    "exp, coupled",
    "exp, iid",
    "relu, coupled",
    "relu, iid",
    "tanh, coupled",
    "tanh, iid",
    "erf, coupled",
    "sigmoid, coupled",
    "softplus, coupled",
    "softplus, iid"
  })
  void training_onTheCpu_followsTheReference(String activation, String initialization) {
    Outcome expected = run(BackendKind.REFERENCE, "fp64", activation, initialization);
    for (Precision precision : List.of(Precision.FP64, Precision.FP32)) {
      Outcome found = run(BackendKind.CPU, precision.label(), activation, initialization);
      // outputs are sums of m terms; each step adds its own rounding, and errors do not grow:
      // κ·λmax ≤ 1
      double size = initialization.equals("iid") ? Math.sqrt(WIDTH) : 1;
      double tolerance = Tolerance.ofSum(WIDTH, size / Math.sqrt(WIDTH), precision) * STEPS;
      for (int point = 0; point < expected.curve().size(); point++) {
        double[] a = outputs(expected, point);
        double[] b = outputs(found, point);
        assertThat(b).as("%s, point %d", precision, point).containsExactly(a, within(tolerance));
      }
      for (String metric : List.of("lambdaMin", "lambdaMax", "gramDistance", "movement")) {
        double value = expected.number(metric);
        double largest = Math.max(value, expected.number("lambdaMax"));
        assertThat(found.number(metric))
            .as("%s in %s", metric, precision)
            .isCloseTo(value, within(Tolerance.ofSum(WIDTH, largest, precision)));
      }
    }
  }

  private Outcome run(
      BackendKind kind, String precision, String activation, String initialization) {
    String yaml =
        """
        experiment: exponential
        fixed:
          data: {kind: sphere, sampleCount: 13, inputDim: 7, radius: 0.5, seed: 3}
          activation: %s
          initialization: %s
          width: %d
          learningRate: {scaled: 0.5}
          stop: {residual: 1e-12, cap: %d}
          precision: %s
        """
            .formatted(activation, initialization, WIDTH, STEPS, precision);
    var study =
        new StudyReader(Map.of("exponential", experiment.schema()))
            .parse(yaml, "agree.yaml", "agree", List.of());
    try (Backend backend = Backends.open(kind, 2)) {
      return experiment.run(study.cells(), backend, Watch.NONE).getFirst();
    }
  }

  @SuppressWarnings("unchecked")
  private static double[] outputs(Outcome outcome, int point) {
    Object outputs = Objects.requireNonNull(outcome.curve().get(point).get("outputs"));
    return ((List<Double>) outputs).stream().mapToDouble(v -> v).toArray();
  }
}
