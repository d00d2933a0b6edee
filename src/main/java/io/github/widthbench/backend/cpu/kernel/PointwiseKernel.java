package io.github.widthbench.backend.cpu.kernel;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;

import io.github.widthbench.math.Activation;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.MethodTypeDesc;

/** Writes {@link Pointwise} for one function of an activation. */
record PointwiseKernel(Lanes lanes, Activation activation, Function function)
    implements Kernel<Pointwise> {
  private static final int LENGTH = 1;
  private static final int P = 2;
  private static final int Q = 3;
  private static final int FIRST = 4;
  private static final int SECOND = 5;

  @Override
  public Class<Pointwise> type() {
    return Pointwise.class;
  }

  @Override
  public MethodTypeDesc descriptor() {
    return MethodTypeDesc.of(CD_void, CD_int, CD_Object, CD_Object, CD_Object, CD_Object);
  }

  @Override
  public void write(CodeBuilder builder) {
    LaneCode code = new LaneCode(builder, lanes, 1);
    int[] in = {code.array(P), function.paired() ? code.array(Q) : 0};
    int[] out = {code.array(FIRST), function.results() == 2 ? code.array(SECOND) : 0};
    code.loop(
        LENGTH,
        lanes.count(),
        at -> {
          Vec p = code.load(in[0], at, 0);
          Vec q = function.paired() ? code.load(in[1], at, 0) : p;
          Vec[] results = results(code, p, q);
          for (int i = 0; i < results.length; i++) {
            code.store(results[i], out[i], at, 0);
          }
        });
  }

  private Vec[] results(LaneCode code, Vec p, Vec q) {
    Formula formula = Formula.of(activation);
    return switch (function) {
      case VALUE -> new Vec[] {formula.at(code, p).value()};
      case SLOPE -> new Vec[] {formula.at(code, p).slope()};
      case CURVATURE -> new Vec[] {formula.curvature(code, p)};
      case VALUE_AND_SLOPE -> {
        Formula.Point point = formula.at(code, p);
        yield new Vec[] {point.value(), point.slope()};
      }
      case PAIR_DIFFERENCE -> new Vec[] {formula.pair(code, p, q).difference()};
      case PAIR_SLOPES -> {
        Formula.Pair pair = formula.pair(code, p, q);
        yield new Vec[] {pair.mean(), pair.half()};
      }
    };
  }
}
