package io.github.widthbench.backend.cpu.kernel;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_short;
import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.classfile.CodeBuilder;
import java.lang.constant.MethodTypeDesc;

/**
 * Writes {@link SignSums}.
 *
 * @param groups in a row of the table, and of Z as far as it is moved
 */
record SignSumsKernel(Lanes lanes, int groups) implements Kernel<SignSums> {
  private static final int ROWS = 1;
  private static final int SIGNS = 2;
  private static final int SIGNS_AT = 3;
  private static final int WORDS = 4;
  private static final int TABLE = 5;
  private static final int Z = 6;
  private static final int Z_AT = 7;
  private static final int Z_STEP = 8;
  private static final int A = 9;
  private static final int A_AT = 10;

  @Override
  public Class<SignSums> type() {
    return SignSums.class;
  }

  @Override
  public MethodTypeDesc descriptor() {
    return MethodTypeDesc.of(
        CD_void,
        CD_int,
        CD_short.arrayType(),
        CD_int,
        CD_int,
        CD_Object,
        CD_Object,
        CD_int,
        CD_int,
        CD_Object,
        CD_int);
  }

  @Override
  public void write(CodeBuilder builder) {
    LaneCode code = new LaneCode(builder, lanes, lanes.registers());
    int table = code.array(TABLE);
    int z = code.array(Z);
    int a = code.array(A);
    int width = groups * lanes.group();
    int start = code.counter(0);
    int zAt = code.index(Z_AT, start, 1);
    int signsAt = code.index(SIGNS_AT, start, 1);
    int rowsOfAWord = lanes.group() / SignSums.SAMPLES * SignSums.CHOICES;
    int ofAWord = code.counter(rowsOfAWord * width);
    Vec zero = code.constant(0);
    code.loop(
        ROWS,
        1,
        row -> {
          Vec[] sums = new Vec[groups];
          for (int v = 0; v < groups; v++) {
            sums[v] = code.variable(zero);
          }
          int choices = code.counter(0);
          code.loop(
              WORDS,
              1,
              word -> {
                int signs = code.index(signsAt, word, 1);
                for (int low = 0; low < lanes.group(); low += SignSums.SAMPLES) {
                  int chosen = code.field(SIGNS, signs, low, SignSums.CHOICES - 1);
                  int at = code.index(choices, chosen, width);
                  int here = low / SignSums.SAMPLES * SignSums.CHOICES * width;
                  for (int v = 0; v < groups; v++) {
                    Vec entry = code.load(table, at, here + v * lanes.group());
                    code.assign(sums[v], code.add(sums[v], entry));
                  }
                }
                code.advance(choices, ofAWord);
              });
          Vec factor = code.entry(a, code.index(A_AT, row, 1), 0);
          for (int v = 0; v < groups; v++) {
            Vec moved = code.fma(sums[v], factor, code.load(z, zAt, v * lanes.group()));
            code.store(moved, z, zAt, v * lanes.group());
          }
          code.advance(zAt, Z_STEP);
          code.advance(signsAt, WORDS);
        });
  }
}
