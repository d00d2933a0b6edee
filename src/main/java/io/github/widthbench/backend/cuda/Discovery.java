package io.github.widthbench.backend.cuda;

import io.github.widthbench.backend.cuda.ForeignLibrary.RefusedException;
import io.github.widthbench.backend.cuda.SearchPath.Library;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;

/**
 * What there is of CUDA on a machine: driver, cuBLAS, and optionally cuSOLVER and NVML; what was
 * refused and why. Opens libraries by {@link java.lang.foreign} and touches no JCuda class.
 *
 * @param steps what {@code doctor} prints, in the order of the search
 */
record Discovery(List<Map.Entry<String, String>> steps, Result result) {

  /** JCublas2 12.6 is made for this one; later ones need its native library retargeted. */
  static final int OLDEST_CUBLAS = 12;

  /** What is done without a library that is not needed. */
  private static final Map<String, String> WITHOUT =
      Map.of(
          "cusolver", "not found (optional): full spectra are solved on the host",
          "nvml", "not found (optional): no record says whether the GPU was slowed down");

  /** What the search came to. */
  sealed interface Result {}

  /** All that is needed is there. */
  record Ready(CudaDriver.Present driver, Library blas, Companions companions) implements Result {}

  /** Something is missing: why nothing runs, and the one thing to do next. */
  record Stopped(String reason, String cure) implements Result {}

  /** Looks over {@code machine}. */
  static Discovery of(Machine machine) {
    return new Search(machine).run();
  }

  /** One look, collecting steps. */
  private static final class Search {
    private static final String USE_CPU = "use --backend cpu";

    private final Machine machine;
    private final SearchPath path;
    private final List<Map.Entry<String, String>> steps = new ArrayList<>();

    Search(Machine machine) {
      this.machine = machine;
      this.path = SearchPath.of(machine);
    }

    Discovery run() {
      CudaDriver driver = CudaDriver.find(driverFiles());
      Result result =
          switch (driver) {
            case CudaDriver.Absent(List<String> refused) -> absent(refused);
            case CudaDriver.Failing(String file, String fault) ->
                new Stopped(
                    "the NVIDIA driver (%s) fails: %s".formatted(file, fault),
                    "See what nvidia-smi says; or " + USE_CPU);
            case CudaDriver.Present present -> present(present);
          };
      if (!(driver instanceof CudaDriver.Present)) {
        path.find("libcublas").forEach(found -> step("cublas", found.file() + ", not opened"));
      }
      step("searched", path.folders().size() + " folders");
      return new Discovery(List.copyOf(steps), result);
    }

    /** The user's own folder first, then the loader's choice, then all other places. */
    private List<String> driverFiles() {
      SequencedSet<String> files = new LinkedHashSet<>();
      SearchPath own = new SearchPath(machine.folders(SearchPath.VARIABLE));
      addDriver(own, files);
      files.add(machine.driver());
      addDriver(path, files);
      return List.copyOf(files);
    }

    private void addDriver(SearchPath folders, SequencedSet<String> files) {
      folders.folders().stream()
          .map(folder -> folder.resolve(machine.driver()))
          .filter(Files::exists)
          .forEach(file -> files.add(file.toString()));
    }

    private Result absent(List<String> refused) {
      refused.forEach(reason -> step("driver refused", reason));
      return new Stopped(
          "no NVIDIA driver found (" + machine.driver() + ")",
          "On a machine with an NVIDIA GPU install its driver; elsewhere " + USE_CPU);
    }

    private Result present(CudaDriver.Present driver) {
      step("driver", "CUDA %s, %s".formatted(driver.version(), driver.library().file()));
      for (int i = 0; i < driver.devices().size(); i++) {
        step("device " + i, driver.devices().get(i).toString());
      }
      if (driver.major() < OLDEST_CUBLAS) {
        return new Stopped(
            "the NVIDIA driver serves CUDA %s, 12.0 is needed".formatted(driver.version()),
            "Install driver 525 or newer; or " + USE_CPU);
      }
      List<String> lacking = driver.library().lacking(UsedFunctions.DRIVER);
      if (!lacking.isEmpty()) {
        return new Stopped(
            "the NVIDIA driver has no function " + lacking.getFirst(),
            "Install driver 525 or newer; or " + USE_CPU);
      }
      Optional<Library> blas = blas(driver);
      if (driver.devices().isEmpty()) {
        return new Stopped(
            "driver for CUDA %s found, but no GPU that it can use".formatted(driver.version()),
            "See what nvidia-smi says, and what CUDA_VISIBLE_DEVICES is; or " + USE_CPU);
      }
      return blas.<Result>map(found -> ready(driver, found)).orElseGet(() -> noBlas(driver));
    }

    private Ready ready(CudaDriver.Present driver, Library blas) {
      return new Ready(
          driver,
          blas,
          new Companions(
              optional("cusolver", "libcusolver.so." + (blas.major() - 1), CuSolver.FUNCTIONS),
              optional("nvml", "libnvidia-ml.so.1", Nvml.FUNCTIONS)));
    }

    private Stopped noBlas(CudaDriver.Present driver) {
      String wheel = driver.major() == OLDEST_CUBLAS ? "nvidia-cublas-cu12" : "nvidia-cublas";
      return new Stopped(
          "no cuBLAS for CUDA 12 to %d found".formatted(driver.major()),
          "Run `python3 -m pip install %s`, or name the folder of libcublas in %s; or %s"
              .formatted(wheel, SearchPath.VARIABLE, USE_CPU));
    }

    /** The first usable cuBLAS, version 12 before later ones: its native library is the stock. */
    private Optional<Library> blas(CudaDriver.Present driver) {
      List<Library> candidates = new ArrayList<>(path.find("libcublas"));
      candidates.sort(Comparator.comparingInt(Library::major)); // stable: folders keep their order
      for (Library candidate : candidates) {
        Optional<String> refused = refusal(candidate, driver);
        if (refused.isEmpty()) {
          String tried = candidate.major() > 13 ? ", a version not tried yet" : "";
          step("cublas", "%d, %s%s".formatted(candidate.major(), candidate.file(), tried));
          return Optional.of(candidate);
        }
        step("cublas refused", candidate.file() + ": " + refused.get());
      }
      return Optional.empty();
    }

    private static Optional<String> refusal(Library candidate, CudaDriver.Present driver) {
      if (candidate.major() < OLDEST_CUBLAS) {
        return Optional.of("older than version 12");
      }
      if (candidate.major() > driver.major()) {
        return Optional.of(
            "made for CUDA %d, the driver serves %s"
                .formatted(candidate.major(), driver.version()));
      }
      openCompanion(candidate);
      try {
        List<String> lacking =
            ForeignLibrary.open(candidate.file().toString()).lacking(UsedFunctions.BLAS);
        return lacking.isEmpty()
            ? Optional.empty()
            : Optional.of("it has no function " + lacking.getFirst());
      } catch (RefusedException e) {
        return Optional.of(String.valueOf(e.getMessage()));
      }
    }

    /**
     * cuBLAS needs libcublasLt, which lies beside it. Not every build of it looks there, so that
     * one is opened beforehand; where it does not open, cuBLAS says so itself.
     */
    private static void openCompanion(Library blas) {
      Path companion = blas.file().resolveSibling("libcublasLt.so." + blas.major());
      if (Files.exists(companion)) {
        try {
          ForeignLibrary.open(companion.toString());
        } catch (RefusedException saidByCublas) {
          return;
        }
      }
    }

    /** A library that not all need: the loader's own, else the first that opens. */
    private Optional<ForeignLibrary> optional(String name, String file, List<String> functions) {
      List<String> files = new ArrayList<>();
      path.folders().stream()
          .map(folder -> folder.resolve(file))
          .filter(Files::exists)
          .forEach(found -> files.add(found.toString()));
      files.add(file);
      for (String candidate : files) {
        try {
          ForeignLibrary library = ForeignLibrary.open(candidate);
          List<String> lacking = library.lacking(functions);
          if (lacking.isEmpty()) {
            step(name, candidate);
            return Optional.of(library);
          }
          step(name + " refused", candidate + ": it has no function " + lacking.getFirst());
        } catch (RefusedException e) {
          if (!candidate.equals(file)) {
            step(name + " refused", String.valueOf(e.getMessage()));
          }
        }
      }
      step(name, WITHOUT.getOrDefault(name, "not found"));
      return Optional.empty();
    }

    private void step(String what, String found) {
      steps.add(Map.entry(what, found));
    }
  }
}
