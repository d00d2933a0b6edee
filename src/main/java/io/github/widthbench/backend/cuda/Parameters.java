package io.github.widthbench.backend.cuda;

import static io.github.widthbench.backend.cuda.CudaFailure.check;
import static jcuda.driver.JCudaDriver.cuMemFreeHost;
import static jcuda.driver.JCudaDriver.cuMemHostAlloc;

import io.github.widthbench.backend.Checks;
import io.github.widthbench.backend.cuda.DeviceMemory.Block;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import jcuda.Pointer;

/**
 * Small arrays that go to kernels and flags that come back, one entry a matrix. They lie one behind
 * another in a ring, so that a queued copy is not overwritten before it is done.
 */
final class Parameters implements AutoCloseable {
  private static final int BYTES = 1 << 17;

  private final CudaDevice device;
  private final Pointer pinned = new Pointer();
  private final MemorySegment host;
  private final Block buffer;
  private int next;

  @SuppressWarnings("restricted") // the launcher allows native access
  Parameters(CudaDevice device) {
    this.device = device;
    check(cuMemHostAlloc(pinned, BYTES, 0), "cuMemHostAlloc");
    host = MemorySegment.ofAddress(Address.of(pinned)).reinterpret(BYTES);
    buffer = device.memory().take(BYTES);
  }

  /** Queues a copy of {@code values}; returns where they will be in device memory. */
  long send(double[] values) {
    int at = place(values.length);
    MemorySegment.copy(values, 0, host, ValueLayout.JAVA_DOUBLE, at, values.length);
    return send(at, values.length);
  }

  /** Queues a copy of {@code values}; returns where they will be in device memory. */
  long send(long[] values) {
    int at = place(values.length);
    MemorySegment.copy(values, 0, host, ValueLayout.JAVA_LONG, at, values.length);
    return send(at, values.length);
  }

  /** Flags in device memory, all 0; valid until {@link #flags} reads them. */
  long clearFlags(int count) {
    return send(new long[(count + 1) / 2]);
  }

  /** Reads flags back; waits for queued work. */
  boolean[] flags(long address, int count) {
    int[] read = read(buffer, address - buffer.address(), count);
    boolean[] flags = new boolean[count];
    for (int b = 0; b < count; b++) {
      flags[b] = read[b] != 0;
    }
    return flags;
  }

  /** Reads 32-bit numbers of {@code block} from byte {@code from} on; waits for queued work. */
  int[] read(Block block, long from, int count) {
    int at = place((count + 1) / 2);
    device.fetch(
        block.pointer().withByteOffset(from),
        pinned.withByteOffset(at),
        (long) count * Integer.BYTES);
    device.synchronize();
    int[] values = new int[count];
    MemorySegment.copy(host, ValueLayout.JAVA_INT, at, values, 0, count);
    return values;
  }

  private int place(int count) {
    int bytes = count * Long.BYTES;
    Checks.require(bytes <= BYTES, "a batch of %d; the CUDA backend takes %d", count, BYTES / 8);
    if (next + bytes > BYTES) {
      device.synchronize();
      next = 0;
    }
    int at = next;
    next += bytes;
    return at;
  }

  private long send(int at, int count) {
    device.send(
        pinned.withByteOffset(at), buffer.pointer().withByteOffset(at), (long) count * Long.BYTES);
    return buffer.address() + at;
  }

  @Override
  public void close() {
    device.memory().give(buffer);
    check(cuMemFreeHost(pinned), "cuMemFreeHost");
  }
}
