package io.github.widthbench.backend.cuda;

import java.nio.file.Path;
import java.util.Map;

/** A machine on which the software device is all that there is of CUDA. */
final class SoftwareMachine {

  private SoftwareMachine() {}

  /** The provider that finds it, with the library of cuBLAS {@code major}. */
  static CudaProvider provider(int major) {
    SoftwareDevice.load(major);
    return CudaProvider.of(machine(major));
  }

  /** The machine; its libraries are where the user's own variable says. */
  static Machine machine(int major) {
    Path driver = SoftwareDevice.build();
    Path folder = SoftwareDevice.cublas(major).getParent();
    return new Machine(
        driver.resolve("no-system"),
        driver.resolve("no-home"),
        Map.of(SearchPath.VARIABLE, driver + ":" + folder),
        "libcuda.so.1");
  }
}
