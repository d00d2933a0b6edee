package io.github.widthbench.backend.cpu;

import io.github.widthbench.backend.TwoLayerBatch;
import io.github.widthbench.backend.TwoLayerBatch.Form;
import io.github.widthbench.backend.cpu.kernel.Kernels;
import io.github.widthbench.backend.cpu.kernel.Lanes;
import io.github.widthbench.backend.cpu.kernel.ReluRows;
import io.github.widthbench.backend.cpu.kernel.SignSums;
import io.github.widthbench.math.Activation;
import java.util.Arrays;

/**
 * {@link DualTiles} of relu, whose derivatives are 0 and 1. A step moves the preactivations of a
 * neuron by the sum of K's columns (K = X·Xᵀ, each column times what its sample is aimed at) over
 * the samples at which it is active: for every four samples a table holds the sixteen sums that
 * there are, so that a neuron takes n²/4 additions in place of n² multiply-adds. C changes with a
 * sign only: an active sample's share is what all steps aimed at it, less what they had when it
 * became active.
 *
 * <p>A row of numbers belongs to a neuron here, its columns to samples.
 */
final class SignDualTiles implements Tiles {

  /** Most bytes of a table, which is read all over for every neuron. */
  private static final long TABLE_BYTES = 1L << 19;

  /** Neurons summed up in the precision of the network before they are added in FP64. */
  private static final int NEURONS = 48;

  private final TwoLayerTiles primal;
  private final Shape shape;
  private final SignSums move;
  private final ReluRows relu;
  private final State[] states;

  /** K, with zeros up to {@code width} rows and columns. */
  private final Object products;

  /** A table for each part of the columns. */
  private final Object[] tables;

  /** What all steps aimed at each sample. */
  private final double[] aimed;

  /** Signs of a tile after a step. */
  private final short[] fresh;

  private final Object sums;

  /** Numbers of a tile, a row a sample. */
  private final Object[] bySample;

  /**
   * A tile between two steps.
   *
   * @param z preactivations
   * @param signs where they are above 0
   * @param shares C, less {@link #aimed} where a sign is set
   */
  @SuppressWarnings("ArrayRecordComponent") // arrays to work in, never compared
  private record State(Object z, short[] signs, Object shares) {}

  /**
   * How a row is divided.
   *
   * @param parts of its columns, whose sums are in registers together
   * @param groups of a part
   */
  private record Shape(Lanes lanes, int n, int parts, int groups) {
    static Shape of(Lanes lanes, int n) {
      int groups = Math.ceilDiv(n, lanes.group());
      int parts = Math.ceilDiv(groups, Math.max(1, lanes.sums() / 3));
      return new Shape(lanes, n, parts, Math.ceilDiv(groups, parts));
    }

    /** Columns of a part. */
    int part() {
      return groups * lanes.group();
    }

    int width() {
      return parts * part();
    }

    /** Shorts of the signs of a neuron. */
    int words() {
      return parts * groups;
    }

    /** Numbers of a table. */
    int table() {
      return width() / SignSums.SAMPLES * SignSums.CHOICES * part();
    }
  }

  /** Whether networks of this kind, of relu and trained on n samples, are best descended so. */
  static boolean suits(TwoLayerBatch net, int n) {
    Lanes lanes = Lanes.preferred(net.w().precision());
    long bytes = (long) Shape.of(lanes, n).table() * net.w().precision().bytes();
    return net.activation() == Activation.RELU && net.form() == Form.PLAIN && bytes <= TABLE_BYTES;
  }

  /** Descends the network of {@code primal}. */
  SignDualTiles(TwoLayerTiles primal) {
    this(primal, new State[primal.count()]);
  }

  private SignDualTiles(TwoLayerTiles primal, State[] states) {
    this.primal = primal;
    this.states = states;
    PackedInputs inputs = primal.inputs();
    Lanes lanes = primal.lanes();
    shape = Shape.of(lanes, inputs.n());
    move = Kernels.signSums(lanes, shape.groups);
    relu = Kernels.reluRows(lanes, shape.groups);
    products = primal.numbers(shape.width() * shape.width());
    inputs.products().orElseThrow().copy(products, shape.width());
    tables = new Object[shape.parts];
    Arrays.setAll(tables, _ -> primal.numbers(shape.table()));
    aimed = new double[shape.width()];
    fresh = new short[primal.tile() * shape.words()];
    sums = primal.numbers(shape.part());
    bySample = primal.derivatives();
  }

  @Override
  public int count() {
    return primal.count();
  }

  @Override
  public SignDualTiles sibling() {
    return new SignDualTiles(primal.sibling(), states);
  }

  @Override
  public boolean needsForward() {
    return true;
  }

  @Override
  public void aim(double[] aim) {
    primal.forget();
    for (int i = 0; i < aim.length; i++) {
      aimed[i] += aim[i];
    }
    for (int part = 0; part < shape.parts; part++) {
      for (int i = 0; i < shape.width(); i += SignSums.SAMPLES) {
        choices(part, i, aim);
      }
    }
  }

  /** The sums for every choice among the samples from {@code first} on. */
  private void choices(int part, int first, double[] aim) {
    int length = shape.part();
    int at = first / SignSums.SAMPLES * SignSums.CHOICES * length;
    Numbers.clear(tables[part], at, at + length);
    for (int choice = 1; choice < SignSums.CHOICES; choice++) {
      int i = first + Integer.numberOfTrailingZeros(choice);
      int without = at + (choice & (choice - 1)) * length;
      int to = at + choice * length;
      System.arraycopy(tables[part], without, tables[part], to, length);
      if (i < aim.length) {
        Numbers.axpy(aim[i], products, i * shape.width() + part * length, tables[part], to, length);
      }
    }
  }

  @Override
  public void update(int tile) {
    State state = states[tile];
    Object a = primal.outer(tile);
    for (int part = 0; part < shape.parts; part++) {
      move.run(
          primal.tile(),
          state.signs,
          0,
          shape.words(),
          tables[part],
          state.z,
          part * shape.part(),
          shape.width(),
          a,
          0);
    }
  }

  @Override
  public void forward(int tile, double[] partial) {
    boolean first = states[tile] == null;
    if (first) {
      states[tile] = begin(tile);
    }
    State state = states[tile];
    outputs(state.z, first ? state.signs : fresh, primal.outer(tile), partial);
    if (!first) {
      turn(state);
    }
  }

  private State begin(int tile) {
    primal.preactivations(tile, bySample);
    Object z = primal.numbers(primal.tile() * shape.width());
    Numbers.clear(z, 0, Numbers.length(z));
    Numbers.transpose(bySample[0], primal.tile(), z, shape.width(), shape.n, primal.tile());
    Object shares = primal.numbers(Numbers.length(z));
    Numbers.clear(shares, 0, Numbers.length(shares));
    return new State(z, new short[fresh.length], shares);
  }

  private void outputs(Object z, short[] signs, Object a, double[] partial) {
    int width = shape.width();
    for (int from = 0; from < primal.tile(); from += NEURONS) {
      int rows = Math.min(NEURONS, primal.tile() - from);
      for (int part = 0; part < shape.parts; part++) {
        int column = part * shape.part();
        int word = from * shape.words() + part * shape.groups;
        relu.run(rows, z, from * width + column, width, signs, word, shape.words(), a, from, sums);
        Numbers.add(sums, shape.part(), partial, column);
      }
    }
  }

  /** Takes over the signs that changed, and moves the shares by what was aimed meanwhile. */
  private void turn(State state) {
    int word = 0;
    while (word < fresh.length) {
      int same = Arrays.mismatch(fresh, word, fresh.length, state.signs, word, fresh.length);
      if (same < 0) {
        return;
      }
      word += same;
      int turned = fresh[word] ^ state.signs[word];
      share(state, word, turned & fresh[word], -1);
      share(state, word, turned & ~fresh[word], 1);
      state.signs[word] = fresh[word];
      word++;
    }
  }

  /** Adds what was aimed at some samples of a word to their shares, or takes it away. */
  private void share(State state, int word, int samples, int sign) {
    int group = shape.lanes.group();
    int first = word % shape.words() * group;
    for (int left = samples & ((1 << group) - 1); left != 0; left &= left - 1) {
      int i = Integer.numberOfTrailingZeros(left);
      Numbers.add(sign * aimed[first + i], state.shares, word * group + i);
    }
  }

  @Override
  public int sumLength() {
    return shape.width();
  }

  @Override
  public void fold(double[] partial, double[] outputs) {
    System.arraycopy(partial, 0, outputs, 0, outputs.length);
  }

  @Override
  public void finish(int tile) {
    primal.forget();
    State state = states[tile];
    for (int word = 0; word < state.signs.length; word++) {
      share(state, word, state.signs[word], 1);
    }
    Numbers.transpose(
        state.shares, shape.width(), bySample[0], primal.tile(), primal.tile(), shape.n);
    primal.shift(tile, bySample);
  }

  @Override
  public boolean clipped() {
    return primal.clipped();
  }

  @Override
  public void release() {
    primal.release();
  }
}
