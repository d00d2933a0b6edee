package io.github.widthbench.backend;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * A folder of the user for unpacked native libraries, in which nobody else can put code.
 *
 * @param path the folder, mode 0700
 * @param temporary whether it goes when the process ends
 */
public record NativeFolder(Path path, boolean temporary) {

  private static final Set<PosixFilePermission> PRIVATE =
      PosixFilePermissions.fromString("rwx------");

  /** Its owner is the user of this process, who need not have a name. */
  private static final Path PROCESS = Path.of("/proc/self");

  private static final int WRITABLE_BY_OTHERS = 0022;
  private static final int STICKY = 01000;

  /**
   * The folder {@code name} in the user's cache ({@code XDG_CACHE_HOME}, else {@code ~/.cache}), or
   * a temporary one of this process where that cannot be written.
   *
   * @throws IOException if somebody else can write to it
   */
  public static NativeFolder open(String name) throws IOException {
    String cache = System.getenv("XDG_CACHE_HOME");
    Path base =
        cache != null && !cache.isBlank()
            ? Path.of(cache)
            : Path.of(System.getProperty("user.home"), ".cache");
    return open(base.resolve("widthbench"), name);
  }

  /**
   * The folder {@code name} below {@code parent}, or a temporary one where that cannot be written
   * or somebody else could put another folder in its place.
   */
  public static NativeFolder open(Path parent, String name) throws IOException {
    Path folder = parent.resolve(name);
    try {
      Files.createDirectories(parent, PosixFilePermissions.asFileAttribute(PRIVATE));
      if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
        Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(PRIVATE));
      }
    } catch (IOException e) {
      return temporary(name);
    }
    if (!Files.isWritable(folder) || !isSafeAbove(folder)) {
      return temporary(name);
    }
    requirePrivate(folder);
    return new NativeFolder(folder, false);
  }

  /**
   * Refuses a folder in which somebody else could put code.
   *
   * @throws IOException that names the owner and the permissions found
   */
  public static void requirePrivate(Path folder) throws IOException {
    PosixFileAttributes attributes =
        Files.readAttributes(folder, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (!attributes.isDirectory() || isShared(folder) || uid(folder) != uid(PROCESS)) {
      throw new IOException(
          "%s must be a folder of %s that nobody else can write to; found owner %s, %s: remove it"
              .formatted(
                  folder,
                  System.getProperty("user.name"),
                  attributes.owner().getName(),
                  PosixFilePermissions.toString(attributes.permissions())));
    }
  }

  /** Whether nobody but this user and root can rename what lies on the way to {@code folder}. */
  static boolean isSafeAbove(Path folder) throws IOException {
    Path above = folder.toRealPath().getParent();
    while (above != null) {
      boolean sticky = (mode(above) & STICKY) != 0;
      boolean trusted = uid(above) == 0 || uid(above) == uid(PROCESS);
      if (!trusted || (isShared(above) && !sticky)) {
        return false;
      }
      above = above.getParent();
    }
    return true;
  }

  private static boolean isShared(Path folder) throws IOException {
    return (mode(folder) & WRITABLE_BY_OTHERS) != 0;
  }

  private static int mode(Path path) throws IOException {
    return (int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
  }

  private static int uid(Path path) throws IOException {
    return (int) Files.getAttribute(path, "unix:uid");
  }

  /** Writes beside the target and moves, so that a concurrent start never sees half a file. */
  public Path write(String name, InputStream content) throws IOException {
    Path file = path.resolve(name);
    Path partial = Files.createTempFile(path, name, ".part");
    try {
      Files.copy(content, partial, StandardCopyOption.REPLACE_EXISTING);
      try {
        Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
      } catch (AtomicMoveNotSupportedException e) {
        Files.move(partial, file, StandardCopyOption.REPLACE_EXISTING);
      }
    } finally {
      Files.deleteIfExists(partial);
    }
    if (temporary) {
      file.toFile().deleteOnExit();
    }
    return file;
  }

  /** A private folder of this process, removed with what lies in it when the process ends. */
  private static NativeFolder temporary(String name) throws IOException {
    Path folder =
        Files.createTempDirectory(
            "widthbench-" + name, PosixFilePermissions.asFileAttribute(PRIVATE));
    folder.toFile().deleteOnExit();
    return new NativeFolder(folder, true);
  }
}
