package io.github.widthbench.backend.cpu.kernel;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;

import io.github.widthbench.backend.cpu.kernel.Formula.Pair;
import io.github.widthbench.backend.cpu.kernel.Formula.Point;
import io.github.widthbench.math.Activation;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.MethodTypeDesc;

/**
 * Writes {@link Pass}.
 *
 * @param paired whether neurons come in pairs
 * @param sums whether outputs are summed
 * @param slopes whether derivatives are written
 * @param groups groups in a row of the tile
 */
record PassKernel(
    Lanes lanes, Activation activation, boolean paired, boolean sums, boolean slopes, int groups)
    implements Kernel<Pass> {
  static final MethodTypeDesc DESCRIPTOR =
      MethodTypeDesc.of(
          CD_void, CD_int, CD_Object, CD_Object, CD_int, CD_Object, CD_Object, CD_int, CD_Object,
          CD_Object, CD_int);

  static final int ROWS = 1;
  static final int P = 2;
  private static final int Q = 3;
  static final int AT = 4;
  static final int SLOPE = 5;
  private static final int HALF = 6;
  static final int SLOPE_AT = 7;
  static final int A = 8;
  static final int SUMS = 9;
  static final int SUM_AT = 10;

  @Override
  public Class<Pass> type() {
    return Pass.class;
  }

  @Override
  public MethodTypeDesc descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public void write(CodeBuilder builder) {
    LaneCode code = new LaneCode(builder, lanes, 1);
    Arrays arrays =
        new Arrays(
            code.array(P),
            paired ? code.array(Q) : 0,
            slopes ? code.array(SLOPE) : 0,
            slopes && paired ? code.array(HALF) : 0,
            sums ? code.array(A) : 0,
            sums ? code.array(SUMS) : 0);
    int width = groups * lanes.group();
    int end = code.counter(width);
    int group = code.counter(lanes.group());
    code.loop(
        ROWS,
        1,
        row ->
            code.loop(
                group,
                lanes.count(),
                register -> {
                  int in = code.index(code.index(AT, row, width), register, 1);
                  int out = code.index(code.index(SLOPE_AT, row, width), register, 1);
                  int sumAt = code.index(code.index(SUM_AT, row, lanes.group()), register, 1);
                  Vec sum = code.variable(code.constant(0));
                  code.loop(
                      end,
                      lanes.group(),
                      column -> {
                        At at =
                            new At(
                                code.index(in, column, 1),
                                code.index(out, column, 1),
                                code.index(register, column, 1));
                        register(code, arrays, at, sum);
                      });
                  if (sums) {
                    code.store(sum, arrays.sums, sumAt, 0);
                  }
                }));
  }

  /** One register of neurons of one sample. */
  private void register(LaneCode code, Arrays arrays, At at, Vec sum) {
    Formula formula = Formula.of(activation);
    Vec p = code.load(arrays.p, at.in, 0);
    Vec value;
    if (paired) {
      Pair pair = formula.pair(code, p, code.load(arrays.q, at.in, 0));
      value = pair.difference();
      if (slopes) {
        code.store(pair.mean(), arrays.slope, at.out, 0);
        code.store(pair.half(), arrays.half, at.out, 0);
      }
    } else {
      Point point = formula.at(code, p);
      value = point.value();
      if (slopes) {
        code.store(point.slope(), arrays.slope, at.out, 0);
      }
    }
    if (sums) {
      code.addProduct(value, code.load(arrays.a, at.neuron, 0), sum);
    }
  }

  /** Variables that hold indices of preactivations, derivatives and output weights. */
  private record At(int in, int out, int neuron) {}

  /** Variables that hold the arrays. */
  private record Arrays(int p, int q, int slope, int half, int a, int sums) {}
}
