package io.github.widthbench.backend.cpu;

import io.github.widthbench.backend.TwoLayerBatch;
import io.github.widthbench.backend.TwoLayerBatch.Form;
import io.github.widthbench.math.Precision;

/** The weights of one network, given out in blocks of neurons: stored ones, or drawn ones. */
sealed interface WeightSource {

  Precision precision();

  /** Entries of an input. */
  int inputDim();

  /** Neurons, or pairs. */
  long units();

  boolean paired();

  /** A source for another thread. */
  WeightSource sibling();

  /**
   * Row k of {@code means} ← entry k of the weights of {@code count} neurons from {@code from} on;
   * so {@code halves}, for pairs.
   *
   * @param stride numbers from one row to the next
   */
  void copy(long from, int count, Object means, Object halves, int stride);

  /** Those of a network of a batch. */
  record Stored(TwoLayerBatch net, int replica) implements WeightSource {

    @Override
    public Precision precision() {
      return net.w().precision();
    }

    @Override
    public int inputDim() {
      return net.inputDim();
    }

    @Override
    public long units() {
      return net.units();
    }

    @Override
    public boolean paired() {
      return net.form() == Form.PAIRED;
    }

    @Override
    public WeightSource sibling() {
      return this;
    }

    @Override
    public void copy(long from, int count, Object means, Object halves, int stride) {
      CpuTensor w = CpuTensor.of(net.w());
      for (int k = 0; k < net.inputDim(); k++) {
        int row = w.layout().row(replica, k) + (int) from;
        System.arraycopy(w.array(), row, means, k * stride, count);
        if (paired()) {
          System.arraycopy(w.array(), row + net.units(), halves, k * stride, count);
        }
      }
    }

    /** The way back: the network's weights ← rows of {@code means} and {@code halves}. */
    void store(int from, int count, Object means, Object halves, int stride) {
      CpuTensor w = CpuTensor.of(net.w());
      for (int k = 0; k < net.inputDim(); k++) {
        int row = w.layout().row(replica, k) + from;
        System.arraycopy(means, k * stride, w.array(), row, count);
        if (paired()) {
          System.arraycopy(halves, k * stride, w.array(), row + net.units(), count);
        }
      }
    }
  }

  /** Those that {@code drawn} makes, none of them a pair. */
  record Drawn(NormalBlock drawn, Precision precision, long units) implements WeightSource {

    @Override
    public int inputDim() {
      return drawn.inputDim();
    }

    @Override
    public boolean paired() {
      return false;
    }

    @Override
    public WeightSource sibling() {
      return new Drawn(drawn.sibling(), precision, units);
    }

    @Override
    public void copy(long from, int count, Object means, Object halves, int stride) {
      drawn.copy(from, count, means, 0, stride);
    }
  }
}
