package io.github.widthbench.backend.cuda;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where CUDA is looked for; a folder with a fake tree in tests.
 *
 * @param root of the file system
 * @param home of the user
 * @param environment variables
 * @param driver name of the driver's library, which the system's loader may know
 */
record Machine(Path root, Path home, Map<String, String> environment, String driver) {

  Machine {
    environment = Map.copyOf(environment);
  }

  /** The machine that this process runs on. */
  static Machine current() {
    return new Machine(
        Path.of("/"), Path.of(System.getProperty("user.home")), System.getenv(), "libcuda.so.1");
  }

  /** The folder that a variable names; empty if it is not set. */
  Optional<Path> folder(String variable) {
    return Optional.ofNullable(environment.get(variable))
        .filter(value -> !value.isBlank())
        .map(Path::of);
  }

  /** The folders that a colon-separated variable names. */
  List<Path> folders(String variable) {
    return Arrays.stream(environment.getOrDefault(variable, "").split(":", -1))
        .filter(entry -> !entry.isBlank())
        .map(Path::of)
        .toList();
  }

  /** A folder of the system, such as {@code usr/lib64}. */
  Path system(String folder) {
    return root.resolve(folder);
  }
}
