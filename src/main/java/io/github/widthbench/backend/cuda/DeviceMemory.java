package io.github.widthbench.backend.cuda;

import static io.github.widthbench.backend.cuda.CudaFailure.check;
import static jcuda.driver.JCudaDriver.cuMemAlloc;
import static jcuda.driver.JCudaDriver.cuMemFree;

import java.lang.StackWalker.StackFrame;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUresult;
import org.jspecify.annotations.Nullable;

/**
 * The memory of one device within a budget, counted to the byte. What is given back is kept for the
 * next request of its size: all work is on one stream, so that it may be reused at once.
 */
final class DeviceMemory implements AutoCloseable {

  /** The driver's own unit; so that sizes that nearly agree are reused. */
  private static final long UNIT = 512;

  private static final String BACKEND = "io.github.widthbench.backend";

  private final long budgetBytes;
  private final Map<Long, Deque<CUdeviceptr>> idle = new HashMap<>();
  private final Map<Block, String> live = new HashMap<>();
  private long liveBytes;
  private long idleBytes;

  DeviceMemory(long budgetBytes) {
    this.budgetBytes = budgetBytes;
  }

  /**
   * A piece of device memory.
   *
   * @param address of its first byte
   * @param bytes that may be used
   */
  record Block(CUdeviceptr pointer, long address, long bytes) {}

  /**
   * Takes {@code bytes}; what is in them is not defined.
   *
   * @throws CudaFailure if the budget or the device does not have them
   */
  Block take(long bytes) {
    long rounded = (bytes + UNIT - 1) / UNIT * UNIT;
    CUdeviceptr pointer = reuse(rounded);
    if (pointer == null) {
      pointer = allocate(rounded);
    }
    Block block = new Block(pointer, Address.of(pointer), rounded);
    live.put(block, owner());
    liveBytes += rounded;
    return block;
  }

  /** Gives a block back; once more does nothing. */
  void give(Block block) {
    if (live.remove(block) != null) {
      liveBytes -= block.bytes();
      idle.computeIfAbsent(block.bytes(), size -> new ArrayDeque<>()).push(block.pointer());
      idleBytes += block.bytes();
    }
  }

  /** Bytes in use. */
  long liveBytes() {
    return liveBytes;
  }

  long budgetBytes() {
    return budgetBytes;
  }

  /** Who holds memory still, a line each. */
  List<String> leaks() {
    return live.entrySet().stream()
        .map(entry -> "%d bytes, taken by %s".formatted(entry.getKey().bytes(), entry.getValue()))
        .sorted()
        .toList();
  }

  /** Frees all, in use or not. */
  @Override
  public void close() {
    new ArrayList<>(live.keySet()).forEach(this::give);
    releaseIdle();
  }

  private CUdeviceptr allocate(long bytes) {
    if (liveBytes + idleBytes + bytes > budgetBytes) {
      releaseIdle();
    }
    if (liveBytes + bytes > budgetBytes) {
      throw CudaFailure.outOfMemory(bytes, liveBytes, budgetBytes);
    }
    CUdeviceptr pointer = new CUdeviceptr();
    int result = cuMemAlloc(pointer, bytes);
    if (result == CUresult.CUDA_ERROR_OUT_OF_MEMORY) {
      releaseIdle();
      result = cuMemAlloc(pointer, bytes);
    }
    if (result == CUresult.CUDA_ERROR_OUT_OF_MEMORY) {
      throw CudaFailure.outOfMemory(bytes, liveBytes, budgetBytes);
    }
    check(result, "cuMemAlloc");
    return pointer;
  }

  private @Nullable CUdeviceptr reuse(long bytes) {
    Deque<CUdeviceptr> sized = idle.get(bytes);
    if (sized == null || sized.isEmpty()) {
      return null;
    }
    idleBytes -= bytes;
    return sized.pop();
  }

  private void releaseIdle() {
    idle.values()
        .forEach(sized -> sized.forEach(pointer -> check(cuMemFree(pointer), "cuMemFree")));
    idle.clear();
    idleBytes = 0;
  }

  /** The first caller outside the backends. */
  private static String owner() {
    return StackWalker.getInstance()
        .walk(frames ->
            frames
                .filter(frame -> !frame.getClassName().startsWith(BACKEND))
                .findFirst()
                .map(StackFrame::toString)
                .orElse("the backend"));
  }
}
