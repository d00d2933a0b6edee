package io.github.widthbench.spectrum;

import io.github.widthbench.math.Activation;
import io.github.widthbench.network.Dag;
import io.github.widthbench.network.DagForward;
import io.github.widthbench.network.DagWeights;

/**
 * A bound of |∇²E| for tanh networks at one point, by recursion over the graph: for each block and
 * sample of |X|, |∂X/∂w| and |∂²X/∂w²|. Valid and very loose.
 */
final class CurvatureBound {

  /** Largest |tanh″| = 4/(3√3). */
  private static final double BEND = 0.769800358919501;

  private CurvatureBound() {}

  /** The bound for replica 0, E = ½Σ|o − y|², one output block. */
  static double of(DagWeights weights, double[] x, DagForward forward, double[] y) {
    Dag dag = weights.dag();
    int n = x.length / dag.inputDim();
    double bound = 0;
    for (int sample = 0; sample < n; sample++) {
      double[] first = new double[dag.blocks().size()];
      double[] second = new double[dag.blocks().size()];
      for (int place : dag.order()) {
        block(weights, forward, sample, place, first, second);
      }
      int output = dag.place(dag.outputs().getFirst());
      double squared = 0;
      int k = dag.outputDim();
      double[] o = forward.values(output).toArray();
      for (int j = 0; j < k; j++) {
        squared += Math.pow(o[sample * k + j] - y[sample * k + j], 2);
      }
      bound += first[output] * first[output] + Math.sqrt(squared) * second[output];
    }
    return bound;
  }

  private static void block(
      DagWeights weights,
      DagForward forward,
      int sample,
      int place,
      double[] first,
      double[] second) {
    Dag dag = weights.dag();
    double values = 0;
    double firsts = 0;
    double slope = 0;
    double bend = 0;
    for (int e : dag.edgesInto(dag.blocks().get(place).id())) {
      int from = dag.place(dag.edges().get(e).from());
      double norm = Math.sqrt(weights.dotOf(e, weights)[0]);
      int size = dag.blocks().get(from).size();
      double[] all = forward.values(from).toArray();
      for (int k = 0; k < size; k++) {
        values += Math.pow(all[sample * size + k], 2);
      }
      firsts += first[from] * first[from];
      slope += norm * first[from];
      bend += norm * second[from];
    }
    if (!dag.isInput(dag.blocks().get(place).id())) {
      double linear = Math.sqrt(values) + slope;
      double curved = 2 * Math.sqrt(firsts) + bend;
      boolean tanh = dag.blocks().get(place).activation() == Activation.TANH;
      first[place] = linear;
      second[place] = (tanh ? BEND * linear * linear : 0) + curved;
    }
  }
}
