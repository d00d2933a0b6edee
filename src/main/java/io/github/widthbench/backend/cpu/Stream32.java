package io.github.widthbench.backend.cpu;

/**
 * Sends the entries of one FP32 matrix of a batch through a loop of {@link Pointwise32}, a chunk at
 * a time: copied, so that the loop sees whole vectors wherever a row begins or ends.
 */
final class Stream32 {
  private static final int CHUNK = 1024;

  private final float[][] chunks;

  /**
   * Scratch for one thread.
   *
   * @param arrays arrays that the loop works on
   */
  Stream32(int arrays) {
    chunks = new float[arrays][CHUNK];
  }

  /** Runs {@code loop} with its first arrays filled from {@code in}; the next go to {@code out}. */
  void run(int batch, Tensor32[] in, Tensor32[] out, Loop loop) {
    Layout shape = out[0].layout();
    boolean packed = true;
    for (Tensor32 tensor : in) {
      packed &= tensor.layout().isPacked();
    }
    for (Tensor32 tensor : out) {
      packed &= tensor.layout().isPacked();
    }
    int rows = packed ? 1 : shape.shape().rows();
    int columns = shape.shape().rows() * shape.shape().columns() / rows;
    for (int i = 0; i < rows; i++) {
      for (int from = 0; from < columns; from += CHUNK) {
        int length = Math.min(CHUNK, columns - from);
        for (int k = 0; k < in.length; k++) {
          int at = in[k].layout().row(batch, i) + from;
          System.arraycopy(in[k].data(), at, chunks[k], 0, length);
        }
        loop.run(chunks, length);
        for (int k = 0; k < out.length; k++) {
          int at = out[k].layout().row(batch, i) + from;
          System.arraycopy(chunks[in.length + k], 0, out[k].data(), at, length);
        }
      }
    }
  }

  /** A loop over the first {@code length} numbers of some arrays. */
  interface Loop {
    void run(float[][] arrays, int length);
  }
}
