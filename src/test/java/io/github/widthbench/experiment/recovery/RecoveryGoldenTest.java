package io.github.widthbench.experiment.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.widthbench.backend.Backend;
import io.github.widthbench.backend.BackendKind;
import io.github.widthbench.backend.Backends;
import io.github.widthbench.math.Activation;
import io.github.widthbench.math.Draws;
import io.github.widthbench.math.Draws.Stream;
import io.github.widthbench.network.SquareLoss;
import io.github.widthbench.spectrum.SingularValues;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds along a branch and where two branches cross. */
class RecoveryGoldenTest {
  private static final int SAMPLES = 20;

  /** Off neurons may be anywhere, and shares of one output weight may be moved about. */
  @ParameterizedTest
  @CsvSource({"1, 2, 1", "2, 3, 2", "3, 4, 2"})
  void outputs_alongABranch_stay(int inputDim, int width, int groups) {
    Teacher teacher = Teacher.random(Activation.TANH, 1, inputDim, 4);
    SquareLoss loss = loss(teacher, width);
    double[] theta = Embedding.onBranch(teacher, width, groups, 7);
    int off = width - 1;
    for (int step = 0; step < 10; step++) {
      if (groups > 1) {
        theta[width + off * inputDim] += 0.3; // a neuron with output weight 0
      }
      if (groups < width) {
        theta[0] += 0.1; // two neurons on one
        theta[1] -= 0.1;
      }
      for (double residual : loss.residuals(theta)) {
        assertThat(residual).isCloseTo(0, within(2e-15));
      }
    }
  }

  /** Where a neuron that is off reaches the teacher's place its column becomes a duplicate. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void rank_whereAnOffNeuronMeetsTheTeacher_dropsByOne(int inputDim) {
    Teacher teacher = Teacher.random(Activation.TANH, 1, inputDim, 4);
    SquareLoss loss = loss(teacher, 2);
    double[] generic = Embedding.onBranch(teacher, 2, 2, 7);
    double[] crossing = generic.clone();
    System.arraycopy(teacher.w()[0], 0, crossing, 2 + inputDim, inputDim);
    int rank = new Branches(1, 2).tangentRank(2, inputDim, 0);
    assertThat(rank).isEqualTo(2 + inputDim);
    assertThat(SingularValues.of(loss.jacobian(generic)).rank()).isEqualTo(rank);
    assertThat(SingularValues.of(loss.jacobian(crossing)).rank()).isEqualTo(rank - 1);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void spectra_ofBothGramMatrices_areOne(int inputDim) {
    Teacher teacher = Teacher.random(Activation.TANH, 1, inputDim, 4);
    SquareLoss loss = loss(teacher, 3);
    double[][] jacobian = loss.jacobian(Embedding.start(teacher, 3, 3, 0.1, 7));
    SingularValues tangent = SingularValues.of(jacobian);
    try (Backend backend = Backends.open(BackendKind.REFERENCE, 1)) {
      double difference = GramSpectra.difference(jacobian, tangent, backend.eigenSolver());
      assertThat(difference).isLessThan(6e-15 * tangent.largest() * tangent.largest());
    }
  }

  private static SquareLoss loss(Teacher teacher, int width) {
    double[][] x = new double[SAMPLES][teacher.inputDim()];
    for (int i = 0; i < SAMPLES; i++) {
      new Draws(1, Stream.POINTS).normals((long) i * teacher.inputDim(), x[i]);
    }
    return new SquareLoss(teacher.activation(), x, teacher.outputs(x), width);
  }
}
