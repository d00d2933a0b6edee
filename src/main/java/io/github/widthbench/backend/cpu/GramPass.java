package io.github.widthbench.backend.cpu;

import io.github.widthbench.backend.Checks;
import io.github.widthbench.backend.GaussianBatch;
import io.github.widthbench.backend.Shape;
import io.github.widthbench.backend.Tensor;
import io.github.widthbench.backend.TwoLayerBatch;
import io.github.widthbench.backend.cpu.kernel.Kernels;
import io.github.widthbench.backend.cpu.kernel.Lanes;
import io.github.widthbench.math.Activation;
import io.github.widthbench.math.Draws;
import java.util.ArrayList;
import java.util.List;

/**
 * Gram matrices of two-layer networks, streamed over neurons: memory O(n²) and a tile, whatever the
 * width. Networks are shared out among threads, or the slices of one network where there are fewer
 * networks than threads.
 *
 * @param clip largest preactivation let through
 * @param width neurons that a sum is divided by
 * @param sources of the weights, one a network
 */
record GramPass(Activation activation, double clip, long width, List<WeightSource> sources) {
  private static final Workers ALONE = new Workers(1);
  private static final int FEWEST_SLICES = 2;
  private static final int MOST_SLICES = 16;

  /** Tiles that a further slice is worth: it costs the traffic of an n×n matrix of its own. */
  private static final int TILES_OF_A_SLICE = 4;

  /** Most numbers in the partial sums of all slices. */
  private static final int SUMS = 1 << 24;

  /** Fewer preactivations than this are done before another thread would have begun. */
  private static final int WORTH_SHARING = 1 << 16;

  /** Of networks in memory. */
  static GramPass of(TwoLayerBatch net) {
    List<WeightSource> sources = new ArrayList<>();
    for (int b = 0; b < net.replicas(); b++) {
      sources.add(new WeightSource.Stored(net, b));
    }
    return new GramPass(net.activation(), net.clip(), net.width(), sources);
  }

  /** Of networks whose weights are drawn. */
  static GramPass of(GaussianBatch net, int inputDim) {
    List<WeightSource> sources = new ArrayList<>();
    for (long seed : net.seeds()) {
      Draws draws = new Draws(seed, Draws.Stream.WEIGHTS);
      NormalBlock drawn = new NormalBlock(draws, net.deviation(), inputDim);
      sources.add(new WeightSource.Drawn(drawn, net.precision(), net.width()));
    }
    return new GramPass(net.activation(), Double.POSITIVE_INFINITY, net.width(), sources);
  }

  void run(Workers workers, Tensor x, Tensor h) {
    int n = x.shape().rows();
    int replicas = sources.size();
    Checks.requireShape("Gram matrix", h, new Shape(replicas, n, n));
    Checks.require(
        x.shape().columns() == sources.getFirst().inputDim()
            && (x.shape().batch() == 1 || x.shape().batch() == replicas),
        "inputs are %s for %d networks of %d inputs: inputDim or batch differs",
        x.shape(),
        replicas,
        sources.getFirst().inputDim());
    boolean large = (double) n * sources.getFirst().units() >= WORTH_SHARING;
    if (large && replicas < workers.threads()) {
      for (int b = 0; b < replicas; b++) {
        run(workers, b, x, Tensor64.of(h));
      }
    } else {
      workers.forEach(replicas, (worker, b) -> run(ALONE, b, x, Tensor64.of(h)));
    }
  }

  private void run(Workers hands, int b, Tensor x, Tensor64 h) {
    int n = x.shape().rows();
    GramTiles first = tiles(b, x);
    long worthwhile = Math.min(SUMS / ((long) n * n), first.count() / TILES_OF_A_SLICE);
    int slices = Math.clamp(worthwhile, FEWEST_SLICES, MOST_SLICES);
    SlicedSums sums = new SlicedSums(hands, first.count(), slices);
    GramTiles[] tiles = new GramTiles[sums.hands()];
    for (int i = 0; i < tiles.length; i++) {
      tiles[i] = i == 0 ? first : first.sibling();
    }
    double[] sum =
        sums.sum(Math.multiplyExact(n, n), (worker, tile, part) -> tiles[worker].add(tile, part));
    double[] inputs = inputGram(x.shape().batch() == 1 ? x : x.replicas(b, b + 1));
    for (int i = 0; i < n; i++) {
      for (int j = i; j < n; j++) {
        double entry = inputs[i * n + j] * (sum[i * n + j] / width);
        h.data()[h.layout().row(b, i) + j] = entry;
        h.data()[h.layout().row(b, j) + i] = entry;
      }
    }
  }

  /** X·Xᵀ in FP64. */
  private static double[] inputGram(Tensor x) {
    int n = x.shape().rows();
    int d = x.shape().columns();
    double[] product = new double[n * n];
    Block64 inputs = new Block64(x.toArray(), 0, d);
    new Gemm(false, true, n, n, d).run(1, inputs, inputs, 0, new Block64(product, 0, n));
    return product;
  }

  /** Relu by bits; a clip above 0 leaves the signs as they are. */
  private GramTiles tiles(int b, Tensor x) {
    WeightSource source = sources.get(b);
    int n = x.shape().rows();
    Lanes lanes = Lanes.preferred(source.precision());
    if (activation == Activation.RELU && clip > 0) {
      int rows = Kernels.rowsForSigns(lanes, source.paired());
      return new SignTiles(source, Panels.ofSamples(lanes, rows, x, b), n);
    }
    return new SlopeTiles(source, activation, clip, Panels.ofSamples(lanes, x, b), n);
  }
}
