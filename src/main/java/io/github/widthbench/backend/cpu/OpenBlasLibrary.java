package io.github.widthbench.backend.cpu;

import io.github.widthbench.backend.NativeFolder;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.zip.CRC32;

/**
 * The OpenBLAS shared libraries as files: they travel in a jar, and the system loads only files.
 * They are unpacked once into a folder of the user that nobody else can write to, and their size
 * and checksum are compared with the jar's directory before each use (some milliseconds for 38 MB),
 * so that a half-written or mixed-up file is found.
 */
final class OpenBlasLibrary {
  private static final String VERSION = "0.3.31-1.5.13";
  private static final String RESOURCES = "/org/bytedeco/openblas/linux-x86_64/";
  private static final String MAIN = "libopenblas.so.0";

  /** In the order of loading: each needs those before it. */
  private static final List<String> FILES = List.of("libquadmath.so.0", "libgfortran.so.5", MAIN);

  private OpenBlasLibrary() {}

  /** Whether the libraries travel with this build. */
  static boolean isBundled() {
    return OpenBlasLibrary.class.getResource(RESOURCES + MAIN) != null;
  }

  /**
   * The libraries as files, in the order of loading.
   *
   * @throws IOException with a cause that a user can act on
   */
  static List<Path> files() throws IOException {
    return files(NativeFolder.open("openblas-" + VERSION));
  }

  /** The libraries as files in {@code folder}, each written anew unless it is intact. */
  static List<Path> files(NativeFolder folder) throws IOException {
    for (String name : FILES) {
      Path file = folder.path().resolve(name);
      if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || !isIntact(name, file)) {
        try (InputStream in = resource(name)) {
          folder.write(name, in);
        }
      }
    }
    return FILES.stream().map(folder.path()::resolve).toList();
  }

  private static InputStream resource(String name) throws IOException {
    InputStream in = OpenBlasLibrary.class.getResourceAsStream(RESOURCES + name);
    if (in == null) {
      throw new IOException("the build carries no " + RESOURCES + name);
    }
    return in;
  }

  /** Whether the file has the size and the CRC-32 that the jar states for it. */
  private static boolean isIntact(String name, Path file) throws IOException {
    URL url = OpenBlasLibrary.class.getResource(RESOURCES + name);
    if (url == null || !(url.openConnection() instanceof JarURLConnection packed)) {
      throw new IOException("the build carries no " + RESOURCES + name + " in a jar");
    }
    JarEntry entry = packed.getJarEntry();
    return Files.size(file) == entry.getSize() && checksum(file) == entry.getCrc();
  }

  private static long checksum(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      CRC32 checksum = new CRC32();
      checksum.update(channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size()));
      return checksum.getValue();
    }
  }
}
