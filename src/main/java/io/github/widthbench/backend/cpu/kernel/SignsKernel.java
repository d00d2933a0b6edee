package io.github.widthbench.backend.cpu.kernel;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;

import io.github.widthbench.backend.cpu.kernel.Vec.Mask;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.MethodTypeDesc;

/**
 * Writes {@link Signs}: the sums of {@link ProductKernel}, of which only the signs leave the
 * registers.
 *
 * @param rows of the panel
 * @param words of 64 neurons in a row of the tile
 * @param paired whether neurons come in pairs
 */
record SignsKernel(Lanes lanes, int rows, int words, boolean paired) implements Kernel<Signs> {
  private static final int K = 1;
  private static final int A = 2;
  private static final int A_AT = 3;
  private static final int B = 4;
  private static final int HALVES = 5;
  private static final int BITS = 6;
  private static final int AT = 7;
  private static final int ROW_WORDS = 8;
  private static final int MINUS = 9;

  /** Rows of a panel whose sums fill the registers. */
  static int mostRows(Lanes lanes, boolean paired) {
    int groups = Signs.WORD / lanes.group();
    return Math.max(1, lanes.sums() / (paired ? 2 * groups : groups));
  }

  @Override
  public Class<Signs> type() {
    return Signs.class;
  }

  @Override
  public MethodTypeDesc descriptor() {
    return MethodTypeDesc.of(
        CD_void,
        CD_int,
        CD_Object,
        CD_int,
        CD_Object,
        CD_Object,
        CD_long.arrayType(),
        CD_int,
        CD_int,
        CD_int);
  }

  @Override
  public void write(CodeBuilder builder) {
    LaneCode code = new LaneCode(builder, lanes, lanes.registers());
    int a = code.array(A);
    int[] b = paired ? new int[] {code.array(B), code.array(HALVES)} : new int[] {code.array(B)};
    int start = code.counter(0);
    code.loop(
        code.counter(words),
        1,
        word -> {
          Vec[][][] sums = sums(code, a, b, code.index(start, word, Signs.WORD));
          int out = code.index(AT, word, 1);
          int other = code.index(out, MINUS, 1);
          for (int r = 0; r < rows; r++) {
            Vec[] p = sums[0][r];
            Vec[] q = sums[b.length - 1][r];
            store(builder, code.index(out, ROW_WORDS, r), plus(code, p, q));
            if (paired) {
              store(builder, code.index(other, ROW_WORDS, r), minus(code, p, q));
            }
          }
        });
  }

  /** Preactivations of all rows on the neurons of a word, by means and by half differences. */
  private Vec[][][] sums(LaneCode code, int a, int[] b, int column) {
    int groups = Signs.WORD / lanes.group();
    Vec zero = code.constant(0);
    Vec[][][] sums = new Vec[b.length][rows][groups];
    for (Vec[][] matrix : sums) {
      for (Vec[] row : matrix) {
        for (int v = 0; v < groups; v++) {
          row[v] = code.variable(zero);
        }
      }
    }
    code.loop(
        K,
        1,
        term -> {
          int left = code.index(A_AT, term, rows);
          int right = code.index(column, term, words * Signs.WORD);
          Vec[][] weights = new Vec[b.length][groups];
          for (int i = 0; i < b.length; i++) {
            for (int v = 0; v < groups; v++) {
              weights[i][v] = code.load(b[i], right, v * lanes.group());
            }
          }
          for (int r = 0; r < rows; r++) {
            Vec entry = code.entry(a, left, r);
            for (int i = 0; i < b.length; i++) {
              for (int v = 0; v < groups; v++) {
                code.addProduct(entry, weights[i][v], sums[i][r][v]);
              }
            }
          }
        });
    return sums;
  }

  /** Where p + q is above 0, compared as {@link Relu} does; without pairs, where p is. */
  private Mask[] plus(LaneCode code, Vec[] p, Vec[] q) {
    Mask[] masks = new Mask[p.length];
    for (int v = 0; v < p.length; v++) {
      masks[v] = paired ? code.more(p[v], code.neg(q[v])) : code.more(p[v], 0);
    }
    return masks;
  }

  private static Mask[] minus(LaneCode code, Vec[] p, Vec[] q) {
    Mask[] masks = new Mask[p.length];
    for (int v = 0; v < p.length; v++) {
      masks[v] = code.more(p[v], q[v]);
    }
    return masks;
  }

  /** bits[at] ← the masks, the first number lowest. */
  private void store(CodeBuilder builder, int at, Mask[] masks) {
    builder.aload(BITS).iload(at).loadConstant(0L);
    for (int v = 0; v < masks.length; v++) {
      int[] registers = masks[v].locals();
      for (int i = 0; i < registers.length; i++) {
        builder.aload(registers[i]);
        builder.invokevirtual(LaneCode.MASK, "toLong", MethodTypeDesc.of(CD_long));
        builder.loadConstant(v * lanes.group() + i * lanes.count()).lshl().lor();
      }
    }
    builder.lastore();
  }
}
