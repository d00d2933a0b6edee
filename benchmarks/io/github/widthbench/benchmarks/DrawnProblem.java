package io.github.widthbench.benchmarks;

import io.github.widthbench.backend.GaussianBatch;
import io.github.widthbench.backend.Ops;
import io.github.widthbench.backend.Shape;
import io.github.widthbench.backend.Tensor;
import io.github.widthbench.math.Draws;
import io.github.widthbench.math.Precision;
import java.util.stream.LongStream;

/** The samples of {@link Problem} and a network of which only the seed is kept. */
final class DrawnProblem {
  private final Ops ops;
  private final GaussianBatch net;
  private final Tensor x;
  private final Tensor gram;

  DrawnProblem(Ops ops, GaussianBatch net, int sampleCount, int inputDim) {
    this.ops = ops;
    this.net = net;
    Draws points = new Draws(0, Draws.Stream.POINTS);
    double norm = 2 * Math.sqrt(inputDim);
    Shape shape = new Shape(1, sampleCount, inputDim);
    x = ops.allocate(net.precision(), shape);
    x.upload(LongStream.range(0, shape.size()).mapToDouble(i -> points.normal(i) / norm).toArray());
    gram = ops.allocate(Precision.FP64, new Shape(1, sampleCount, sampleCount));
  }

  Tensor gram() {
    ops.gaussianGram(net, x, gram);
    ops.synchronize();
    return gram;
  }
}
