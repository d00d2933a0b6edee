package io.github.widthbench.backend.cuda;

import io.github.widthbench.backend.Backend;
import io.github.widthbench.backend.BackendKind;
import io.github.widthbench.backend.BackendProvider;
import io.github.widthbench.backend.BackendUnavailableException;
import io.github.widthbench.backend.Capability;
import io.github.widthbench.backend.DeviceHealth;
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

  private static final String USE_CPU = "Use --backend cpu";

  private final Supplier<Found> look;

  /** The provider of this machine. */
  public CudaProvider() {
    this(() -> Here.FOUND);
  }

  private CudaProvider(Supplier<Found> look) {
    this.look = look;
  }

  /** The provider of {@code machine}, which it looks over every time it is asked. */
  static CudaProvider of(Machine machine) {
    return new CudaProvider(() -> look(machine));
  }

  /** What was found, with the GPUs and the optional libraries if they can be used. */
  private record Found(
      Capability capability, List<CudaDriver.Device> devices, Companions companions) {

    static Found unusable(String reason, String cure, List<Map.Entry<String, String>> facts) {
      Capability none = new Capability(BackendKind.CUDA, false, reason, cure, Set.of(), facts);
      return new Found(none, List.of(), Companions.NONE);
    }
  }

  private static final class Here {
    static final Found FOUND = look(Machine.current());
  }

  @Override
  public BackendKind kind() {
    return BackendKind.CUDA;
  }

  @Override
  public Capability probe() {
    return look.get().capability();
  }

  @Override
  public int devices() {
    return look.get().devices().size();
  }

  @Override
  public Backend open(int threads) {
    return open(threads, 0);
  }

  @Override
  public Backend open(int threads, int device) {
    Found found = look.get();
    Capability capability = found.capability();
    if (!capability.usable()) {
      throw new BackendUnavailableException(
          "backend cuda is not usable here: %s. %s"
              .formatted(capability.reason(), capability.cure()));
    }
    int count = found.devices().size();
    if (device < 0 || device >= count) {
      throw new BackendUnavailableException(
          "device %d is not there: backend cuda has %d, from 0 on".formatted(device, count));
    }
    return CudaBackend.open(found.devices().get(device), device, found.companions());
  }

  private static Found look(Machine machine) {
    try {
      Discovery discovery = Discovery.of(machine);
      return switch (discovery.result()) {
        case Discovery.Stopped(String reason, String cure) ->
            Found.unusable(reason, cure, discovery.steps());
        case Discovery.Ready ready -> start(ready, discovery.steps());
      };
    } catch (RuntimeException | LinkageError broken) {
      return Found.unusable("looking for CUDA failed: " + broken, USE_CPU, List.of());
    }
  }

  /** Loads JCuda and has the first GPU compute something. */
  private static Found start(Discovery.Ready ready, List<Map.Entry<String, String>> found) {
    List<Map.Entry<String, String>> steps = new ArrayList<>(found);
    List<CudaDriver.Device> devices = ready.driver().devices();
    String doing = "JCuda does not load";
    try {
      steps.add(Map.entry("natives", JCudaNatives.load(ready.blas().major())));
      doing = "the GPU does not compute";
      steps.add(Map.entry("self-test", SelfTest.run(devices.getFirst().name())));
      String place = devices.getFirst().pciBusId();
      ready
          .companions()
          .management()
          .ifPresent(library -> steps.add(Map.entry("health", health(library, place))));
      steps.add(Map.entry("energy", energy(ready.companions(), place)));
    } catch (IOException | RuntimeException | LinkageError broken) {
      return Found.unusable(doing + ": " + firstLine(broken), USE_CPU, steps);
    }
    return new Found(
        new Capability(
            BackendKind.CUDA,
            true,
            devices.getFirst().toString(),
            "",
            Set.of(Precision.values()),
            steps),
        devices,
        ready.companions());
  }

  /** How the first GPU is now. */
  private static String health(ForeignLibrary management, String pciBusId) {
    return Nvml.of(management, pciBusId)
        .flatMap(Nvml::health)
        .map(DeviceHealth::toString)
        .orElse("not told: NVML does not say how the GPU at " + pciBusId + " is");
  }

  /** The energy counter of the first GPU, or why there is none. */
  private static String energy(Companions companions, String pciBusId) {
    return companions
        .management()
        .flatMap(library -> Nvml.of(library, pciBusId))
        .map(nvml -> nvml.energy().whyNot().orElse("the whole GPU (NVML)"))
        .orElse(Nvml.WITHOUT_ENERGY);
  }

  private static String firstLine(Throwable failure) {
    return failure.toString().lines().findFirst().orElse("");
  }
}
