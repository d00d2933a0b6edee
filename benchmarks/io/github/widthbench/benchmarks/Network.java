package io.github.widthbench.benchmarks;

import io.github.widthbench.backend.GaussianBatch;
import io.github.widthbench.backend.Ops;
import io.github.widthbench.backend.UnfusedOps;
import io.github.widthbench.math.Activation;
import io.github.widthbench.math.Precision;
import java.util.Locale;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The parameters of a two-layer network and of the samples that it sees. */
@State(Scope.Benchmark)
public class Network {

  @Param("exp")
  private String activation;

  @Param("fp64")
  private String precision;

  @Param("32")
  private int sampleCount;

  @Param("8")
  private int inputDim;

  @Param("4096")
  private int width;

  /** {@code fused}, or {@code unfused}: the same passes composed of primitives. */
  @Param("fused")
  private String passes;

  /** Networks of these parameters on {@code device}. */
  Problem problem(Device device, int replicas) {
    return problem(device, replicas, 1);
  }

  /** One network that is {@code replicas} times as wide. */
  Problem wideProblem(Device device, int replicas) {
    return problem(device, 1, replicas);
  }

  /** One network whose weights are drawn as they are needed. */
  DrawnProblem drawnProblem(Device device) {
    GaussianBatch net = new GaussianBatch(activation(), precision(), 1, width, 0);
    return new DrawnProblem(ops(device), net, sampleCount, inputDim);
  }

  private Problem problem(Device device, int replicas, int times) {
    return new Problem(
        ops(device),
        activation(),
        precision(),
        new Sizes(replicas, sampleCount, inputDim, Math.multiplyExact(width, times)));
  }

  private Activation activation() {
    return Activation.valueOf(activation.toUpperCase(Locale.ROOT));
  }

  private Precision precision() {
    return Precision.valueOf(precision.toUpperCase(Locale.ROOT));
  }

  private Ops ops(Device device) {
    return switch (passes) {
      case "fused" -> device.ops();
      case "unfused" -> new UnfusedOps(device.ops());
      default ->
          throw new IllegalArgumentException(
              "passes: found " + passes + ", allowed fused, unfused");
    };
  }
}
