package io.github.widthbench.backend.cpu;

import io.github.widthbench.backend.cpu.kernel.Product;

/**
 * Descent in the space of samples, for inputs with more entries than there are samples. Every step
 * adds to W a combination of inputs, W ← W + Xᵀ·C, so preactivations move by Z ← Z + (X·Xᵀ)·C: 2n²m
 * operations instead of 4nmd. C is added up, and W brought up to date by {@link #finish}. In exact
 * arithmetic the numbers are those of {@link TwoLayerTiles}.
 */
final class DualTiles implements Tiles {
  private final TwoLayerTiles primal;
  private final PackedInputs inputs;
  private final Product move;

  private final Panels products;

  /** X·Xᵀ with column i multiplied by what sample i is aimed at. */
  private final Panels aimed;

  private final double[] factors;
  private final State[] states;

  /**
   * A tile between two steps; for pairs the first array belongs to the means, the last to the half
   * differences.
   *
   * @param z preactivations
   * @param slopes derivatives at them
   * @param sums C since the weights were last up to date
   */
  @SuppressWarnings("ArrayRecordComponent") // arrays to work in, never compared
  private record State(Object[] z, Object[] slopes, Object[] sums) {}

  /** Descends the network of {@code primal}. */
  DualTiles(TwoLayerTiles primal) {
    this(primal, new State[primal.count()]);
  }

  private DualTiles(TwoLayerTiles primal, State[] states) {
    this.primal = primal;
    this.states = states;
    inputs = primal.inputs();
    move = primal.move(inputs.bySample().height());
    products = inputs.products().orElseThrow();
    aimed = products.sameForm();
    factors = new double[inputs.n()];
  }

  @Override
  public int count() {
    return primal.count();
  }

  @Override
  public DualTiles sibling() {
    return new DualTiles(primal.sibling(), states);
  }

  @Override
  public boolean needsForward() {
    return true;
  }

  @Override
  public void aim(double[] aim) {
    primal.forget();
    System.arraycopy(aim, 0, factors, 0, factors.length);
    aimed.scale(aim, products);
  }

  @Override
  public void update(int tile) {
    State state = states[tile];
    Object[] slopes = state.slopes;
    Object outer = primal.outer(tile);
    int n = inputs.n();
    for (int i = 0; i < slopes.length; i++) {
      // a mean moves by the half difference of s′, a half difference by the mean
      Object derivatives = slopes[slopes.length - 1 - i];
      for (int panel = 0; panel < aimed.count(); panel++) {
        int row = panel * aimed.height() * primal.tile();
        move.run(n, aimed.data(), aimed.at(panel), derivatives, 0, state.z[i], row, outer);
      }
    }
    for (int i = 0; i < slopes.length; i++) {
      Numbers.addScaledRows(factors, slopes[i], primal.tile(), state.sums[i]);
    }
  }

  @Override
  public void forward(int tile, double[] partial) {
    if (states[tile] == null) {
      Object[] z = primal.derivatives();
      primal.preactivations(tile, z);
      Object[] sums = primal.derivatives();
      for (Object numbers : sums) {
        Numbers.clear(numbers, 0, Numbers.length(numbers));
      }
      states[tile] = new State(z, primal.derivatives(), sums);
    }
    State state = states[tile];
    primal.outer(tile);
    primal.addAll(state.z, state.slopes, partial);
  }

  @Override
  public int sumLength() {
    return primal.sumLength();
  }

  @Override
  public void fold(double[] partial, double[] outputs) {
    primal.fold(partial, outputs);
  }

  @Override
  public void finish(int tile) {
    primal.forget();
    primal.shift(tile, states[tile].sums);
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
