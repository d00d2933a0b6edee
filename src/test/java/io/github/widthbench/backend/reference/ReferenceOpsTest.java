package io.github.widthbench.backend.reference;

import io.github.widthbench.backend.Backend;
import io.github.widthbench.backend.OpsContract;
import io.github.widthbench.math.Precision;
import java.util.stream.Stream;

class ReferenceOpsTest extends OpsContract {

  @Override
  protected Backend open(int threads) {
    return new ReferenceProvider().open(threads);
  }

  @Override
  protected Stream<Precision> precisions() {
    return Stream.of(Precision.FP64);
  }
}
