package io.github.widthbench.backend.cuda;

import io.github.widthbench.backend.Backend;
import io.github.widthbench.backend.OpsContract;
import io.github.widthbench.math.Precision;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/** The contract on the software device, or on a GPU. */
@Tag("software-device")
@Tag("gpu")
class CudaOpsTest extends OpsContract {

  private static CudaProvider provider;

  @BeforeAll
  static void find() {
    provider = TestMachine.provider();
  }

  @Override
  protected Backend open(int threads) {
    return provider.open(threads);
  }

  @Override
  protected Stream<Precision> precisions() {
    return Stream.of(Precision.FP64, Precision.FP32);
  }
}
