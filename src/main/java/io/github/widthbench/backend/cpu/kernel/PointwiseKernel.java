package io.github.widthbench.backend.cpu.kernel;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;

import io.github.widthbench.backend.cpu.kernel.Formula.Pair;
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
    int p = code.array(P);
    int q = function.paired() ? code.array(Q) : 0;
    int first = code.array(FIRST);
    int second = function == Function.PAIR_SLOPES ? code.array(SECOND) : 0;
    Formula formula = Formula.of(activation);
    code.loop(
        LENGTH,
        lanes.count(),
        at -> {
          Vec left = code.load(p, at, 0);
          if (!function.paired()) {
            var point = formula.at(code, left);
            code.store(function == Function.VALUE ? point.value() : point.slope(), first, at, 0);
            return;
          }
          Pair pair = formula.pair(code, left, code.load(q, at, 0));
          if (function == Function.PAIR_DIFFERENCE) {
            code.store(pair.difference(), first, at, 0);
          } else {
            code.store(pair.mean(), first, at, 0);
            code.store(pair.half(), second, at, 0);
          }
        });
  }
}
