package io.github.widthbench.backend.cpu;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
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

  private static final Set<PosixFilePermission> PRIVATE =
      PosixFilePermissions.fromString("rwx------");

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
    Path folder = folder();
    for (String name : FILES) {
      Path file = folder.resolve(name);
      if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || !isIntact(name, file)) {
        unpack(name, file);
      }
    }
    return FILES.stream().map(folder::resolve).toList();
  }

  /** The cache folder of the user, or a temporary one where the home cannot be written. */
  private static Path folder() throws IOException {
    String cache = System.getenv("XDG_CACHE_HOME");
    Path base =
        cache != null && !cache.isBlank()
            ? Path.of(cache)
            : Path.of(System.getProperty("user.home"), ".cache");
    Path folder = base.resolve("widthbench").resolve("openblas-" + VERSION);
    try {
      Files.createDirectories(folder.getParent());
      if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
        Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(PRIVATE));
      }
    } catch (IOException e) {
      return Temporary.FOLDER;
    }
    if (!Files.isWritable(folder)) {
      return Temporary.FOLDER;
    }
    requirePrivate(folder);
    return folder;
  }

  /** Refuses a folder in which somebody else could put code. */
  static void requirePrivate(Path folder) throws IOException {
    PosixFileAttributes attributes =
        Files.readAttributes(folder, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    String user = System.getProperty("user.name");
    boolean shared =
        attributes.permissions().contains(PosixFilePermission.GROUP_WRITE)
            || attributes.permissions().contains(PosixFilePermission.OTHERS_WRITE);
    if (!attributes.isDirectory() || shared || !attributes.owner().getName().equals(user)) {
      throw new IOException(
          "%s must be a folder of %s that nobody else can write to; found owner %s, %s: remove it"
              .formatted(
                  folder,
                  user,
                  attributes.owner().getName(),
                  PosixFilePermissions.toString(attributes.permissions())));
    }
  }

  /** Writes beside the target and moves, so that a concurrent start never sees half a file. */
  private static void unpack(String name, Path file) throws IOException {
    Path partial = Files.createTempFile(file.getParent(), name, ".part");
    try (InputStream in = resource(name)) {
      Files.copy(in, partial, StandardCopyOption.REPLACE_EXISTING);
      try {
        Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
      } catch (AtomicMoveNotSupportedException e) {
        Files.move(partial, file, StandardCopyOption.REPLACE_EXISTING);
      }
    } finally {
      Files.deleteIfExists(partial);
    }
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

  /** A private folder of this process, removed when it ends. */
  private static final class Temporary {
    static final Path FOLDER = create();

    private static Path create() {
      try {
        Path folder =
            Files.createTempDirectory(
                "widthbench-openblas", PosixFilePermissions.asFileAttribute(PRIVATE));
        folder.toFile().deleteOnExit();
        FILES.forEach(name -> folder.resolve(name).toFile().deleteOnExit());
        return folder;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
