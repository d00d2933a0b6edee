package io.github.widthbench.backend.cuda;

import io.github.widthbench.backend.Backend;
import io.github.widthbench.backend.BackendKind;
import io.github.widthbench.backend.BackendProvider;
import io.github.widthbench.backend.BackendUnavailableException;
import io.github.widthbench.backend.Capability;
import io.github.widthbench.math.Precision;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Looks for NVIDIA's libraries and GPUs step by step; the first step that fails is the reason why
 * there is no backend. The machine is looked over once a process.
 */
public final class CudaProvider implements BackendProvider {

  private final Supplier<Capability> probe;

  /** The provider of this machine. */
  public CudaProvider() {
    this(() -> Here.CAPABILITY);
  }

  private CudaProvider(Supplier<Capability> probe) {
    this.probe = probe;
  }

  /** The provider of {@code machine}, which it looks over at every probe. */
  static CudaProvider of(Machine machine) {
    return new CudaProvider(() -> capability(machine));
  }

  private static final class Here {
    static final Capability CAPABILITY = capability(Machine.current());
  }

  @Override
  public BackendKind kind() {
    return BackendKind.CUDA;
  }

  @Override
  public Capability probe() {
    return probe.get();
  }

  @Override
  public Backend open(int threads) {
    Capability found = probe();
    if (!found.usable()) {
      throw new BackendUnavailableException(
          "backend cuda is not usable here: " + found.reason() + ". " + found.cure());
    }
    throw new BackendUnavailableException("TODO");
  }

  private static Capability capability(Machine machine) {
    try {
      Discovery discovery = Discovery.of(machine);
      return switch (discovery.result()) {
        case Discovery.Stopped(String reason, String cure) ->
            unusable(reason, cure, discovery.steps());
        case Discovery.Ready ready -> start(ready, discovery.steps());
      };
    } catch (RuntimeException | LinkageError broken) {
      return unusable("looking for CUDA failed: " + broken, "Use --backend cpu", List.of());
    }
  }

  /** Loads JCuda and has the first GPU compute something. */
  private static Capability start(Discovery.Ready ready, List<Map.Entry<String, String>> found) {
    List<Map.Entry<String, String>> steps = new ArrayList<>(found);
    try {
      steps.add(Map.entry("natives", JCudaNatives.load(ready.blas().major())));
    } catch (IOException | RuntimeException | LinkageError broken) {
      return unusable(
          "JCuda does not load: " + firstLine(broken), "Use --backend cpu", List.copyOf(steps));
    }
    return new Capability(
        BackendKind.CUDA,
        true,
        ready.driver().devices().getFirst().toString(),
        "",
        Set.of(Precision.values()),
        steps);
  }

  private static String firstLine(Throwable failure) {
    return failure.toString().lines().findFirst().orElse("");
  }

  private static Capability unusable(
      String reason, String cure, List<Map.Entry<String, String>> facts) {
    return new Capability(BackendKind.CUDA, false, reason, cure, Set.of(), facts);
  }
}
