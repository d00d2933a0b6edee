package io.github.widthbench.backend.cuda;

import static io.github.widthbench.backend.cuda.CudaFailure.check;
import static jcuda.driver.JCudaDriver.cuGraphDestroy;
import static jcuda.driver.JCudaDriver.cuGraphExecDestroy;
import static jcuda.driver.JCudaDriver.cuGraphInstantiate;
import static jcuda.driver.JCudaDriver.cuGraphLaunch;
import static jcuda.driver.JCudaDriver.cuStreamBeginCapture;
import static jcuda.driver.JCudaDriver.cuStreamEndCapture;

import io.github.widthbench.backend.cuda.DeviceClock.Kind;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import jcuda.driver.CUgraph;
import jcuda.driver.CUgraphExec;
import jcuda.driver.CUstream;
import jcuda.driver.CUstreamCaptureMode;
import org.jspecify.annotations.Nullable;

/**
 * Work on a stream that is queued call by call the first time, then captured as a graph of one or
 * several times and replayed in one call. The first time loads what the calls need, which a capture
 * does not permit. Where a capture fails, the calls are queued every time, and the log says so
 * once.
 */
final class StepGraph implements AutoCloseable {
  private static final Logger LOG = System.getLogger(StepGraph.class.getPackageName());

  private final CudaDevice device;
  private final int times;
  private final Runnable work;
  private boolean begun;
  private boolean refused;
  private @Nullable CUgraphExec captured;

  /** In the graph. */
  private long kernels;

  /**
   * @param times that the work is in the graph: the more, the less each costs the host
   * @param work queues the same calls with the same arguments every time, and waits for nothing
   */
  StepGraph(CudaDevice device, int times, Runnable work) {
    this.device = device;
    this.times = times;
    this.work = work;
  }

  /** Queues the work {@code count} times. */
  void replay(int count) {
    int left = count;
    while (left > 0) {
      if (begun && captured == null && !refused && left >= times) {
        captured = capture();
      }
      if (captured != null && left >= times) {
        launch(captured);
        left -= times;
      } else {
        work.run();
        begun = true;
        left--;
      }
    }
  }

  private void launch(CUgraphExec graph) {
    device
        .clock()
        .time(
            Kind.COMPUTE,
            kernels,
            () -> check(cuGraphLaunch(graph, device.stream()), "cuGraphLaunch"));
  }

  /** Whether the work is replayed as a graph. */
  boolean isCaptured() {
    return captured != null;
  }

  private void queueAll() {
    for (int i = 0; i < times; i++) {
      work.run();
    }
  }

  private @Nullable CUgraphExec capture() {
    CUstream stream = device.stream();
    CUgraph graph = new CUgraph();
    try {
      check(
          cuStreamBeginCapture(stream, CUstreamCaptureMode.CU_STREAM_CAPTURE_MODE_RELAXED),
          "cuStreamBeginCapture");
      try {
        kernels = device.clock().capture(this::queueAll);
      } finally {
        check(cuStreamEndCapture(stream, graph), "cuStreamEndCapture");
      }
      CUgraphExec executable = new CUgraphExec();
      check(cuGraphInstantiate(executable, graph, 0), "cuGraphInstantiate");
      check(cuGraphDestroy(graph), "cuGraphDestroy");
      return executable;
    } catch (CudaFailure e) {
      LOG.log(Level.WARNING, "steps run without a CUDA graph: {0}", e.getMessage());
      refused = true;
      return null;
    }
  }

  @Override
  public void close() {
    if (captured != null) {
      check(cuGraphExecDestroy(captured), "cuGraphExecDestroy");
      captured = null;
    }
  }
}
