package io.github.widthbench.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.widthbench.backend.Backend;
import io.github.widthbench.backend.Capability;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The machine that tests of CUDA run on: one on which the software device is all that there is, or
 * with {@code -Dwidthbench.test.device=found} this one, with the GPU that its driver offers. Tests
 * with the tag {@code gpu} run on both.
 */
public final class TestMachine {

  /** Which cuBLAS the software device has; ci/cuda-software runs the tests with each. */
  static final int CUBLAS = Integer.getInteger("widthbench.software.cublas", 12);

  private static final boolean FOUND =
      switch (System.getProperty("widthbench.test.device", "software")) {
        case "software" -> false;
        case "found" -> true;
        case String other ->
            throw new IllegalArgumentException(
                "widthbench.test.device: found " + other + ", allowed software, found");
      };

  private TestMachine() {}

  /** Builds the software device where the tests run on it. */
  public static void build() {
    if (!FOUND) {
      SoftwareDevice.build();
    }
  }

  /** What records call the device: {@code software}, or the GPU's name. */
  public static String device() {
    if (!FOUND) {
      return "software";
    }
    try (Backend backend = provider().open(1)) {
      return backend.device();
    }
  }

  /** Loads driver, cuBLAS and JCuda; fails with the reason where a GPU should be and none is. */
  static CudaProvider provider() {
    CudaProvider provider = FOUND ? new CudaProvider() : software();
    Capability found = provider.probe();
    assertThat(found.usable()).as("%s: %s", found.reason(), found.facts()).isTrue();
    return provider;
  }

  /**
   * Has blocks begin with their last thread where {@code reverse} is 1; a GPU has no such switch.
   */
  static void reverse(int reverse) {
    if (FOUND) {
      assumeTrue(reverse == 0, "the order of a GPU's threads is its own");
    } else {
      SoftwareDevice.set("reverse", reverse);
    }
  }

  /** cuSOLVER of the device; the software device has one always. */
  static Optional<ForeignLibrary> cusolver() {
    Discovery found = Discovery.of(FOUND ? Machine.current() : software(CUBLAS));
    Optional<ForeignLibrary> solver =
        found.result() instanceof Discovery.Ready ready
            ? ready.companions().solver()
            : Optional.empty();
    assertThat(FOUND || solver.isPresent()).as("%s", found.steps()).isTrue();
    return solver;
  }

  private static CudaProvider software() {
    SoftwareDevice.load(CUBLAS);
    return CudaProvider.of(software(CUBLAS));
  }

  /** The machine with the software device; its libraries are where the user's variable says. */
  static Machine software(int major) {
    Path driver = SoftwareDevice.build();
    Path folder = SoftwareDevice.cublas(major).getParent();
    return new Machine(
        driver.resolve("no-system"),
        driver.resolve("no-home"),
        Map.of(SearchPath.VARIABLE, driver + ":" + folder),
        "libcuda.so.1");
  }
}
