package io.github.widthbench.backend.cpu;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.List;

/**
 * The few functions of OpenBLAS that the CPU backend needs, on one thread: its threads would spin,
 * and would change the order of sums. Matrices are row-major heap arrays. A call holds off the
 * garbage collector, so callers keep each one to a few milliseconds.
 */
@SuppressWarnings("restricted") // the launcher and the manifest enable native access
final class OpenBlas {
  private static final int ROW_MAJOR = 101;
  private static final int COLUMN_MAJOR = 102;
  private static final int NO_TRANSPOSE = 111;
  private static final int TRANSPOSE = 112;
  private static final int UPPER = 121;

  private static final List<Path> FILES = files();
  private static final SymbolLookup LIBRARY = load();

  private static final MethodHandle DGEMM = gemm("cblas_dgemm", JAVA_DOUBLE);
  private static final MethodHandle SGEMM = gemm("cblas_sgemm", JAVA_FLOAT);
  private static final MethodHandle DSYRK = syrk("cblas_dsyrk", JAVA_DOUBLE);
  private static final MethodHandle SSYRK = syrk("cblas_ssyrk", JAVA_FLOAT);
  private static final MethodHandle DSYEVD = syevd(true);
  private static final MethodHandle DSYEVD_OFF_HEAP = syevd(false);

  private static final MethodHandle DPOTRF =
      handle(
          "LAPACKE_dpotrf",
          FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_BYTE, JAVA_INT, ADDRESS, JAVA_INT));

  private OpenBlas() {}

  /** Version and build of the library, such as "OpenBLAS 0.3.31 DYNAMIC_ARCH Zen …". */
  static String config() {
    MethodHandle config = handle("openblas_get_config", FunctionDescriptor.of(ADDRESS));
    try {
      MemorySegment text = (MemorySegment) config.invokeExact();
      return text.reinterpret(Long.MAX_VALUE).getString(0).strip();
    } catch (Throwable e) {
      throw new IllegalStateException("openblas_get_config", e);
    }
  }

  /** Where the library was loaded from. */
  static Path file() {
    return FILES.getLast();
  }

  /** C ← alpha·op(A)·op(B) + beta·C with op(A) m×k and op(B) k×n. */
  static void gemm(
      boolean ta,
      boolean tb,
      int m,
      int n,
      int k,
      double alpha,
      Block64 a,
      Block64 b,
      double beta,
      Block64 c) {
    try {
      DGEMM.invokeExact(
          ROW_MAJOR,
          code(ta),
          code(tb),
          m,
          n,
          k,
          alpha,
          a.segment(),
          a.stride(),
          b.segment(),
          b.stride(),
          beta,
          c.segment(),
          c.stride());
    } catch (Throwable e) {
      throw new IllegalStateException("cblas_dgemm", e);
    }
  }

  static void gemm(
      boolean ta,
      boolean tb,
      int m,
      int n,
      int k,
      float alpha,
      Block32 a,
      Block32 b,
      float beta,
      Block32 c) {
    try {
      SGEMM.invokeExact(
          ROW_MAJOR,
          code(ta),
          code(tb),
          m,
          n,
          k,
          alpha,
          a.segment(),
          a.stride(),
          b.segment(),
          b.stride(),
          beta,
          c.segment(),
          c.stride());
    } catch (Throwable e) {
      throw new IllegalStateException("cblas_sgemm", e);
    }
  }

  /** Upper triangle of C ← A·Aᵀ with A n×k. */
  static void syrk(int n, int k, Block64 a, Block64 c) {
    try {
      DSYRK.invokeExact(
          ROW_MAJOR,
          UPPER,
          NO_TRANSPOSE,
          n,
          k,
          1.0,
          a.segment(),
          a.stride(),
          0.0,
          c.segment(),
          c.stride());
    } catch (Throwable e) {
      throw new IllegalStateException("cblas_dsyrk", e);
    }
  }

  static void syrk(int n, int k, Block32 a, Block32 c) {
    try {
      SSYRK.invokeExact(
          ROW_MAJOR,
          UPPER,
          NO_TRANSPOSE,
          n,
          k,
          1f,
          a.segment(),
          a.stride(),
          0f,
          c.segment(),
          c.stride());
    } catch (Throwable e) {
      throw new IllegalStateException("cblas_ssyrk", e);
    }
  }

  /**
   * Spectrum of a symmetric n×n matrix by LAPACK's divide and conquer.
   *
   * @param a overwritten; with {@code vectors} by the eigenvectors, one after another
   * @param values n eigenvalues, ascending
   * @return 0, or LAPACK's error number
   */
  static int syevd(boolean vectors, int n, MemorySegment a, MemorySegment values) {
    byte job = (byte) (vectors ? 'V' : 'N');
    try {
      return a.isNative()
          ? (int) DSYEVD_OFF_HEAP.invokeExact(COLUMN_MAJOR, job, (byte) 'L', n, a, n, values)
          : (int) DSYEVD.invokeExact(COLUMN_MAJOR, job, (byte) 'L', n, a, n, values);
    } catch (Throwable e) {
      throw new IllegalStateException("LAPACKE_dsyevd", e);
    }
  }

  /**
   * Cholesky's factor of a symmetric n×n matrix.
   *
   * @param a off the heap, for a call takes long; its lower triangle, row-major, becomes the factor
   * @return 0, or the order of the first block that is not positive definite
   */
  static int potrf(int n, MemorySegment a) {
    try {
      return (int) DPOTRF.invokeExact(COLUMN_MAJOR, (byte) 'U', n, a, n);
    } catch (Throwable e) {
      throw new IllegalStateException("LAPACKE_dpotrf", e);
    }
  }

  private static int code(boolean transpose) {
    return transpose ? TRANSPOSE : NO_TRANSPOSE;
  }

  private static List<Path> files() {
    try {
      return OpenBlasLibrary.files();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Loads the library with kernels for AVX-512 where the processor has it: OpenBLAS takes a
   * processor newer than itself for one without (half the speed). What the user has set stays.
   */
  private static SymbolLookup load() {
    setEnvironment("OPENBLAS_NUM_THREADS", "1");
    if (CpuFacts.read().hasAvx512()) {
      setEnvironment("OPENBLAS_CORETYPE", "SkylakeX");
    }
    SymbolLookup last = null;
    for (Path file : FILES) {
      last = SymbolLookup.libraryLookup(file, Arena.global());
    }
    if (last == null) {
      throw new IllegalStateException("no library files");
    }
    MethodHandle threads =
        Linker.nativeLinker()
            .downcallHandle(
                last.findOrThrow("openblas_set_num_threads"), FunctionDescriptor.ofVoid(JAVA_INT));
    try {
      threads.invokeExact(1);
    } catch (Throwable e) {
      throw new IllegalStateException("openblas_set_num_threads", e);
    }
    return last;
  }

  /** Sets a variable of the process, which libraries loaded later read, unless it is set. */
  private static void setEnvironment(String name, String value) {
    Linker linker = Linker.nativeLinker();
    MethodHandle setenv =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("setenv"),
            FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_INT));
    try (Arena arena = Arena.ofConfined()) {
      int ignored =
          (int) setenv.invokeExact(arena.allocateFrom(name), arena.allocateFrom(value), 0);
    } catch (Throwable e) {
      throw new IllegalStateException("setenv", e);
    }
  }

  private static MethodHandle gemm(String name, MemoryLayout number) {
    return handle(
        name,
        FunctionDescriptor.ofVoid(
            JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, number, ADDRESS, JAVA_INT,
            ADDRESS, JAVA_INT, number, ADDRESS, JAVA_INT),
        Linker.Option.critical(true));
  }

  private static MethodHandle syrk(String name, MemoryLayout number) {
    return handle(
        name,
        FunctionDescriptor.ofVoid(
            JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, number, ADDRESS, JAVA_INT, number,
            ADDRESS, JAVA_INT),
        Linker.Option.critical(true));
  }

  private static MethodHandle syevd(boolean heap) {
    FunctionDescriptor descriptor =
        FunctionDescriptor.of(
            JAVA_INT, JAVA_INT, JAVA_BYTE, JAVA_BYTE, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS);
    Linker.Option[] options =
        heap ? new Linker.Option[] {Linker.Option.critical(true)} : new Linker.Option[0];
    return handle("LAPACKE_dsyevd", descriptor, options);
  }

  private static MethodHandle handle(
      String name, FunctionDescriptor descriptor, Linker.Option... options) {
    return Linker.nativeLinker().downcallHandle(LIBRARY.findOrThrow(name), descriptor, options);
  }
}
