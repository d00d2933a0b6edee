package io.github.widthbench.backend.cpu;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * The processor as Linux describes it.
 *
 * @param model name of the model, "unknown processor" where it is not told
 * @param flags its instruction sets as /proc/cpuinfo names them
 */
record CpuFacts(String model, List<String> flags) {
  private static final Path SOURCE = Path.of("/proc/cpuinfo");

  CpuFacts {
    flags = List.copyOf(flags);
  }

  static CpuFacts read() {
    try {
      List<String> lines = Files.readAllLines(SOURCE, StandardCharsets.UTF_8);
      return new CpuFacts(
          value(lines, "model name", "unknown processor"),
          List.of(value(lines, "flags", "").split(" ")));
    } catch (IOException e) {
      return new CpuFacts("unknown processor", List.of());
    }
  }

  /** The widest vectors that lanes of {@code bits} stand for on this processor. */
  String instructionSet(int bits) {
    if (bits >= 512) {
      return "avx512";
    }
    if (bits >= 256) {
      return flags.contains("avx2") ? "avx2" : "avx";
    }
    return System.getProperty("os.arch").toLowerCase(Locale.ROOT) + ", " + bits + " bits";
  }

  /** Whether the processor has every part of AVX-512 that OpenBLAS's kernels use. */
  boolean hasAvx512() {
    return flags.containsAll(List.of("avx512f", "avx512cd", "avx512bw", "avx512dq", "avx512vl"));
  }

  private static String value(List<String> lines, String key, String otherwise) {
    return lines.stream()
        .filter(line -> line.startsWith(key))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse(otherwise);
  }
}
