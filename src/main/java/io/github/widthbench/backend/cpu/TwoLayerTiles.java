package io.github.widthbench.backend.cpu;

import io.github.widthbench.backend.TwoLayerBatch;
import io.github.widthbench.backend.TwoLayerBatch.Form;
import io.github.widthbench.backend.cpu.kernel.Kernels;
import io.github.widthbench.backend.cpu.kernel.Lanes;
import io.github.widthbench.backend.cpu.kernel.Pass;
import io.github.widthbench.backend.cpu.kernel.Product;
import io.github.widthbench.math.Activation;
import java.util.ArrayList;
import java.util.List;

/**
 * The tiles of a network by its weights: gradient, update, new preactivations and new outputs while
 * a tile is in the cache, so that a step reads and writes the weights once.
 */
final class TwoLayerTiles implements Tiles {

  /** Groups of neurons in a tile: long inner loops, and one row of preactivations in few lines. */
  static final int GROUPS = 12;

  /**
   * Most memory for the derivatives of one network, for each entry of an input: computing them
   * again costs by inputDim, fetching them from beyond the caches does not.
   */
  private static final long KEPT_BYTES_PER_INPUT = 1L << 22;

  /** Most memory for the derivatives of one network in any case. */
  static final long KEPT_BYTES = 1L << 26;

  private static final int NOTHING = -1;

  private final Scratch scratch;
  private final List<Object> taken = new ArrayList<>();
  private final TwoLayerBatch net;
  private final int replica;
  private final PackedInputs inputs;
  private final boolean paired;

  /** Whether derivatives are kept as masks. */
  private final boolean masked;

  private final CpuTensor a;
  private final Lanes lanes;
  private final int count;
  private final int groups;

  /** Neurons (or pairs) of a tile. */
  private final int tile;

  /** Derivatives of each tile: one matrix, for pairs the mean and the half difference. */
  private final Object[][] kept;

  /** Whether a forward pass writes derivatives. */
  private final boolean differentiates;

  private final Product preactivate;
  private final Product move;
  private final Pass pass;
  private final Pass slope;
  private final Panels aimed;
  private final WeightSource.Stored source;
  private final WeightBlock block;
  private final Object outer;
  private final Object z;
  private final Object q;
  private final Object sums;
  private final Object[] slopes;
  private int loaded = NOTHING;
  private boolean clipped;

  /**
   * Opens network {@code replica}.
   *
   * @param groups groups of neurons in a tile, at most
   * @param keeps whether derivatives are to be kept from a forward pass to the next update
   */
  static TwoLayerTiles open(
      Scratch scratch,
      TwoLayerBatch net,
      PackedInputs inputs,
      int replica,
      int groups,
      boolean keeps) {
    long numbers = (long) inputs.n() * net.width();
    boolean fits =
        masks(net)
            ? numbers / Byte.SIZE <= KEPT_BYTES
            : numbers * net.w().precision().bytes()
                <= Math.min(KEPT_BYTES, KEPT_BYTES_PER_INPUT * net.inputDim());
    int count = count(net, groups);
    Object[][] kept = new Object[keeps && fits ? count : 0][0];
    return new TwoLayerTiles(scratch, net, inputs, replica, count, kept, kept.length > 0);
  }

  /** As {@link #open}, for hands that keep the derivatives themselves. */
  static TwoLayerTiles differentiating(
      Scratch scratch, TwoLayerBatch net, PackedInputs inputs, int replica) {
    int count = count(net, GROUPS);
    return new TwoLayerTiles(scratch, net, inputs, replica, count, new Object[0][], true);
  }

  private static boolean masks(TwoLayerBatch net) {
    return net.activation() == Activation.RELU && net.form() == Form.PLAIN;
  }

  private static int count(TwoLayerBatch net, int groups) {
    return Math.ceilDiv(allGroups(net), groups);
  }

  private static int allGroups(TwoLayerBatch net) {
    return Math.ceilDiv(net.units(), Lanes.preferred(net.w().precision()).group());
  }

  private TwoLayerTiles(
      Scratch scratch,
      TwoLayerBatch net,
      PackedInputs inputs,
      int replica,
      int count,
      Object[][] kept,
      boolean differentiates) {
    this.scratch = scratch;
    this.net = net;
    this.inputs = inputs;
    this.replica = replica;
    this.count = count;
    this.kept = kept;
    this.differentiates = differentiates;
    groups = Math.ceilDiv(allGroups(net), count);
    paired = net.form() == Form.PAIRED;
    masked = kept.length > 0 && masks(net);
    a = CpuTensor.of(net.a());
    lanes = Lanes.preferred(net.w().precision());
    tile = groups * lanes.group();
    preactivate = Kernels.product(lanes, inputs.bySample().height(), groups, false);
    move =
        masked
            ? Kernels.maskedProduct(lanes, inputs.byEntry().height(), groups)
            : move(inputs.byEntry().height());
    pass =
        masked
            ? Kernels.relu(lanes, groups)
            : Kernels.pass(lanes, net.activation(), paired, true, differentiates, groups);
    slope = Kernels.pass(lanes, net.activation(), paired, false, true, groups);
    aimed = inputs.byEntry().sameForm();
    int entries = inputs.byEntry().rows() * tile;
    source = new WeightSource.Stored(net, replica);
    block = new WeightBlock(source, tile, numbers(entries), paired ? numbers(entries) : null);
    outer = numbers(tile);
    z = numbers(inputs.bySample().height() * tile);
    q = paired ? numbers(inputs.bySample().height() * tile) : z;
    sums = numbers(inputs.bySample().height() * lanes.group());
    slopes = kept.length > 0 ? new Object[0] : derivatives();
  }

  @Override
  public TwoLayerTiles sibling() {
    return new TwoLayerTiles(scratch, net, inputs, replica, count, kept, differentiates);
  }

  @Override
  public int count() {
    return count;
  }

  @Override
  public boolean needsForward() {
    return keepsDerivatives();
  }

  private boolean keepsDerivatives() {
    return kept.length > 0;
  }

  @Override
  public boolean clipped() {
    return clipped;
  }

  @Override
  public void aim(double[] factors) {
    forget();
    aimed.scale(factors, inputs.byEntry());
  }

  @Override
  public void update(int index) {
    load(index);
    move(aimed, keepsDerivatives() ? kept[index] : differentiate());
    store(index);
  }

  @Override
  public void finish(int index) {} // weights are up to date after every step

  /** W ← W + a∘(Xᵀ·F) for the weights of a tile; for pairs F is what means and halves move by. */
  void shift(int index, Object[] factors) {
    load(index);
    move(inputs.byEntry(), factors);
    store(index);
  }

  /** A mean v moves by the half difference of s′, a half difference u by the mean. */
  private void move(Panels panels, Object[] derivatives) {
    move(panels, last(derivatives), block.means());
    if (paired) {
      move(panels, derivatives[0], block.halves());
    }
  }

  /** Adds a ∘ (panels·S′) to the weights of the tile. */
  private void move(Panels panels, Object derivatives, Object target) {
    for (int panel = 0; panel < panels.count(); panel++) {
      int row = panel * panels.height() * tile;
      move.run(inputs.n(), panels.data(), panels.at(panel), derivatives, 0, target, row, outer);
    }
  }

  @Override
  public int sumLength() {
    return inputs.bySample().rows() * lanes.group();
  }

  @Override
  public void forward(int index, double[] partial) {
    load(index);
    boolean keeps = keepsDerivatives();
    if (keeps && kept[index].length == 0) {
      kept[index] = masked ? masks() : derivatives();
    }
    int rows = inputs.bySample().height();
    Object[] derivatives = keeps ? kept[index] : slopes;
    for (int panel = 0; panel < inputs.bySample().count(); panel++) {
      preactivate(panel, z, q, 0);
      clip(rows * tile);
      add(panel, z, q, 0, derivatives, partial);
    }
  }

  /** Z ← X·W for all samples and the neurons of a tile. */
  void preactivations(int index, Object[] target) {
    load(index);
    int rows = inputs.bySample().height();
    for (int panel = 0; panel < inputs.bySample().count(); panel++) {
      preactivate(panel, target[0], last(target), panel * rows * tile);
    }
  }

  /** Derivatives and partial sums of the tile of {@link #outer}, from preactivations. */
  void addAll(Object[] preactivations, Object[] derivatives, double[] partial) {
    int rows = inputs.bySample().height();
    for (int panel = 0; panel < inputs.bySample().count(); panel++) {
      int at = panel * rows * tile;
      add(panel, preactivations[0], last(preactivations), at, derivatives, partial);
    }
  }

  /** One panel of samples, from preactivations to derivatives and partial sums. */
  private void add(int panel, Object p, Object q, int at, Object[] derivatives, double[] partial) {
    int rows = inputs.bySample().height();
    int out = panel * rows * (masked ? groups : tile);
    pass.run(rows, p, q, at, derivatives[0], last(derivatives), out, outer, sums, 0);
    int length = rows * lanes.group();
    Numbers.add(sums, length, partial, panel * length);
  }

  @Override
  public void fold(double[] partial, double[] outputs) {
    int group = lanes.group();
    for (int i = 0; i < outputs.length; i++) {
      double sum = 0;
      for (int k = i * group; k < (i + 1) * group; k++) {
        sum += partial[k];
      }
      outputs[i] = sum;
    }
  }

  /** The derivatives of the loaded tile, computed into scratch. */
  private Object[] differentiate() {
    int rows = inputs.bySample().height();
    for (int panel = 0; panel < inputs.bySample().count(); panel++) {
      preactivate(panel, z, q, 0);
      clip(rows * tile);
      slope.run(rows, z, q, 0, slopes[0], last(slopes), panel * rows * tile, outer, sums, 0);
    }
    return slopes;
  }

  private void preactivate(int panel, Object p, Object q, int at) {
    Panels x = inputs.bySample();
    preactivate.run(inputs.d(), x.data(), x.at(panel), block.means(), 0, p, at, outer);
    if (paired) {
      preactivate.run(inputs.d(), x.data(), x.at(panel), block.halves(), 0, q, at, outer);
    }
  }

  private void clip(int length) {
    if (net.clip() == Double.POSITIVE_INFINITY) {
      return;
    }
    clipped |=
        switch (z) {
          case double[] p when paired -> Rows.clipPair(net.clip(), p, 0, (double[]) q, 0, length);
          case double[] p -> Rows.clip(net.clip(), p, 0, length);
          case float[] p when paired ->
              Rows.clipPair((float) net.clip(), p, 0, (float[]) q, 0, length);
          case float[] p -> Rows.clip((float) net.clip(), p, 0, length);
          default -> throw Numbers.unknown(z);
        };
  }

  /** Brings the weights of a tile into one block. */
  private void load(int index) {
    if (loaded == index) {
      return;
    }
    block.load((long) index * tile);
    outer(index);
    loaded = index;
  }

  /** Output weights of a tile; 0 for neurons beyond the last. */
  Object outer(int index) {
    int size = size(index);
    int b = a.shape().batch() == 1 ? 0 : replica;
    System.arraycopy(a.array(), a.layout().row(b, 0) + index * tile, outer, 0, size);
    Numbers.clear(outer, size, tile);
    return outer;
  }

  /** Weights may have changed: another pair of hands moves them as well. */
  void forget() {
    loaded = NOTHING;
  }

  /** Neurons of a tile. */
  int tile() {
    return tile;
  }

  PackedInputs inputs() {
    return inputs;
  }

  /** C ← C + a∘(A·B) for the neurons of a tile and panels of {@code height} rows. */
  Product move(int height) {
    return Kernels.product(lanes, height, groups, true);
  }

  private void store(int index) {
    source.store(index * tile, size(index), block.means(), block.halves(), tile);
  }

  private int size(int index) {
    return Math.min(tile, net.units() - index * tile);
  }

  /** Room for one number (for pairs two) for each sample and neuron of a tile. */
  Object[] derivatives() {
    int length = inputs.bySample().rows() * tile;
    return paired
        ? new Object[] {numbers(length), numbers(length)}
        : new Object[] {numbers(length)};
  }

  private Object[] masks() {
    return new Object[] {new short[inputs.bySample().rows() * groups]};
  }

  private static Object last(Object[] derivatives) {
    return derivatives[derivatives.length - 1];
  }

  private Object numbers(int length) {
    Object array = scratch.take(net.w().precision(), length);
    taken.add(array);
    return array;
  }

  @Override
  public void release() {
    taken.forEach(scratch::give);
    taken.clear();
  }
}
