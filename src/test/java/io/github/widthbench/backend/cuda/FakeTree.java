package io.github.widthbench.backend.cuda;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;

/** A machine made of empty files, for tests of what is looked for where. */
final class FakeTree {

  /** A name that no loader knows. */
  static final String NO_DRIVER = "libno-such-driver.so.1";

  private final Path root;
  private final Map<String, String> environment = new HashMap<>();

  FakeTree(Path root) {
    this.root = root;
  }

  /** Makes the empty file {@code name}; answers it. */
  Path file(String name) {
    try {
      Path file = root.resolve(name);
      Files.createDirectories(file.getParent());
      return Files.createFile(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Makes an executable. */
  Path program(String name) {
    try {
      return Files.setPosixFilePermissions(
          file(name), PosixFilePermissions.fromString("rwxr-xr-x"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Makes a symbolic link. */
  void link(String name, Path target) {
    try {
      Path link = root.resolve(name);
      Files.createDirectories(link.getParent());
      Files.createSymbolicLink(link, target);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sets a variable to a folder of the tree. */
  FakeTree set(String variable, String folder) {
    environment.put(variable, root.resolve(folder).toString());
    return this;
  }

  Machine machine() {
    return new Machine(root, root.resolve("home/user"), environment, NO_DRIVER);
  }
}
