package io.github.widthbench.backend.cpu;

import io.github.widthbench.backend.Backend;
import io.github.widthbench.backend.OpsContract;
import io.github.widthbench.math.Precision;
import java.util.stream.Stream;

class CpuOpsTest extends OpsContract {

  @Override
  protected Backend open(int threads) {
    return new CpuProvider().open(threads);
  }

  @Override
  protected Stream<Precision> precisions() {
    return Stream.of(Precision.FP64, Precision.FP32);
  }
}
