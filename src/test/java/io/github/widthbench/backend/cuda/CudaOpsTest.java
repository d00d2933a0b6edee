package io.github.widthbench.backend.cuda;

import io.github.widthbench.backend.Backend;
import io.github.widthbench.backend.OpsContract;
import io.github.widthbench.math.Precision;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/** The contract on the software device. */
@Tag("software-device")
class CudaOpsTest extends OpsContract {

  /** Which cuBLAS the device has; ci/cuda-software runs the tests with each. */
  static final int CUBLAS = Integer.getInteger("widthbench.software.cublas", 12);

  @BeforeAll
  static void loadDevice() {
    SoftwareMachine.provider(CUBLAS).probe();
  }

  @Override
  protected Backend open(int threads) {
    return CudaBackend.open("Software CUDA device", 0, OptionalLong.empty());
  }

  @Override
  protected Stream<Precision> precisions() {
    return Stream.of(Precision.FP64, Precision.FP32);
  }
}
