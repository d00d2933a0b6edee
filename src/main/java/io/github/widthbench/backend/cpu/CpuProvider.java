package io.github.widthbench.backend.cpu;

import io.github.widthbench.backend.Backend;
import io.github.widthbench.backend.BackendKind;
import io.github.widthbench.backend.BackendProvider;
import io.github.widthbench.backend.BackendUnavailableException;
import io.github.widthbench.backend.Capability;
import io.github.widthbench.backend.ProcessorEnergy;
import io.github.widthbench.backend.cpu.kernel.Lanes;
import io.github.widthbench.math.Precision;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds out whether the Vector API and OpenBLAS are at hand. Touches no class that uses either
 * before it knows.
 */
public final class CpuProvider implements BackendProvider {
  private static final String VECTOR_MODULE = "jdk.incubator.vector";

  @Override
  public BackendKind kind() {
    return BackendKind.CPU;
  }

  @Override
  public Capability probe() {
    CpuFacts cpu = CpuFacts.read();
    List<Map.Entry<String, String>> facts = new ArrayList<>();
    facts.add(Map.entry("processor", cpu.model()));
    facts.add(Map.entry("cores", String.valueOf(Runtime.getRuntime().availableProcessors())));
    facts.add(Map.entry("energy", ProcessorEnergy.here().toString()));
    if (ModuleLayer.boot().findModule(VECTOR_MODULE).isEmpty()) {
      return unusable(
          "the JVM runs without the module " + VECTOR_MODULE,
          "Start through ./widthbench, or add --add-modules=" + VECTOR_MODULE,
          facts);
    }
    int bits = Lanes.preferred(Precision.FP64).bits();
    facts.add(Map.entry("vectors", bits + " bits (" + cpu.instructionSet(bits) + ")"));
    if (!OpenBlasLibrary.isBundled()) {
      return unusable(
          "OpenBLAS for linux-x86_64 is not on the class path",
          "Build with Maven and keep the jars of target/lib together; only Linux on x86-64 has one",
          facts);
    }
    try {
      facts.add(Map.entry("openblas", OpenBlas.config()));
      facts.add(Map.entry("openblas file", OpenBlas.file().toString()));
      String kernels = System.getenv("OPENBLAS_CORETYPE");
      if (kernels != null) { // a choice that costs half the speed on a newer processor
        facts.add(Map.entry("openblas kernels", kernels + ", named by OPENBLAS_CORETYPE"));
      }
    } catch (LinkageError | RuntimeException e) {
      return unusable(
          "OpenBLAS could not be loaded: " + root(e),
          "Check the message; XDG_CACHE_HOME names the folder that the library is unpacked into",
          facts);
    }
    String reason = "vectors of %d bits and OpenBLAS".formatted(bits);
    return new Capability(
        BackendKind.CPU, true, reason, "", Set.of(Precision.FP64, Precision.FP32), facts);
  }

  @Override
  public Backend open(int threads) {
    Capability found = probe();
    if (!found.usable()) {
      throw new BackendUnavailableException(
          "backend cpu is not usable here: %s. %s".formatted(found.reason(), found.cure()));
    }
    if (threads < 1) {
      throw new IllegalArgumentException("the CPU backend needs at least 1 thread, not " + threads);
    }
    CpuFacts cpu = CpuFacts.read();
    String device =
        "%s (%s)"
            .formatted(cpu.model(), cpu.instructionSet(Lanes.preferred(Precision.FP64).bits()));
    return new CpuBackend(device, threads);
  }

  private static Capability unusable(
      String reason, String cure, List<Map.Entry<String, String>> facts) {
    return new Capability(BackendKind.CPU, false, reason, cure, Set.of(), facts);
  }

  private static String root(Throwable error) {
    Throwable cause = error;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause.getMessage() == null ? cause.toString() : cause.getMessage();
  }
}
