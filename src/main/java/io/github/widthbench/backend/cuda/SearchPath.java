package io.github.widthbench.backend.cuda;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The folders that may hold NVIDIA's libraries, in the order of preference: named by the user,
 * toolkits, the system, Python wheels.
 *
 * @param folders that exist
 */
record SearchPath(List<Path> folders) {

  /** The user's own word, a colon-separated list; stands before all others. */
  static final String VARIABLE = "WIDTHBENCH_CUDA_LIB";

  private static final List<String> SYSTEM =
      List.of(
          "usr/lib/x86_64-linux-gnu",
          "usr/lib64",
          "usr/lib",
          "usr/local/nvidia/lib64",
          "usr/local/nvidia/lib",
          "usr/lib/wsl/lib",
          "run/opengl-driver/lib",
          "usr/lib/x86_64-linux-gnu/nvidia/current");

  SearchPath {
    folders = List.copyOf(folders);
  }

  /** A library file of some major version, such as {@code libcublas.so.12}. */
  record Library(Path file, int major) {}

  /** The folders of {@code machine}. */
  static SearchPath of(Machine machine) {
    SequencedSet<Path> folders = new LinkedHashSet<>();
    folders.addAll(machine.folders(VARIABLE));
    folders.addAll(machine.folders("LD_LIBRARY_PATH"));
    for (Path toolkit : toolkits(machine)) {
      folders.add(toolkit.resolve("lib64"));
      folders.add(toolkit.resolve("targets/x86_64-linux/lib"));
      folders.add(toolkit.resolve("lib"));
    }
    SYSTEM.forEach(folder -> folders.add(machine.system(folder)));
    for (Path root : pythons(machine)) {
      folders.add(root.resolve("lib"));
      for (Path packages : packages(root)) {
        matching(packages.resolve("nvidia"), "*").forEach(p -> folders.add(p.resolve("lib")));
        folders.add(packages.resolve("torch/lib"));
      }
    }
    return new SearchPath(folders.stream().filter(Files::isDirectory).toList());
  }

  /** Every {@code <stem>.so.<major>}, the folders in their order. */
  List<Library> find(String stem) {
    Pattern name = Pattern.compile(Pattern.quote(stem) + "\\.so\\.(\\d+)");
    List<Library> found = new ArrayList<>();
    for (Path folder : folders) {
      for (Path file : matching(folder, stem + ".so.*")) {
        Matcher match = name.matcher(file.getFileName().toString());
        if (match.matches()) {
          found.add(new Library(file, Integer.parseInt(match.group(1))));
        }
      }
    }
    return found;
  }

  private static List<Path> toolkits(Machine machine) {
    List<Path> toolkits = new ArrayList<>();
    machine.folder("CUDA_HOME").ifPresent(toolkits::add);
    machine.folder("CUDA_PATH").ifPresent(toolkits::add);
    toolkits.addAll(prefixes(machine, "nvcc"));
    toolkits.addAll(matching(machine.system("usr/local"), "cuda*"));
    return toolkits;
  }

  private static List<Path> pythons(Machine machine) {
    List<Path> roots = new ArrayList<>();
    machine.folder("VIRTUAL_ENV").ifPresent(roots::add);
    machine.folder("CONDA_PREFIX").ifPresent(roots::add);
    roots.addAll(prefixes(machine, "python3"));
    roots.add(machine.home().resolve(".local"));
    roots.add(machine.system("usr/local"));
    roots.add(machine.system("usr"));
    return roots;
  }

  /**
   * The prefixes (the folder above {@code bin}) of a program on the PATH: of the file named there
   * and of the one that it links to, since a virtual environment links to its base.
   */
  private static List<Path> prefixes(Machine machine, String program) {
    List<Path> prefixes = new ArrayList<>();
    for (Path folder : machine.folders("PATH")) {
      Path file = folder.resolve(program);
      if (Files.isExecutable(file)) {
        addParent(folder, prefixes);
        addParent(real(file).getParent(), prefixes);
      }
    }
    return prefixes;
  }

  private static void addParent(@Nullable Path bin, List<Path> prefixes) {
    Path prefix = bin == null ? null : bin.toAbsolutePath().normalize().getParent();
    if (prefix != null) {
      prefixes.add(prefix);
    }
  }

  private static Path real(Path file) {
    try {
      return file.toRealPath();
    } catch (IOException e) {
      return file;
    }
  }

  /** The folders of installed packages below a Python prefix. */
  private static List<Path> packages(Path root) {
    List<Path> packages = new ArrayList<>();
    for (Path python : matching(root.resolve("lib"), "python3*")) {
      packages.add(python.resolve("site-packages"));
      packages.add(python.resolve("dist-packages"));
    }
    return packages;
  }

  /** Entries of a folder by a glob, sorted; none if it cannot be read. */
  private static List<Path> matching(Path folder, String glob) {
    List<Path> found = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, glob)) {
        entries.forEach(found::add);
      } catch (IOException | DirectoryIteratorException | UncheckedIOException e) {
        return List.of();
      }
    }
    found.sort(null);
    return found;
  }
}
