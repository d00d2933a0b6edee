package io.github.widthbench.spectrum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.widthbench.backend.BackendKind;
import io.github.widthbench.backend.Backends;
import io.github.widthbench.math.Activation;
import org.junit.jupiter.api.Test;

class LinearTheoryTest {
  private static final double[][] S3 = {{1, 0}, {0, 1}, {0.6, 0.8}};
  private static final double[] START = {-1, 1, -0.5};

  @Test
  void residual_ofThreePoints_hasTheGoldenValues() {
    LinearTheory theory = theory(0.05);
    assertThat(theory.residual(START, 0)).isCloseTo(1.5, within(1e-13));
    assertThat(theory.residual(START, 1)).isCloseTo(1.02041095347392, within(1e-13));
    assertThat(theory.residual(START, 10)).isCloseTo(0.240207374280150, within(1e-13));
    assertThat(theory.residual(START, 100)).isCloseTo(7.70836807338970e-5, within(1e-15));
  }

  @Test
  void iterations_ofThreePoints_areTheGoldenCount() {
    assertThat(theory(0.05).iterations(START, 1e-3)).hasValue(72);
    assertThat(theory(0.05).iterations(START, 2)).hasValue(0);
  }

  @Test
  void iterations_beyondTheStableStep_areEmpty() {
    assertThat(theory(0.1531).iterations(START, 1e-3)).isEmpty();
    assertThat(theory(0.1530).iterations(START, 1e-3)).isPresent();
  }

  private static LinearTheory theory(double kappa) {
    try (var backend = Backends.open(BackendKind.REFERENCE, 1)) {
      double[] gram = AnalyticGram.of(Activation.EXP, S3);
      return new LinearTheory(backend.eigenSolver().decompose(gram, 3), kappa);
    }
  }
}
