package io.github.widthbench.network;

import io.github.widthbench.math.Activation;
import io.github.widthbench.network.Dag.Edge;

/**
 * The loss of a network of blocks sample by sample and neuron by neuron with dual numbers a + bε,
 * ε² = 0: an independent way to exact derivatives, forward only.
 */
@SuppressWarnings("ArrayRecordComponent") // read only
record DualSweep(Dag dag, double[] x, double[] y, double factor) {

  /** A value and its derivative. */
  record Dual(double value, double slope) {
    Dual plus(Dual other) {
      return new Dual(value + other.value, slope + other.slope);
    }

    Dual times(Dual other) {
      return new Dual(value * other.value, slope * other.value + value * other.slope);
    }
  }

  /** E and ∂E/∂w_i. */
  Dual loss(double[] w, int i) {
    Dual sum = new Dual(0, 0);
    int n = x.length / dag.inputDim();
    for (int p = 0; p < n; p++) {
      Dual[][] values = values(w, i, p);
      int column = p * dag.outputDim();
      for (String id : dag.outputs()) {
        for (Dual output : values[dag.place(id)]) {
          Dual residual = output.plus(new Dual(-y[column++], 0));
          sum = sum.plus(residual.times(residual).times(new Dual(factor / 2, 0)));
        }
      }
    }
    return sum;
  }

  private Dual[][] values(double[] w, int i, int sample) {
    Dual[][] values = new Dual[dag.blocks().size()][];
    int column = sample * dag.inputDim();
    for (String id : dag.inputs()) {
      Dual[] own = new Dual[dag.block(id).size()];
      for (int k = 0; k < own.length; k++) {
        own[k] = new Dual(x[column++], 0);
      }
      values[dag.place(id)] = own;
    }
    for (int place : dag.order()) {
      if (values[place] == null) {
        values[place] = block(place, w, i, values);
      }
    }
    return values;
  }

  private Dual[] block(int place, double[] w, int i, Dual[][] values) {
    Dual[] own = new Dual[dag.blocks().get(place).size()];
    for (int j = 0; j < own.length; j++) {
      own[j] = new Dual(0, 0);
      for (int e : dag.edgesInto(dag.blocks().get(place).id())) {
        Dual[] from = values[dag.place(dag.edges().get(e).from())];
        for (int k = 0; k < from.length; k++) {
          int at = offset(e) + j * from.length + k;
          own[j] = own[j].plus(from[k].times(new Dual(w[at], at == i ? 1 : 0)));
        }
      }
      Activation s = dag.blocks().get(place).activation();
      if (s != null) {
        double z = own[j].value();
        own[j] = new Dual(s.value(z), s.derivative(z) * own[j].slope());
      }
    }
    return own;
  }

  private int offset(int e) {
    int offset = 0;
    for (Edge edge : dag.edges().subList(0, e)) {
      offset += dag.block(edge.from()).size() * dag.block(edge.to()).size();
    }
    return offset;
  }
}
