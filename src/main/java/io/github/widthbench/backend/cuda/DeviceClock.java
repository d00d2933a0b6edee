package io.github.widthbench.backend.cuda;

import static io.github.widthbench.backend.cuda.CudaFailure.check;
import static jcuda.driver.JCudaDriver.cuEventCreate;
import static jcuda.driver.JCudaDriver.cuEventDestroy;
import static jcuda.driver.JCudaDriver.cuEventElapsedTime;
import static jcuda.driver.JCudaDriver.cuEventRecord;

import io.github.widthbench.backend.DeviceTimer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import jcuda.driver.CUevent;

/**
 * The GPU's own clock: two events around each call that queues work. Off until someone asks for it,
 * since recording events takes a few microseconds a call. A captured graph is one call; the kernels
 * in it are counted when it is captured. A call of cuBLAS counts as one kernel. Resolution 0.5 µs.
 */
final class DeviceClock implements DeviceTimer, AutoCloseable {

  /** What a call has the GPU do. */
  enum Kind {
    COMPUTE,
    COPY
  }

  private static final int MOST_PENDING = 4096;
  private static final double NANOS_PER_MILLISECOND = 1e6;

  private final CudaDevice device;
  private final List<Span> pending = new ArrayList<>();
  private final Deque<CUevent> idle = new ArrayDeque<>();
  private final Map<Kind, Double> nanos = new EnumMap<>(Kind.class);
  private long launches;
  private boolean running;
  private boolean capturing;

  DeviceClock(CudaDevice device) {
    this.device = device;
  }

  /** Between two events that were recorded and not yet read. */
  private record Span(Kind kind, CUevent from, CUevent to) {}

  /** Measures from now on. */
  DeviceClock start() {
    running = true;
    return this;
  }

  /** Queues a kernel, or what counts as one, or a copy. */
  void time(Kind kind, Runnable queue) {
    time(kind, kind == Kind.COMPUTE ? 1 : 0, queue);
  }

  /** Queues a call that stands for {@code kernels}. */
  void time(Kind kind, long kernels, Runnable queue) {
    launches += kernels;
    if (!running || capturing) { // in a graph an event is no point in time
      queue.run();
      return;
    }
    CUevent from = record();
    queue.run();
    pending.add(new Span(kind, from, record()));
    if (pending.size() >= MOST_PENDING) {
      read();
    }
  }

  /** Does what captures calls; returns the kernels among them, which did not run. */
  long capture(Runnable calls) {
    long before = launches;
    capturing = true;
    try {
      calls.run();
      return launches - before;
    } finally {
      capturing = false;
      launches = before;
    }
  }

  @Override
  public Totals totals() {
    device.enter();
    read();
    return new Totals(nanos(Kind.COMPUTE), nanos(Kind.COPY), launches);
  }

  private long nanos(Kind kind) {
    return Math.round(nanos.getOrDefault(kind, 0.0));
  }

  private CUevent record() {
    CUevent event = idle.poll();
    if (event == null) {
      event = new CUevent();
      check(cuEventCreate(event, 0), "cuEventCreate");
    }
    check(cuEventRecord(event, device.stream()), "cuEventRecord");
    return event;
  }

  /** Waits for queued work and adds up what it took. */
  private void read() {
    device.synchronize();
    float[] milliseconds = new float[1];
    for (Span span : pending) {
      check(cuEventElapsedTime(milliseconds, span.from(), span.to()), "cuEventElapsedTime");
      nanos.merge(span.kind(), milliseconds[0] * NANOS_PER_MILLISECOND, Double::sum);
      idle.add(span.from());
      idle.add(span.to());
    }
    pending.clear();
  }

  @Override
  public void close() {
    pending.forEach(span -> {
      idle.add(span.from());
      idle.add(span.to());
    });
    pending.clear();
    idle.forEach(event -> check(cuEventDestroy(event), "cuEventDestroy"));
    idle.clear();
  }
}
