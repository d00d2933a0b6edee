package io.github.widthbench.backend.cuda;

import io.github.widthbench.backend.Backend;
import io.github.widthbench.backend.BackendKind;
import io.github.widthbench.backend.BackendProvider;
import io.github.widthbench.backend.BackendUnavailableException;
import io.github.widthbench.backend.Capability;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Looks for NVIDIA's driver and its devices. This version computes nothing on them yet. */
public final class CudaProvider implements BackendProvider {

  private static final String LIBRARY = "libcuda.so.1";
  private static final String USE_CPU = "Use --backend cpu";

  private final String library;

  /** The provider of this machine's driver. */
  public CudaProvider() {
    this(LIBRARY);
  }

  CudaProvider(String library) {
    this.library = library;
  }

  @Override
  public BackendKind kind() {
    return BackendKind.CUDA;
  }

  @Override
  public Capability probe() {
    try {
      return capability(CudaDriver.find(library));
    } catch (RuntimeException | LinkageError broken) {
      return unusable(library + " cannot be called: " + broken.getMessage(), USE_CPU, List.of());
    }
  }

  @Override
  public Backend open(int threads) {
    Capability found = probe();
    throw new BackendUnavailableException(
        "backend cuda is not usable here: " + found.reason() + ". " + found.cure());
  }

  /** What the answer of a driver means for users. */
  Capability capability(CudaDriver driver) {
    return switch (driver) {
      case CudaDriver.Absent() ->
          unusable(
              "no NVIDIA driver found (" + library + ")",
              "On a machine with an NVIDIA GPU install its driver; elsewhere use --backend cpu",
              List.of());
      case CudaDriver.Failing(String call, int code) ->
          unusable(
              "the NVIDIA driver fails: %s returned error %d".formatted(call, code),
              "See what nvidia-smi says; or use --backend cpu",
              List.of());
      case CudaDriver.Present present ->
          unusable(
              "driver for CUDA %s with %d device%s found, but this version has no CUDA backend yet"
                  .formatted(
                      present.version(), present.devices(), present.devices() == 1 ? "" : "s"),
              USE_CPU,
              List.of(
                  Map.entry("driver", "CUDA " + present.version()),
                  Map.entry("devices", Integer.toString(present.devices()))));
    };
  }

  private static Capability unusable(
      String reason, String cure, List<Map.Entry<String, String>> facts) {
    return new Capability(BackendKind.CUDA, false, reason, cure, Set.of(), facts);
  }
}
