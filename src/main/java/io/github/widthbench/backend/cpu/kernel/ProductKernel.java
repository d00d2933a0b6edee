package io.github.widthbench.backend.cpu.kernel;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;

import io.github.widthbench.backend.cpu.kernel.Vec.Mask;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Writes {@link Product}: as many sums as registers hold, each over all terms in order, so that the
 * bits do not depend on how rows and columns are divided.
 *
 * @param rows of the panel and of C
 * @param groups groups in a row of the tile
 * @param updates whether C is added to
 * @param masks whether B is given as masks, which say where it is 1; elsewhere it is 0
 */
record ProductKernel(Lanes lanes, int rows, int groups, boolean updates, boolean masks)
    implements Kernel<Product> {

  /** There are seven registers for masks. */
  private static final int MOST_MASKS = 6;

  private static final int K = 1;
  private static final int A = 2;
  private static final int A_AT = 3;
  private static final int B = 4;
  private static final int B_AT = 5;
  private static final int C = 6;
  private static final int C_AT = 7;
  private static final int SCALE = 8;

  @Override
  public Class<Product> type() {
    return Product.class;
  }

  @Override
  public MethodTypeDesc descriptor() {
    return MethodTypeDesc.of(
        CD_void, CD_int, CD_Object, CD_int, CD_Object, CD_int, CD_Object, CD_int, CD_Object);
  }

  @Override
  public void write(CodeBuilder builder) {
    LaneCode code = new LaneCode(builder, lanes, lanes.registers());
    Arrays arrays =
        new Arrays(
            code.array(A),
            masks ? code.maskArray(B) : code.array(B),
            code.array(C),
            updates ? code.array(SCALE) : 0);
    int most = Math.clamp(lanes.sums() / rows, 1, masks ? Math.min(MOST_MASKS, groups) : groups);
    int whole = groups / most * most;
    code.loop(code.counter(whole), most, group -> block(code, arrays, group, most));
    if (whole < groups) { // one by one: code for several as well would be too long for C1
      int from = code.counter(whole);
      int rest = code.counter(groups - whole);
      code.loop(rest, 1, group -> block(code, arrays, code.index(from, group, 1), 1));
    }
  }

  /** All rows of {@code count} groups from {@code first} on. */
  private void block(LaneCode code, Arrays arrays, int first, int count) {
    int width = groups * lanes.group();
    int bFrom = code.index(B_AT, first, masks ? 1 : lanes.group());
    int cFrom = code.index(C_AT, first, lanes.group());
    int column = code.index(code.counter(0), first, lanes.group());
    Vec zero = code.constant(0);
    Vec[][] sums = new Vec[rows][count];
    for (Vec[] row : sums) {
      for (int v = 0; v < count; v++) {
        row[v] = code.variable(zero);
      }
    }
    code.loop(
        K,
        1,
        term -> {
          int a = code.index(A_AT, term, rows);
          int b = code.index(bFrom, term, masks ? groups : width);
          List<BiConsumer<Vec, Vec>> right = new ArrayList<>();
          for (int v = 0; v < count; v++) {
            right.add(right(code, arrays, b, v));
          }
          for (int r = 0; r < rows; r++) {
            Vec left = code.entry(arrays.a, a, r);
            for (int v = 0; v < count; v++) {
              right.get(v).accept(left, sums[r][v]);
            }
          }
        });
    for (int v = 0; v < count; v++) {
      int group = v * lanes.group();
      Vec factors = updates ? code.load(arrays.scale, column, group) : zero;
      for (int r = 0; r < rows; r++) {
        int at = r * width + group;
        Vec sum = sums[r][v];
        Vec entry = updates ? code.fma(sum, factors, code.load(arrays.c, cFrom, at)) : sum;
        code.store(entry, arrays.c, cFrom, at);
      }
    }
  }

  /** Loads group {@code v} of a row of B; what it does with a left factor and a sum. */
  private BiConsumer<Vec, Vec> right(LaneCode code, Arrays arrays, int b, int v) {
    if (masks) {
      Mask mask = code.loadMask(arrays.b, b, v);
      return (left, sum) -> code.addWhere(mask, left, sum);
    }
    Vec numbers = code.load(arrays.b, b, v * lanes.group());
    return (left, sum) -> code.addProduct(left, numbers, sum);
  }

  /** Variables that hold the arrays. */
  private record Arrays(int a, int b, int c, int scale) {}
}
