package io.github.widthbench.backend.cpu.kernel;

import io.github.widthbench.backend.cpu.kernel.Vec.Mask;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.MethodTypeDesc;

/**
 * Writes the {@link Pass} of relu whose derivatives, 0 and 1, are kept as masks: a 32nd of the
 * memory in FP32, which a step would otherwise wait for. Same bits as {@link PassKernel}.
 *
 * @param groups groups in a row of the tile
 */
record ReluKernel(Lanes lanes, int groups) implements Kernel<Pass> {

  @Override
  public Class<Pass> type() {
    return Pass.class;
  }

  @Override
  public MethodTypeDesc descriptor() {
    return PassKernel.DESCRIPTOR;
  }

  @Override
  public void write(CodeBuilder builder) {
    LaneCode code = new LaneCode(builder, lanes, lanes.registers());
    int p = code.array(PassKernel.P);
    int masks = code.maskArray(PassKernel.SLOPE);
    int a = code.array(PassKernel.A);
    int sums = code.array(PassKernel.SUMS);
    int end = code.counter(groups);
    int start = code.counter(0);
    Vec zero = code.constant(0);
    code.loop(
        PassKernel.ROWS,
        1,
        row -> {
          int in = code.index(PassKernel.AT, row, groups * lanes.group());
          int out = code.index(PassKernel.SLOPE_AT, row, groups);
          int sumAt = code.index(PassKernel.SUM_AT, row, lanes.group());
          Vec sum = code.variable(zero);
          code.loop(
              end,
              1,
              group -> {
                Vec z = code.load(p, code.index(in, group, lanes.group()), 0);
                Vec factors = code.load(a, code.index(start, group, lanes.group()), 0);
                Mask positive = code.more(z, 0);
                code.storeMask(positive, masks, code.index(out, group, 1));
                code.addProduct(code.select(code.atMost(z, 0), zero, z), factors, sum);
              });
          code.store(sum, sums, sumAt, 0);
        });
  }
}
