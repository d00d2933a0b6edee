package io.github.widthbench.backend.cuda;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static jcuda.nvptxcompiler.JNvPTXCompiler.nvPTXCompilerCompile;
import static jcuda.nvptxcompiler.JNvPTXCompiler.nvPTXCompilerCreate;
import static jcuda.nvptxcompiler.JNvPTXCompiler.nvPTXCompilerDestroy;
import static jcuda.nvptxcompiler.JNvPTXCompiler.nvPTXCompilerGetErrorLog;
import static jcuda.nvptxcompiler.JNvPTXCompiler.nvPTXCompilerGetErrorLogSize;
import static jcuda.nvptxcompiler.JNvPTXCompiler.nvPTXCompilerGetInfoLog;
import static jcuda.nvptxcompiler.JNvPTXCompiler.nvPTXCompilerGetInfoLogSize;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import jcuda.nvptxcompiler.nvPTXCompilerHandle;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The PTX that is committed: made from the sources beside it, and good for every GPU from Volta
 * (for tensor cores Ampere) to Hopper.
 */
class PtxTest {

  private static final Path KERNELS = Path.of("kernels");
  private static final int VOLTA = 70;
  private static final Pattern REGISTERS = Pattern.compile("Used (\\d+) registers");
  private static final Pattern SPILLS =
      Pattern.compile("(\\d+) bytes spill stores, (\\d+) bytes spill loads");

  /** A thread can have 255; of blocks of 256 threads one then fits a multiprocessor. */
  private static final int MOST_REGISTERS = 200;

  /** In blocks of 128 threads, of which two fit. */
  private static final int MOST_REGISTERS_TENSOR = 255;

  static Stream<String> files() throws IOException {
    try (Stream<Path> files = Files.list(KERNELS)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".cu"))
          .map(name -> name.substring(0, name.length() - ".cu".length()))
          .sorted()
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void ptx_isMadeFromTheSourcesBesideIt(String name) throws IOException {
    assertThat(Files.readString(KERNELS.resolve(name + ".ptx")))
        .as("kernels/%s.ptx is older than its sources: run ci/ptx where nvcc is", name)
        .startsWith("// sha256 of sources: " + hash(name, "") + "\n");
  }

  @Test
  void ptx_ofASourceThatChanged_isStale() throws IOException {
    assertThat(Files.readString(KERNELS.resolve("jacobi.ptx")))
        .startsWith("// sha256 of sources: " + hash("jacobi", "") + "\n")
        .doesNotContain(hash("jacobi", "\n"));
  }

  @ParameterizedTest
  @MethodSource("files")
  void ptx_isForDriversFromCuda11AndGpusFromVolta(String name) throws IOException {
    assertThat(Files.readString(KERNELS.resolve(name + ".ptx")))
        .contains("\n.version 7.0\n.target sm_" + oldest(name) + "\n.address_size 64\n");
  }

  @ParameterizedTest
  @MethodSource("files")
  void ptx_isAssembled_withoutSpills_onTheOldestAndNewest(String name) throws IOException {
    for (int architecture : new int[] {70, 80, 90}) {
      checkAssembled(name, architecture);
    }
  }

  @Tag("slow")
  @ParameterizedTest
  @MethodSource("files")
  void ptx_isAssembled_withoutSpills_onTheOthers(String name) throws IOException {
    for (int architecture : new int[] {75, 86, 89}) {
      checkAssembled(name, architecture);
    }
  }

  private static void checkAssembled(String name, int architecture) throws IOException {
    if (architecture < oldest(name)) {
      return;
    }
    int most = oldest(name) == VOLTA ? MOST_REGISTERS : MOST_REGISTERS_TENSOR;
    String ptx = Files.readString(KERNELS.resolve(name + ".ptx"));
    String log = assemble(ptx, architecture);
    assertThat(matches(REGISTERS, log))
        .as("registers of %s on sm_%d", name, architecture)
        .isNotEmpty()
        .allMatch(found -> Integer.parseInt(found.group(1)) <= most);
    assertThat(matches(SPILLS, log))
        .as("spills of %s on sm_%d", name, architecture)
        .isNotEmpty()
        .allMatch(found -> found.group(1).equals("0") && found.group(2).equals("0"));
  }

  /** The oldest architecture that a file is for: kernels for tensor cores need Ampere. */
  private static int oldest(String name) throws IOException {
    String source = Files.readString(KERNELS.resolve(name + ".cu"));
    return source.contains("#include \"tensor.cuh\"") ? 80 : VOLTA;
  }

  private static List<Matcher> matches(Pattern pattern, String log) {
    return log.lines().map(pattern::matcher).filter(Matcher::find).toList();
  }

  /** Assembles for a GPU, without one and without a driver; answers what the assembler says. */
  private static String assemble(String ptx, int architecture) {
    byte[] source = (ptx + "\0").getBytes(US_ASCII);
    nvPTXCompilerHandle handle = new nvPTXCompilerHandle();
    assertThat(nvPTXCompilerCreate(handle, source.length, source)).isZero();
    String[] options = {"--gpu-name=sm_" + architecture, "--verbose"};
    int result = nvPTXCompilerCompile(handle, options.length, options);
    long[] size = new long[1];
    byte[] log;
    if (result == 0) {
      nvPTXCompilerGetInfoLogSize(handle, size);
      log = new byte[Math.toIntExact(size[0]) + 1];
      nvPTXCompilerGetInfoLog(handle, log);
    } else {
      nvPTXCompilerGetErrorLogSize(handle, size);
      log = new byte[Math.toIntExact(size[0]) + 1];
      nvPTXCompilerGetErrorLog(handle, log);
    }
    nvPTXCompilerDestroy(handle);
    String said = new String(log, US_ASCII);
    assertThat(result).as(said).isZero();
    return said;
  }

  /** SHA-256 over the headers in the order of their names and the file itself, as in ci/ptx. */
  private static String hash(String name, String addition) throws IOException {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (GeneralSecurityException impossible) {
      throw new AssertionError(impossible);
    }
    try (Stream<Path> files = Files.list(KERNELS)) {
      for (Path header : files.filter(file -> file.toString().endsWith(".cuh")).sorted().toList()) {
        digest.update(Files.readAllBytes(header));
      }
    }
    digest.update(Files.readAllBytes(KERNELS.resolve(name + ".cu")));
    digest.update(addition.getBytes(US_ASCII));
    return HexFormat.of().formatHex(digest.digest());
  }
}
