package io.github.widthbench.backend.cuda;

import static io.github.widthbench.backend.cuda.CudaFailure.check;
import static jcuda.driver.JCudaDriver.cuMemFreeHost;
import static jcuda.driver.JCudaDriver.cuMemHostAlloc;

import io.github.widthbench.backend.Shape;
import io.github.widthbench.backend.cuda.DeviceMemory.Block;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import jcuda.Pointer;

/**
 * The way between Java arrays and tensors: numbers go as FP64 through pinned host memory and a
 * buffer on the device, where a kernel converts them and finds their places.
 */
final class Staging implements AutoCloseable {
  private static final int NUMBERS = 1 << 19;
  private static final long BYTES = (long) NUMBERS * Double.BYTES;

  private final CudaDevice device;
  private final Pointer pinned = new Pointer();
  private final MemorySegment host;
  private final Block buffer;

  @SuppressWarnings("restricted") // the launcher allows native access
  Staging(CudaDevice device) {
    this.device = device;
    check(cuMemHostAlloc(pinned, BYTES, 0), "cuMemHostAlloc");
    host = MemorySegment.ofAddress(Address.of(pinned)).reinterpret(BYTES);
    buffer = device.memory().take(BYTES);
  }

  void upload(double[] source, CudaTensor target) {
    device.enter();
    forEachPiece(
        target,
        (piece, from) -> {
          int count = (int) piece.shape().size();
          MemorySegment.copy(source, from, host, ValueLayout.JAVA_DOUBLE, 0, count);
          send(piece);
        });
  }

  /** The first numbers of the pinned memory into {@code piece}, a matrix. */
  private void send(CudaTensor piece) {
    Shape shape = piece.shape();
    device.send(pinned, buffer.pointer(), shape.size() * Double.BYTES);
    Kernels kernels = device.kernels();
    Arguments arguments =
        kernels.arguments().rows(buffer.address(), shape.columns(), 0).matrices(piece).shape(shape);
    kernels.overEntries(Kernels.Family.ELEMENTWISE, "copy_f64_" + piece.format(), shape, arguments);
    device.synchronize(); // before the pinned numbers are overwritten
  }

  /**
   * Arrays of one length, each into a matrix of {@code target}, as many at once as there is room.
   */
  void upload(List<double[]> sources, CudaTensor target) {
    device.enter();
    int length = sources.getFirst().length;
    int most = NUMBERS / length;
    for (int from = 0; from < sources.size(); from += most) {
      int count = Math.min(most, sources.size() - from);
      for (int i = 0; i < count; i++) {
        MemorySegment.copy(
            sources.get(from + i),
            0,
            host,
            ValueLayout.JAVA_DOUBLE,
            (long) i * length * Double.BYTES,
            length);
      }
      send(target.replicas(from, from + count).inOnePiece());
    }
  }

  void download(CudaTensor source, double[] target) {
    device.enter();
    forEachPiece(
        source,
        (piece, from) -> {
          Shape shape = piece.shape();
          Kernels kernels = device.kernels();
          Arguments arguments =
              kernels
                  .arguments()
                  .matrices(piece)
                  .rows(buffer.address(), shape.columns(), 0)
                  .shape(shape);
          kernels.overEntries(
              Kernels.Family.ELEMENTWISE, "copy_" + piece.format() + "_f64", shape, arguments);
          long bytes = shape.size() * Double.BYTES;
          device.fetch(buffer.pointer(), pinned, bytes);
          device.synchronize();
          MemorySegment.copy(host, ValueLayout.JAVA_DOUBLE, 0, target, from, (int) shape.size());
        });
  }

  /**
   * Whole rows where one fits into the buffer, else parts of a row; what lies in one piece is one
   * long row, however many small matrices it holds.
   */
  private static void forEachPiece(CudaTensor given, Task task) {
    CudaTensor tensor = given.isInOnePiece() ? given.inOnePiece() : given;
    Shape shape = tensor.shape();
    int columns = Math.min(shape.columns(), NUMBERS);
    int rows = Math.min(shape.rows(), NUMBERS / columns);
    int next = 0;
    for (int b = 0; b < shape.batch(); b++) {
      for (int i = 0; i < shape.rows(); i += rows) {
        int height = Math.min(rows, shape.rows() - i);
        for (int j = 0; j < shape.columns(); j += columns) {
          int width = Math.min(columns, shape.columns() - j);
          task.run(tensor.part(b, i, new Shape(1, height, width), j), next);
          next += height * width;
        }
      }
    }
  }

  @Override
  public void close() {
    device.memory().give(buffer);
    check(cuMemFreeHost(pinned), "cuMemFreeHost");
  }

  private interface Task {
    void run(CudaTensor piece, int from);
  }
}
