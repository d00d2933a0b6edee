package io.github.widthbench.backend.cpu.kernel;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_double;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;

import io.github.widthbench.math.Precision;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.MethodTypeDesc;

/** Writes {@link Dot}. */
record DotKernel(Lanes lanes) implements Kernel<Dot> {
  private static final int LENGTH = 1;
  private static final int X = 2;
  private static final int X_AT = 3;
  private static final int Y = 4;
  private static final int Y_AT = 5;
  private static final int SUMS = 6;

  @Override
  public Class<Dot> type() {
    return Dot.class;
  }

  @Override
  public MethodTypeDesc descriptor() {
    return MethodTypeDesc.of(
        CD_void, CD_int, CD_Object, CD_int, CD_Object, CD_int, CD_double.arrayType());
  }

  @Override
  public void write(CodeBuilder builder) {
    LaneCode code = new LaneCode(builder, lanes, lanes.registers());
    Lanes wide = new Lanes(Precision.FP64, lanes.bits());
    LaneCode sum = new LaneCode(builder, wide, lanes.registers());
    Vec[] sums = {sum.variable(sum.constant(0)), sum.variable(sum.constant(0))};
    int x = code.array(X);
    int y = code.array(Y);
    code.loop(
        LENGTH,
        Dot.SUMS,
        i -> {
          Vec[] left = sixteen(code, x, code.index(X_AT, i, 1));
          Vec[] right = sixteen(code, y, code.index(Y_AT, i, 1));
          for (int half = 0; half < 2; half++) {
            sum.addProduct(left[half], right[half], sums[half]);
          }
        });
    int start = code.counter(0);
    sum.store(sums[0], SUMS, start, 0);
    sum.store(sums[1], SUMS, start, wide.group());
  }

  private Vec[] sixteen(LaneCode code, int array, int at) {
    Vec first = code.load(array, at, 0);
    return lanes.wide()
        ? new Vec[] {first, code.load(array, at, lanes.group())}
        : code.widen(first);
  }
}
