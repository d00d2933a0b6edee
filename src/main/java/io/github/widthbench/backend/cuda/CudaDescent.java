package io.github.widthbench.backend.cuda;

import io.github.widthbench.backend.DescentStretch;
import io.github.widthbench.backend.DescentTrace;
import io.github.widthbench.backend.TwoLayerBatch;
import io.github.widthbench.math.Precision;

/**
 * Gradient descent on a batch of two-layer networks that the host leaves alone for many steps: one
 * step, or several of a long stretch, are captured as a graph and replayed, and the device itself
 * decides which replicas go on.
 */
record CudaDescent(CudaDevice device, TwoLayerBatch net, CudaTensor y, CudaTensor f) {

  /** Steps between two questions whether any replica goes on. */
  private static final int STEPS_BETWEEN_LOOKS = 32;

  /** Most steps of a graph: that of a short stretch would not be worth its capture. */
  private static final int STEPS_OF_GRAPH = 16;

  private static final int GRAPHS_OF_STRETCH = 64;

  DescentTrace run(DescentStep step, DescentStretch stretch) {
    try (DescentState state = new DescentState(device, stretch, net.scale());
        CudaTensor residual = CudaTensor.allocate(device, Precision.FP64, f.shape());
        StepGraph graph =
            new StepGraph(
                device,
                Math.clamp(stretch.steps() / GRAPHS_OF_STRETCH, 1, STEPS_OF_GRAPH),
                () -> {
                  step.run(state, residual);
                  state.look(f, y, residual);
                })) {
      step.begin(state);
      state.look(f, y, residual);
      for (int done = 0; done < stretch.steps() && state.anyActive(); ) {
        int next = Math.min(STEPS_BETWEEN_LOOKS, stretch.steps() - done);
        graph.replay(next);
        done += next;
      }
      return state.read();
    }
  }
}
