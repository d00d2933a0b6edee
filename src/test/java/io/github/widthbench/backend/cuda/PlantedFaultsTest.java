package io.github.widthbench.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.widthbench.backend.TwoLayerBatch.Form;
import io.github.widthbench.backend.cuda.FusedNetwork.Kind;
import io.github.widthbench.backend.cuda.TestDevice.Matrices;
import io.github.widthbench.math.Activation;
import io.github.widthbench.math.Draws;
import io.github.widthbench.math.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import jcuda.CudaException;
import jcuda.driver.CUdeviceptr;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Shows that the software device catches faults: copies of the kernels with one fault each, built
 * and run in both thread orders. Sound kernels give the same bits in both; a faulty one must give
 * others in at least one, or fail.
 */
@Tag("software-device")
class PlantedFaultsTest {

  private static final Path KERNELS = Path.of("kernels");
  private static final String BARRIER = "__syncthreads();";
  private static final int[] BLOCK = {256, 1, 1};

  /** What runs the kernels of a file, long enough that each of its barriers matters. */
  private interface Run {
    double[] on(TestDevice device);
  }

  private static final Map<String, Run> RUNS =
      new TreeMap<>(
          Map.of(
              "two_layer.cu", device -> descend(device, false),
              "two_layer_tensor.cu", device -> descend(device, true),
              "gram.cu", PlantedFaultsTest::gram,
              "jacobi.cu", PlantedFaultsTest::spectra,
              "reduction.cu", PlantedFaultsTest::sums,
              "relu_gram.cu", PlantedFaultsTest::counts));

  /** Files that a fault in a header is shown by. */
  private static final Map<String, String> SHOWN_BY = Map.of("device.cuh", "reduction.cu");

  @TempDir Path folder;

  @BeforeAll
  static void load() {
    SoftwareDevice.load(12);
  }

  @AfterEach
  void soundAgain() {
    SoftwareDevice.useKernels(SoftwareDevice.build().resolve("libswkernels.so"));
    SoftwareDevice.set("reverse", 0);
    SoftwareDevice.set("loseAfter", -1);
  }

  @Test
  void soundKernels_haveTheSameBits_inBothThreadOrders() {
    RUNS.forEach((file, run) -> {
      double[] forward = run(run, 0);
      assertThat(forward).as(file).doesNotContain(Double.NaN);
      assertThat(run(run, 1)).as(file).containsExactly(forward);
    });
  }

  static Stream<Arguments> faults() {
    return Stream.of(
        Arguments.of("two_layer.cu", BARRIER + " // all values are there", ""),
        Arguments.of(
            "two_layer.cu",
            "net.w.at(b, k, column) = weight;",
            "net.w.at(b, k, column) += weight;"),
        Arguments.of("two_layer_tensor.cu", "2 * place + v)] = sum", "2 * place)] = sum"),
        Arguments.of("device.cuh", "i * rowStride", "i * batchStride"),
        Arguments.of("jacobi.cu", BARRIER + " // the matrix is rotated", ""));
  }

  @ParameterizedTest(name = "{0}: {1} → {2}")
  @MethodSource("faults")
  void fault_isCaught(String file, String sound, String faulty) throws IOException {
    String source = Files.readString(KERNELS.resolve(file));
    assertThat(source).contains(sound);
    int at = source.lastIndexOf(sound);
    check(file, source.substring(0, at) + faulty + source.substring(at + sound.length()));
  }

  static Stream<Arguments> barriers() throws IOException {
    List<Arguments> all = new ArrayList<>();
    for (String file : Stream.concat(RUNS.keySet().stream(), SHOWN_BY.keySet().stream()).toList()) {
      String source = Files.readString(KERNELS.resolve(file));
      for (int at = source.indexOf(BARRIER); at >= 0; at = source.indexOf(BARRIER, at + 1)) {
        all.add(Arguments.of(file, at));
      }
    }
    return all.stream();
  }

  /** Every barrier of the kernels, one after the other: each is needed. */
  @Tag("slow")
  @ParameterizedTest(name = "{0}: barrier at {1}")
  @MethodSource("barriers")
  void barrier_dropped_isCaught(String file, int at) throws IOException {
    String source = Files.readString(KERNELS.resolve(file));
    check(file, source.substring(0, at) + source.substring(at + BARRIER.length()));
  }

  private void check(String file, String faulty) throws IOException {
    String shown = SHOWN_BY.getOrDefault(file, file);
    Run run = Objects.requireNonNull(RUNS.get(shown), shown);
    double[] expected = run(run, 0);
    useFaulty(file, faulty, shown);
    boolean caught = !sameOrFailed(run, 0, expected) || !sameOrFailed(run, 1, expected);
    assertThat(caught).as("the fault in %s shows in one of the thread orders", file).isTrue();
  }

  private void useFaulty(String file, String faulty, String shown) throws IOException {
    try (Stream<Path> headers = Files.list(KERNELS)) {
      for (Path header : headers.filter(p -> p.toString().endsWith(".cuh")).toList()) {
        Files.copy(header, folder.resolve(header.getFileName()));
      }
    }
    Files.copy(KERNELS.resolve(shown), folder.resolve(shown), StandardCopyOption.REPLACE_EXISTING);
    Files.writeString(folder.resolve(file), faulty);
    SoftwareDevice.useKernels(SoftwareDevice.buildKernels(folder, folder.resolve("built")));
  }

  /** Whether the kernels ran and gave these bits. */
  private static boolean sameOrFailed(Run run, int reverse, double[] expected) {
    try {
      return Arrays.equals(run(run, reverse), expected);
    } catch (CudaException failed) {
      return false;
    }
  }

  private static double[] run(Run run, int reverse) {
    SoftwareDevice.set("reverse", reverse);
    SoftwareDevice.set("loseAfter", -1); // what the run before may have lost
    try (TestDevice device = new TestDevice()) {
      double[] found = run.on(device);
      SoftwareDevice.set("loseAfter", -1);
      return found;
    }
  }

  private static double[] descend(TestDevice device, boolean tensor) {
    Matrices x = random(device, Precision.FP64, 1, 70, 5);
    Matrices w = random(device, Precision.FP64, 2, 5, 300);
    Matrices a = random(device, Precision.FP64, 1, 1, 300);
    Matrices y = random(device, Precision.FP64, 1, 1, 70);
    Matrices f = device.matrices(Precision.FP64, 2, 1, 70);
    Kind kind = new Kind(Activation.TANH, Form.PLAIN, 0.1, 1);
    FusedNetwork net = new FusedNetwork(device, kind, w, a, x, tensor);
    Descent descent = new Descent(device, 2, 2, new double[2], 70, -0.1, new double[] {0.01, 0.02});
    net.forward(f, descent.clippedInStep);
    descent.look(f, y);
    for (int step = 0; step < 2; step++) {
      net.step(descent, f, descent.clippedInStep);
      descent.look(f, y);
    }
    return join(device.download(f), device.download(w), device.doubles(descent.trace, 4));
  }

  private static double[] gram(TestDevice device) {
    Matrices x = random(device, Precision.FP64, 1, 70, 3);
    Matrices w = random(device, Precision.FP64, 2, 3, 200);
    Matrices a = random(device, Precision.FP64, 1, 1, 200);
    Matrices h = device.matrices(Precision.FP64, 2, 70, 70);
    Kind kind = new Kind(Activation.TANH, Form.PLAIN, 1, Double.POSITIVE_INFINITY);
    new FusedNetwork(device, kind, w, a, x, false).gram(x, h, 2);
    return device.download(h);
  }

  private static double[] spectra(TestDevice device) {
    int n = 40;
    double[] matrices = new Random(1).doubles(2L * n * n, -1, 1).toArray();
    for (int at = 0; at < matrices.length; at++) { // symmetric
      int row = at / n % n;
      int column = at % n;
      matrices[at] =
          matrices[at / (n * n) * n * n + Math.min(row, column) * n + Math.max(row, column)];
    }
    CUdeviceptr values = device.allocate(8L * 2 * n);
    CUdeviceptr vectors = device.allocate(8L * matrices.length);
    CUdeviceptr sweeps = device.allocate(8);
    device.launch(
        "jacobi",
        "jacobi",
        new int[] {2, 1, 1},
        BLOCK,
        8 * (n * (n + 1) + 2 * n),
        device.upload(matrices),
        n,
        values,
        vectors,
        device.allocate(8L * matrices.length),
        sweeps);
    return join(device.doubles(values, 2 * n), device.doubles(vectors, matrices.length));
  }

  /** Fewer blocks than rows and matrices, so that a block goes on to the next while others read. */
  private static double[] sums(TestDevice device) {
    Matrices y = random(device, Precision.FP64, 2, 5, 5000);
    Matrices a = random(device, Precision.FP64, 1, 1, 5000);
    Matrices f = device.matrices(Precision.FP64, 2, 1, 5);
    CUdeviceptr partials = device.allocate(8L * 2 * 2 * 5);
    device.launch(
        "reduction",
        "weighted_sum_f64_f64",
        new int[] {2, 2, 1},
        BLOCK,
        0,
        y,
        a,
        partials,
        y.shape());
    int slices = 9; // more than a block has lanes for
    Matrices many = random(device, Precision.FP64, 2, slices, 5);
    device.launch(
        "reduction",
        "sum_slices",
        new int[] {1, 1, 1},
        new int[] {32, 8, 1},
        0,
        1.0,
        many.pointer(),
        slices,
        0.0,
        f,
        f.shape());
    return join(device.doubles(partials, 2 * 2 * 5), device.download(f));
  }

  private static double[] counts(TestDevice device) {
    int n = 70;
    int words = 100;
    int[] random = new Random(1).ints((long) n * words).toArray();
    CUdeviceptr counts = device.upload(new long[n * n]);
    device.launch(
        "relu_gram",
        "relu_counts",
        new int[] {2, 2, 1},
        BLOCK,
        0,
        device.upload(random),
        words,
        counts,
        new int[] {1, n, n});
    return join(
        Arrays.stream(device.ints(counts, 2 * n * n)).asDoubleStream().toArray(), drawn(device));
  }

  /** One block of threads, which goes over three chunks of samples. */
  private static double[] drawn(TestDevice device) {
    int n = 130;
    int units = 300;
    int words = (units + 31) / 32;
    Matrices x = random(device, Precision.FP64, 1, n, 5);
    CUdeviceptr bits = device.allocate(4L * n * words);
    device.launch(
        "relu_gram",
        "relu_bits_drawn_16",
        new int[] {1, 1, 1},
        BLOCK,
        0,
        device.upload(7L),
        Draws.Stream.WEIGHTS.code(),
        0L,
        x,
        bits,
        units,
        new int[] {1, n, 5});
    return Arrays.stream(device.ints(bits, n * words)).asDoubleStream().toArray();
  }

  private static Matrices random(
      TestDevice device, Precision precision, int batch, int rows, int columns) {
    double[] values = new Random(rows).doubles((long) batch * rows * columns, -1, 1).toArray();
    return device.matrices(precision, batch, rows, columns, values);
  }

  private static double[] join(double[]... parts) {
    return Arrays.stream(parts).flatMapToDouble(DoubleStream::of).toArray();
  }
}
