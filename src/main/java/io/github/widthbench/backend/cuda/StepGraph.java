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
 * Work on a stream that is queued call by call the first time, then captured as a graph and
 * replayed in one call. The first time loads what the calls need, which a capture does not permit.
 * Where a capture fails, the calls are queued every time, and the log says so once.
 */
final class StepGraph implements AutoCloseable {
  private static final Logger LOG = System.getLogger(StepGraph.class.getPackageName());

  private final CudaDevice device;
  private final Runnable work;
  private boolean begun;
  private boolean refused;
  private @Nullable CUgraphExec captured;

  /** In the graph. */
  private long kernels;

  /**
   * @param work queues the same calls with the same arguments every time, and waits for nothing
   */
  StepGraph(CudaDevice device, Runnable work) {
    this.device = device;
    this.work = work;
  }

  /** Queues the work {@code times} times. */
  void replay(int times) {
    for (int i = 0; i < times; i++) {
      if (begun && captured == null && !refused) {
        captured = capture();
      }
      if (captured == null) {
        work.run();
        begun = true;
      } else {
        launch(captured);
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

  private @Nullable CUgraphExec capture() {
    CUstream stream = device.stream();
    CUgraph graph = new CUgraph();
    try {
      check(
          cuStreamBeginCapture(stream, CUstreamCaptureMode.CU_STREAM_CAPTURE_MODE_RELAXED),
          "cuStreamBeginCapture");
      try {
        kernels = device.clock().capture(work);
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
