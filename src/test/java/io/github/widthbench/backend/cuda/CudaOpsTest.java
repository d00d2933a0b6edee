package io.github.widthbench.backend.cuda;

import io.github.widthbench.backend.Backend;
import io.github.widthbench.backend.OpsContract;
import io.github.widthbench.math.Precision;
import java.util.stream.Stream;

/** The contract on the software device. */
class CudaOpsTest extends OpsContract {

  private static final CudaProvider PROVIDER = new CudaProvider();

  @Override
  protected Backend open(int threads) {
    return PROVIDER.open(threads);
  }

  @Override
  protected Stream<Precision> precisions() {
    return Stream.of(Precision.values());
  }
}
