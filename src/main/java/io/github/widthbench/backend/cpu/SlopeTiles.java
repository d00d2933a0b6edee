package io.github.widthbench.backend.cpu;

import io.github.widthbench.backend.cpu.kernel.Kernels;
import io.github.widthbench.backend.cpu.kernel.Lanes;
import io.github.widthbench.backend.cpu.kernel.Pass;
import io.github.widthbench.backend.cpu.kernel.Product;
import io.github.widthbench.math.Activation;

/**
 * The tiles of a network of any activation: derivatives of a tile in the network's precision, their
 * product by OpenBLAS, and the products added up in FP64.
 */
final class SlopeTiles implements GramTiles {

  /** Groups of neurons in a tile, whose n×n product is read and added once. */
  private static final int GROUPS = 64;

  private final Activation activation;
  private final double clip;
  private final WeightBlock weights;
  private final Panels samples;
  private final int n;
  private final int count;
  private final int tile;
  private final Product preactivate;
  private final Pass slope;
  private final Object z;
  private final Object q;
  private final Object[] slopes;
  private final Object unused;
  private final Squares squares;

  /**
   * Opens a network.
   *
   * @param clip largest preactivation let through
   */
  SlopeTiles(WeightSource source, Activation activation, double clip, Panels samples, int n) {
    this.activation = activation;
    this.clip = clip;
    this.samples = samples;
    this.n = n;
    Lanes lanes = Lanes.preferred(source.precision());
    long allGroups = Math.ceilDiv(source.units(), (long) lanes.group());
    count = Math.toIntExact(Math.ceilDiv(allGroups, (long) GROUPS));
    int groups = (int) Math.ceilDiv(allGroups, (long) count);
    tile = groups * lanes.group();
    weights = new WeightBlock(source, tile);
    boolean paired = source.paired();
    preactivate = Kernels.product(lanes, samples.height(), groups, false);
    slope = Kernels.pass(lanes, activation, paired, false, true, groups);
    z = Numbers.allocate(source.precision(), samples.height() * tile);
    q = paired ? Numbers.sameLength(z) : z;
    slopes = new Object[paired ? 2 : 1];
    for (int i = 0; i < slopes.length; i++) {
      slopes[i] = Numbers.allocate(source.precision(), Math.multiplyExact(samples.rows(), tile));
    }
    unused = Numbers.allocate(source.precision(), 0);
    squares = new Squares(source.precision(), n);
  }

  @Override
  public int count() {
    return count;
  }

  @Override
  public SlopeTiles sibling() {
    return new SlopeTiles(weights.source().sibling(), activation, clip, samples, n);
  }

  @Override
  public void add(int index, double[] h) {
    int size = weights.load((long) index * tile);
    for (int panel = 0; panel < samples.count(); panel++) {
      differentiate(panel);
    }
    // of a pair, (mean + half)(…)ᵀ + (mean − half)(…)ᵀ = 2·mean·meanᵀ + 2·half·halfᵀ
    for (Object factor : slopes) {
      squares.add(slopes.length, factor, size, tile, h);
    }
  }

  private void differentiate(int panel) {
    int rows = samples.height();
    int at = samples.at(panel);
    int d = samples.depth();
    boolean paired = slopes.length == 2;
    preactivate.run(d, samples.data(), at, weights.means(), 0, z, 0, unused);
    if (paired) {
      preactivate.run(d, samples.data(), at, weights.halves(), 0, q, 0, unused);
    }
    if (clip < Double.POSITIVE_INFINITY) {
      boolean ignored = Numbers.clip(clip, paired, z, q, rows * tile);
    }
    int out = panel * rows * tile;
    slope.run(rows, z, q, 0, slopes[0], slopes[slopes.length - 1], out, unused, unused, 0);
  }
}
