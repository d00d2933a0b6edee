package io.github.widthbench.backend.cuda;

import io.github.widthbench.backend.NativeFolder;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * JCuda's native libraries as files in a private folder, and its classes loaded from there.
 *
 * <p>JCuda takes a library from {@code java.library.path}, else from {@code java.io.tmpdir} if a
 * file of that name lies there, whoever put it there. So that folder is the private one while its
 * classes load, and the file is compared byte by byte with what this build carries.
 */
final class JCudaNatives {
  private static final String VERSION = "12.6.0";
  private static final String TEMPORARY_FOLDER = "java.io.tmpdir";
  private static final String STOCK_CUBLAS = "libcublas.so." + Discovery.OLDEST_CUBLAS;

  private static final String DRIVER = "JCudaDriver";
  private static final String BLAS = "JCublas2";
  private static final List<String> CLASSES =
      List.of("jcuda.driver.JCudaDriver", "jcuda.jcublas.JCublas2");

  private JCudaNatives() {}

  /**
   * Loads JCuda's classes so that they call {@code libcublas.so.<major>}.
   *
   * @return what was done, for {@code doctor}
   * @throws IOException if the files cannot be written, or a stray one would be loaded instead
   * @throws LinkageError if they do not load
   */
  static String load(int major) throws IOException {
    refuseStrays();
    NativeFolder folder = NativeFolder.open("jcuda-" + VERSION + "-cublas" + major);
    unpack(folder, DRIVER, resource(DRIVER));
    unpack(folder, BLAS, blas(major));
    loadClasses(folder.path());
    String retargeted =
        major == Discovery.OLDEST_CUBLAS ? "" : ", retargeted to libcublas.so." + major;
    return "JCuda " + VERSION + retargeted + ", in " + folder.path();
  }

  /** The native library of JCublas2, made to need {@code libcublas.so.<major>}. */
  static byte[] blas(int major) throws IOException {
    return Retarget.apply(resource(BLAS), STOCK_CUBLAS, "libcublas.so." + major);
  }

  static String fileName(String library) {
    return "lib" + library + "-" + VERSION + "-linux-x86_64.so";
  }

  private static void unpack(NativeFolder folder, String library, byte[] content)
      throws IOException {
    String name = fileName(library);
    Path file = folder.path().resolve(name);
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
        || !Arrays.equals(Files.readAllBytes(file), content)) {
      folder.write(name, new ByteArrayInputStream(content));
    }
  }

  static byte[] resource(String library) throws IOException {
    String path = "/lib/" + fileName(library);
    try (InputStream in = JCudaNatives.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IOException("the build carries no " + path + "; only Linux on x86-64 has one");
      }
      return in.readAllBytes();
    }
  }

  /** Refuses what JCuda would load before the files of this build. */
  private static void refuseStrays() throws IOException {
    String path = System.getProperty("java.library.path", "");
    for (String folder : path.split(File.pathSeparator, -1)) {
      for (String library : List.of(DRIVER, BLAS)) {
        Path stray = Path.of(folder, fileName(library));
        if (!folder.isBlank() && Files.exists(stray)) {
          throw new IOException(
              stray
                  + " would be loaded instead of the one in this build: remove it, or its folder"
                  + " from LD_LIBRARY_PATH");
        }
      }
    }
  }

  /** Loads the classes while {@code folder} stands for the folder of temporary files. */
  private static void loadClasses(Path folder) {
    String usual = System.setProperty(TEMPORARY_FOLDER, folder.toString());
    try {
      for (String name : CLASSES) {
        Class.forName(name);
      }
    } catch (ClassNotFoundException e) {
      throw new LinkageError("the build carries no class " + e.getMessage(), e);
    } finally {
      if (usual != null) {
        System.setProperty(TEMPORARY_FOLDER, usual);
      }
    }
  }
}
