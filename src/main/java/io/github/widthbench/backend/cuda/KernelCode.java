package io.github.widthbench.backend.cuda;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The code of one family of kernels: the PTX of this build, and machine code for several GPUs where
 * {@code ci/ptx fatbin} made some from the very same sources.
 *
 * @param name of the family
 */
record KernelCode(String name, String ptx) {

  /** The first line of PTX, before the digest of its sources. */
  private static final String DIGEST = "// sha256 of sources: ";

  /** Digits of the digest in the name of a fatbin, so that a stale one is not found. */
  private static final int DIGITS = 16;

  /** The code of the family {@code name}. */
  static KernelCode of(String name) {
    try (InputStream in = KernelCode.class.getResourceAsStream(name + ".ptx")) {
      if (in == null) {
        throw new IllegalStateException("the build carries no " + name + ".ptx");
      }
      return new KernelCode(name, new String(in.readAllBytes(), StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Machine code; empty where there is none of these sources. */
  Optional<byte[]> fatbin() {
    return fatbin(Path.of(System.getProperty("widthbench.home", "."), "kernels"));
  }

  Optional<byte[]> fatbin(Path folder) {
    if (!ptx.startsWith(DIGEST)) {
      return Optional.empty();
    }
    String digest = ptx.substring(DIGEST.length(), DIGEST.length() + DIGITS);
    Path file = folder.resolve(name + "-" + digest + ".fatbin");
    try {
      return Files.isReadable(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
    } catch (IOException unreadable) {
      return Optional.empty();
    }
  }
}
