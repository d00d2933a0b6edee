package io.github.widthbench.backend.cuda;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * A CUDA device in software for tests: libcuda and libcublas for the host, and the project's
 * kernels compiled by g++. Sources and what it can do are in {@code src/test/cuda}; it is built
 * into {@code target/software-device} when they changed, in about 10 seconds.
 *
 * <p>Tests that load it carry {@code @Tag("software-device")}, so that they run in a JVM of their
 * own: from then on it is the NVIDIA driver of that JVM. Without g++ they are skipped, unless the
 * environment variable {@code WIDTHBENCH_SOFTWARE_DEVICE} is {@code required}.
 */
public final class SoftwareDevice {

  private static final Path SOURCES = Path.of("src/test/cuda");
  private static final Path KERNELS = Path.of("kernels");
  private static final Path HOME = Path.of("target/software-device");
  private static final Arena ARENA = Arena.global();

  private SoftwareDevice() {}

  /**
   * Makes this device the driver of this JVM, with the library of cuBLAS {@code major}, 12 or 13.
   */
  @SuppressWarnings("restricted")
  static void load(int major) {
    Path built = build();
    System.load(built.resolve("libcuda.so.1").toString());
    System.load(cublas(major).toString());
    useKernels(built.resolve("libswkernels.so"));
  }

  /** Builds what is stale; answers the folder of {@code libcuda.so.1}. */
  public static synchronized Path build() {
    requireCompiler();
    Path home = HOME.toAbsolutePath();
    try {
      Files.createDirectories(home);
      Path stamp = home.resolve("built-from");
      String sources = hash(SOURCES, KERNELS);
      if (!Files.exists(stamp) || !Files.readString(stamp).equals(sources)) {
        compile(home, KERNELS, native_(home, "JCudaDriver"), native_(home, "JCublas2"));
        Files.writeString(stamp, sources);
      }
      return home;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** The library of cuBLAS {@code major} on this device. */
  static Path cublas(int major) {
    return HOME.toAbsolutePath().resolve("cublas" + major + "/libcublas.so." + major);
  }

  /**
   * Compiles the kernels of another folder, such as a copy with a fault in it; answers the library.
   */
  static Path buildKernels(Path kernels, Path target) {
    Path home = build();
    try {
      Files.createDirectories(target);
      Files.copy(
          home.resolve("libcuda.so.1"),
          target.resolve("libcuda.so.1"),
          StandardCopyOption.REPLACE_EXISTING);
      compile(target, kernels);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    return target.resolve("libswkernels.so").toAbsolutePath();
  }

  /**
   * Modules that are loaded from now on take their kernels from {@code library}, and those that it
   * lacks from the project's own.
   */
  static void useKernels(Path library) {
    try (Arena arena = Arena.ofConfined()) {
      invoke(
          "swcudaKernels",
          FunctionDescriptor.ofVoid(ADDRESS),
          arena.allocateFrom(library.toAbsolutePath().toString()));
    }
  }

  /**
   * Changes a setting of the device: {@code memory} (bytes), {@code devices}, {@code driver}
   * (version), {@code capability} (10·major + minor), {@code reverse} (1: threads from the last to
   * the first), {@code lazy} (1: work is done when somebody waits for it), {@code shared} (bytes a
   * block may ask for), {@code loseAfter} (launches until the device is lost, −1 for never; setting
   * it gives a lost device back).
   */
  static void set(String name, long value) {
    try (Arena arena = Arena.ofConfined()) {
      Object answer =
          invoke(
              "swcudaSet",
              FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG),
              arena.allocateFrom(name),
              value);
      assertThat(answer).as("setting %s", name).isEqualTo(0);
    }
  }

  /** SHA-256 over the files of folders, in the order of their names. */
  private static String hash(Path... folders) throws IOException {
    MessageDigest digest = sha256();
    for (Path folder : folders) {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.sorted().toList()) {
          if (!file.toString().endsWith(".ptx") && !file.toString().endsWith(".md")) {
            digest.update(file.getFileName().toString().getBytes(StandardCharsets.UTF_8));
            digest.update(Files.readAllBytes(file));
          }
        }
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError(impossible);
    }
  }

  private static void requireCompiler() {
    try {
      if (new ProcessBuilder("g++", "--version")
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0) {
        return;
      }
    } catch (IOException missing) {
      // said below
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
    String reason = "the software CUDA device is built with g++, which is not on the PATH";
    if ("required".equals(System.getenv("WIDTHBENCH_SOFTWARE_DEVICE"))) {
      throw new AssertionError(reason);
    }
    abort(reason);
  }

  /** Extracts one of JCuda's libraries, whose imports say which calls need a stub. */
  private static Path native_(Path home, String name) throws IOException {
    String file = "lib" + name + "-12.6.0-linux-x86_64.so";
    Path target = home.resolve(file);
    try (InputStream in = SoftwareDevice.class.getResourceAsStream("/lib/" + file)) {
      if (in == null) {
        throw new IOException("/lib/" + file + " is not on the class path");
      }
      Files.copy(in, target, StandardCopyOption.REPLACE_EXISTING);
    }
    return target;
  }

  private static void compile(Path out, Path kernels, Path... natives) throws IOException {
    List<String> command = new ArrayList<>(List.of(SOURCES.resolve("build").toString()));
    command.add(out.toString());
    command.add(kernels.toString());
    for (Path one : natives) {
      command.add(one.toString());
    }
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      assertThat(process.waitFor()).as("%s: %s", command, said).isZero();
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }

  @SuppressWarnings("restricted")
  private static Object invoke(String name, FunctionDescriptor type, Object... arguments) {
    SymbolLookup driver = SymbolLookup.libraryLookup("libcuda.so.1", ARENA);
    MemorySegment function = driver.findOrThrow(name);
    try {
      Object answer =
          Linker.nativeLinker().downcallHandle(function, type).invokeWithArguments(arguments);
      return answer == null ? "nothing" : answer;
    } catch (Throwable impossible) { // a native function throws nothing
      throw new LinkageError(name, impossible);
    }
  }
}
