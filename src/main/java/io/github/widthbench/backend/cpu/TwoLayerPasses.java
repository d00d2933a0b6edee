package io.github.widthbench.backend.cpu;

import io.github.widthbench.backend.Checks;
import io.github.widthbench.backend.DescentStretch;
import io.github.widthbench.backend.DescentTrace;
import io.github.widthbench.backend.Tensor;
import io.github.widthbench.backend.TwoLayerBatch;
import io.github.widthbench.backend.cpu.kernel.Lanes;
import java.util.Arrays;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The fused two-layer passes. A step of descent reads and writes the weights once: for each tile of
 * neurons gradient, update, new preactivations, new outputs. Networks are shared out among threads,
 * or the slices of one network where there are fewer networks than threads.
 */
final class TwoLayerPasses {
  private static final Workers ALONE = new Workers(1);

  private static final int MOST_SLICES = 16;

  /** Fewest steps that pay for a beginning and an end in the space of samples. */
  private static final int DUAL_STEPS = 8;

  /** Multiply-adds of vectors in the time of a plain one. */
  private static final double DUAL_PACE = 10;

  /** Fewer preactivations than this are done before another thread would have begun. */
  private static final int WORTH_SHARING = 1 << 16;

  private static final Slices.TileTask FORWARD = Tiles::forward;

  private static final Slices.TileTask STEP =
      (tiles, tile, sums) -> {
        tiles.update(tile);
        tiles.forward(tile, sums);
      };

  private final Workers workers;
  private final Scratch scratch;
  private final TwoLayerBatch net;
  private final Tensor x;
  private final int n;
  private final Lanes lanes;

  /** The inputs that all networks share, where they do. */
  private final @Nullable PackedInputs shared;

  TwoLayerPasses(Workers workers, Scratch scratch, TwoLayerBatch net, Tensor x) {
    Checks.requireInputs(net, x);
    this.workers = workers;
    this.scratch = scratch;
    this.net = net;
    this.x = x;
    this.n = x.shape().rows();
    lanes = Lanes.preferred(net.w().precision());
    shared = x.shape().batch() == 1 ? PackedInputs.of(lanes, x, 0) : null;
  }

  void forward(Tensor f) {
    Tensor64 outputs = outputs(f);
    forEachReplica((b, hands) -> {
      TwoLayerTiles tiles = open(b, TwoLayerTiles.GROUPS, false);
      Slices slices = new Slices(hands, scratch, tiles, MOST_SLICES);
      double[] sums = new double[n];
      slices.outputs(FORWARD, sums);
      store(sums, outputs, b);
      slices.release();
    });
  }

  DescentTrace descend(Tensor y, Tensor f, DescentStretch stretch) {
    Tensor64 outputs = outputs(f);
    Checks.requireVector("labels", y, f, n);
    Checks.requireStretch(net, stretch);
    double[][] trace = new double[net.replicas()][];
    boolean[] clipped = new boolean[net.replicas()];
    forEachReplica((b, hands) -> {
      boolean dual = stretch.steps() >= DUAL_STEPS && dualFits(net, n);
      Tiles tiles =
          dual
              ? new DualTiles(TwoLayerTiles.differentiating(scratch, net, inputs(b), b))
              : open(b, TwoLayerTiles.GROUPS, true);
      Slices slices = new Slices(hands, scratch, tiles, MOST_SLICES);
      trace[b] = descend(b, slices, Tensor64.of(y), outputs, stretch);
      clipped[b] = slices.clipped();
      slices.release();
    });
    return new DescentTrace(trace, clipped);
  }

  private double[] descend(int b, Slices slices, Tensor64 y, Tensor64 f, DescentStretch stretch) {
    double[] squared = new double[stretch.steps()];
    double[] residual = new double[n];
    double[] sums = new double[n];
    double[] aim = new double[n];
    double factor = -stretch.learningRate()[b] * net.scale();
    double last = residual(b, y, f, residual);
    int taken = 0;
    while (taken < squared.length && Double.isFinite(last) && last > stretch.stopBelow()[b]) {
      if (taken == 0 && slices.needsForward()) {
        slices.outputs(FORWARD, sums);
      }
      for (int i = 0; i < n; i++) {
        aim[i] = factor * residual[i];
      }
      slices.aim(aim);
      slices.outputs(STEP, sums);
      store(sums, f, b);
      last = residual(b, y, f, residual);
      squared[taken++] = last;
    }
    if (taken > 0) {
      slices.finish();
    }
    return Arrays.copyOf(squared, taken);
  }

  /**
   * Steps of a stretch in the space of samples, so many that its beginning and its end, a step of
   * the weights each, hardly count; empty where the network is better descended by its weights.
   */
  static OptionalInt dualStretch(TwoLayerBatch net, int n) {
    double multiplyAdds = (double) n * net.width() * (n + 8) / DUAL_PACE;
    int steps = DescentStretch.steps(multiplyAdds);
    return dualFits(net, n) && steps >= DUAL_STEPS ? OptionalInt.of(steps) : OptionalInt.empty();
  }

  private static boolean dualFits(TwoLayerBatch net, int n) {
    long bytes = 3L * n * net.width() * net.w().precision().bytes();
    return n <= net.inputDim()
        && bytes <= TwoLayerTiles.KEPT_BYTES
        && net.clip() == Double.POSITIVE_INFINITY;
  }

  private TwoLayerTiles open(int b, int groups, boolean keeps) {
    return TwoLayerTiles.open(scratch, net, inputs(b), b, groups, keeps);
  }

  private PackedInputs inputs(int b) {
    return shared == null ? PackedInputs.of(lanes, x, b) : shared;
  }

  /** F ← scale·sums. */
  private void store(double[] sums, Tensor64 f, int b) {
    int at = f.layout().row(b, 0);
    for (int i = 0; i < n; i++) {
      f.data()[at + i] = net.scale() * sums[i];
    }
  }

  /** residual ← f − y; returns |f − y|², summed in sample order. */
  private double residual(int b, Tensor64 y, Tensor64 f, double[] residual) {
    double squared = 0;
    for (int i = 0; i < n; i++) {
      residual[i] = f.get(b, 0, i) - y.get(b, 0, i);
      squared += residual[i] * residual[i];
    }
    return squared;
  }

  private Tensor64 outputs(Tensor f) {
    Checks.requireOutputs(net, x, f);
    return Tensor64.of(f);
  }

  private void forEachReplica(ReplicaTask task) {
    boolean large = (long) n * net.units() >= WORTH_SHARING;
    if (large && net.replicas() < workers.threads()) {
      for (int b = 0; b < net.replicas(); b++) {
        task.run(b, workers);
      }
    } else {
      workers.forEach(net.replicas(), (worker, b) -> task.run(b, ALONE));
    }
  }

  /** Work on one network with the threads that it may use. */
  private interface ReplicaTask {
    void run(int replica, Workers hands);
  }
}
