package io.github.widthbench.backend.cpu.kernel;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_double;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;

import io.github.widthbench.math.Precision;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.Arrays;

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
          Vec[] left = sixteen(builder, code, x, code.index(X_AT, i, 1));
          Vec[] right = sixteen(builder, code, y, code.index(Y_AT, i, 1));
          for (int half = 0; half < 2; half++) {
            sum.addProduct(left[half], right[half], sums[half]);
          }
        });
    int start = code.counter(0);
    sum.store(sums[0], SUMS, start, 0);
    sum.store(sums[1], SUMS, start, wide.group());
  }

  private Vec[] sixteen(CodeBuilder builder, LaneCode code, int array, int at) {
    Vec first = code.load(array, at, 0);
    return lanes.wide()
        ? new Vec[] {first, code.load(array, at, lanes.group())}
        : widen(builder, first);
  }

  /** FP32 numbers as FP64: the first half of them and the second. */
  private Vec[] widen(CodeBuilder code, Vec v) {
    ClassDesc wide = new Lanes(Precision.FP64, lanes.bits()).vector();
    ClassDesc conversion = LaneCode.OPERATORS.nested("Conversion");
    MethodTypeDesc type = MethodTypeDesc.of(LaneCode.VECTOR, conversion, LaneCode.SPECIES, CD_int);
    int[] all = new int[2 * lanes.registers()];
    for (int i = 0; i < all.length; i++) {
      code.aload(v.locals()[i / 2]).getstatic(LaneCode.OPERATORS, "F2D", conversion);
      code.getstatic(wide, "SPECIES_" + lanes.bits(), LaneCode.SPECIES).loadConstant(i % 2);
      code.invokevirtual(lanes.vector(), "convertShape", type).checkcast(wide);
      all[i] = code.allocateLocal(TypeKind.REFERENCE);
      code.astore(all[i]);
    }
    return new Vec[] {
      new Vec(Arrays.copyOfRange(all, 0, lanes.registers())),
      new Vec(Arrays.copyOfRange(all, lanes.registers(), all.length))
    };
  }
}
