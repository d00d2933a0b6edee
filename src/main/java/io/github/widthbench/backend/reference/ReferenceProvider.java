package io.github.widthbench.backend.reference;

import io.github.widthbench.backend.Backend;
import io.github.widthbench.backend.BackendKind;
import io.github.widthbench.backend.BackendProvider;
import io.github.widthbench.backend.Capability;
import io.github.widthbench.math.Precision;
import java.util.List;
import java.util.Set;

/** The reference needs nothing but a JVM. */
public final class ReferenceProvider implements BackendProvider {

  @Override
  public BackendKind kind() {
    return BackendKind.REFERENCE;
  }

  @Override
  public Capability probe() {
    return new Capability(
        BackendKind.REFERENCE,
        true,
        "plain loops, needs nothing",
        "",
        Set.of(Precision.FP64),
        List.of());
  }

  @Override
  public Backend open(int threads) {
    return new ReferenceBackend();
  }
}
