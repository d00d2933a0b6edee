package io.github.widthbench.network;

import io.github.widthbench.backend.Checks;
import io.github.widthbench.backend.DescentStretch;
import io.github.widthbench.backend.DescentTrace;
import io.github.widthbench.backend.ForwardingOps;
import io.github.widthbench.backend.Ops;
import io.github.widthbench.backend.Shape;
import io.github.widthbench.backend.Tensor;
import io.github.widthbench.backend.TwoLayerBatch;
import io.github.widthbench.backend.TwoLayerBatch.Form;
import io.github.widthbench.math.Activation;
import io.github.widthbench.math.Precision;
import java.util.Arrays;

/**
 * The passes of exponential networks in a given {@link Arithmetic}, in plain loops on the host,
 * whatever the device: slow, with the same bits everywhere. Networks are FP64 tensors in plain form
 * whose numbers are those of the formats.
 *
 * @param primitives of the device that holds the tensors
 */
public record RoundedOps(Ops primitives, Arithmetic arithmetic) implements ForwardingOps {

  @Override
  public void twoLayerForward(TwoLayerBatch net, Tensor x, Tensor f) {
    double[] samples = samples(net, x);
    for (int b = 0; b < net.replicas(); b++) {
      f.replicas(b, b + 1).upload(network(net, b, x, samples).forward());
    }
  }

  @Override
  public void twoLayerGram(TwoLayerBatch net, Tensor x, Tensor h) {
    double[] samples = samples(net, x);
    for (int b = 0; b < net.replicas(); b++) {
      RoundedNetwork network = network(net, b, x, samples);
      network.forward();
      h.replicas(b, b + 1).upload(network.gram());
    }
  }

  @Override
  public DescentTrace twoLayerDescend(
      TwoLayerBatch net, Tensor x, Tensor y, Tensor f, DescentStretch stretch) {
    double[] samples = samples(net, x);
    double[] labels = y.toArray();
    double[][] squares = new double[net.replicas()][];
    boolean[] clipped = new boolean[net.replicas()];
    for (int b = 0; b < net.replicas(); b++) {
      RoundedNetwork network = network(net, b, x, samples);
      double[] outputs = network.forward();
      squares[b] = descend(network, outputs, labels, stretch, b);
      clipped[b] = network.clipped() && squares[b].length > 0;
      if (squares[b].length > 0) {
        net.w().replicas(b, b + 1).upload(network.weights());
        f.replicas(b, b + 1).upload(outputs);
      }
    }
    return new DescentTrace(squares, clipped);
  }

  /** Steps; {@code outputs} are those of the weights before and after. */
  private static double[] descend(
      RoundedNetwork network, double[] outputs, double[] labels, DescentStretch stretch, int b) {
    double[] squares = new double[stretch.steps()];
    double[] residual = new double[labels.length];
    double squared = residual(outputs, labels, residual);
    int taken = 0;
    while (taken < squares.length && Double.isFinite(squared) && squared > stretch.stopBelow()[b]) {
      if (!network.step(stretch.learningRate()[b], residual)) {
        Arrays.fill(squares, taken, squares.length, squared); // and so it stays
        return squares;
      }
      System.arraycopy(network.forward(), 0, outputs, 0, outputs.length);
      squared = residual(outputs, labels, residual);
      squares[taken++] = squared;
    }
    return Arrays.copyOf(squares, taken);
  }

  /** {@code residual} ← outputs − labels; returns its squared length. */
  private static double residual(double[] outputs, double[] labels, double[] residual) {
    double squared = 0;
    for (int i = 0; i < labels.length; i++) {
      residual[i] = outputs[i] - labels[i];
      squared += residual[i] * residual[i];
    }
    return squared;
  }

  private RoundedNetwork network(TwoLayerBatch net, int b, Tensor x, double[] samples) {
    return new RoundedNetwork(arithmetic, net.replicas(b, b + 1), x.shape(), samples);
  }

  private static double[] samples(TwoLayerBatch net, Tensor x) {
    Shape shape = x.shape();
    Checks.require(
        net.activation() == Activation.EXP
            && net.form() == Form.PLAIN
            && net.w().precision() == Precision.FP64
            && shape.batch() == 1,
        "exp networks in plain form, fp64, on shared samples are needed; found %s, %s, %s, %s",
        net.activation(),
        net.form(),
        net.w().precision(),
        shape);
    return x.toArray();
  }
}
