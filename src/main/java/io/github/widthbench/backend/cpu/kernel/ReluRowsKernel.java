package io.github.widthbench.backend.cpu.kernel;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_short;
import static java.lang.constant.ConstantDescs.CD_void;

import io.github.widthbench.backend.cpu.kernel.Vec.Mask;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.MethodTypeDesc;

/**
 * Writes {@link ReluRows}.
 *
 * @param groups of samples in a row
 */
record ReluRowsKernel(Lanes lanes, int groups) implements Kernel<ReluRows> {
  private static final int ROWS = 1;
  private static final int Z = 2;
  private static final int Z_AT = 3;
  private static final int Z_STEP = 4;
  private static final int SIGNS = 5;
  private static final int SIGNS_AT = 6;
  private static final int SIGNS_STEP = 7;
  private static final int A = 8;
  private static final int A_AT = 9;
  private static final int SUMS = 10;

  @Override
  public Class<ReluRows> type() {
    return ReluRows.class;
  }

  @Override
  public MethodTypeDesc descriptor() {
    return MethodTypeDesc.of(
        CD_void,
        CD_int,
        CD_Object,
        CD_int,
        CD_int,
        CD_short.arrayType(),
        CD_int,
        CD_int,
        CD_Object,
        CD_int,
        CD_Object);
  }

  @Override
  public void write(CodeBuilder builder) {
    LaneCode code = new LaneCode(builder, lanes, lanes.registers());
    int z = code.array(Z);
    int a = code.array(A);
    int out = code.array(SUMS);
    int start = code.counter(0);
    int zAt = code.index(Z_AT, start, 1);
    int signsAt = code.index(SIGNS_AT, start, 1);
    Vec zero = code.constant(0);
    Vec[] sums = new Vec[groups];
    for (int v = 0; v < groups; v++) {
      sums[v] = code.variable(zero);
    }
    code.loop(
        ROWS,
        1,
        row -> {
          Vec factor = code.entry(a, code.index(A_AT, row, 1), 0);
          for (int v = 0; v < groups; v++) {
            Vec numbers = code.load(z, zAt, v * lanes.group());
            Mask positive = code.more(numbers, 0);
            code.storeMask(positive, SIGNS, code.index(signsAt, code.counter(v), 1));
            Vec value = code.select(code.atMost(numbers, 0), zero, numbers);
            code.addProduct(value, factor, sums[v]);
          }
          code.advance(zAt, Z_STEP);
          code.advance(signsAt, SIGNS_STEP);
        });
    for (int v = 0; v < groups; v++) {
      code.store(sums[v], out, start, v * lanes.group());
    }
  }
}
