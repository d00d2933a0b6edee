package io.github.widthbench.backend.cpu.kernel;

import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_short;
import static java.lang.constant.ConstantDescs.CD_void;

import io.github.widthbench.backend.cpu.kernel.Vec.Mask;
import io.github.widthbench.math.Precision;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * A method under construction: each call appends an operation on some registers of numbers and
 * names its result. Every name is assigned once, except by {@link #assign} and {@link #addProduct}.
 *
 * <p>Operations are IEEE basic ones, fma and moves of bits, so that interpreter and compiler, and
 * every position in a row, give the same bits.
 */
final class LaneCode {
  static final ClassDesc SPECIES = ClassDesc.of("jdk.incubator.vector.VectorSpecies");
  private static final ClassDesc VECTOR = ClassDesc.of("jdk.incubator.vector.Vector");
  static final ClassDesc MASK = ClassDesc.of("jdk.incubator.vector.VectorMask");
  private static final ClassDesc OPERATORS = ClassDesc.of("jdk.incubator.vector.VectorOperators");
  private static final ClassDesc COMPARISON = OPERATORS.nested("Comparison");
  private static final ClassDesc ASSOCIATIVE = OPERATORS.nested("Associative");
  static final ClassDesc BINARY = OPERATORS.nested("Binary");

  private final CodeBuilder code;
  private final Lanes lanes;
  private final int registers;
  private final Operands push;

  /**
   * Begins a method.
   *
   * @param registers registers that an operation works on: those of a group, or 1 for code that
   *     goes through a group register by register
   */
  LaneCode(CodeBuilder code, Lanes lanes, int registers) {
    this.code = code;
    this.lanes = lanes;
    this.registers = registers;
    this.push = new Operands(code, lanes);
  }

  Lanes lanes() {
    return lanes;
  }

  /** Whether numbers are FP64. */
  boolean wide() {
    return lanes.wide();
  }

  // Arrays and counters.

  /** The parameter in {@code local}, an array of the precision, as a variable of its type. */
  int array(int local) {
    return typed(local, lanes.array());
  }

  private int typed(int local, ClassDesc type) {
    code.aload(local).checkcast(type);
    int typed = code.allocateLocal(TypeKind.REFERENCE);
    code.astore(typed);
    return typed;
  }

  /** A new counter, {@code base} + {@code times}·{@code counter}; both are int variables. */
  int index(int base, int counter, int times) {
    int index = code.allocateLocal(TypeKind.INT);
    code.iload(counter).loadConstant(times).imul().iload(base).iadd().istore(index);
    return index;
  }

  /** A new counter with a value. */
  int counter(int value) {
    int counter = code.allocateLocal(TypeKind.INT);
    code.loadConstant(value).istore(counter);
    return counter;
  }

  /** for (counter = 0; counter &lt; limit; counter += step) body, limit a variable. */
  void loop(int limit, int step, IntConsumer body) {
    int counter = counter(0);
    Label top = code.newLabel();
    Label end = code.newLabel();
    code.labelBinding(top).iload(counter).iload(limit).if_icmpge(end);
    body.accept(counter);
    code.iinc(counter, step).goto_(top).labelBinding(end);
  }

  /** The group at {@code array[at + plus]}. */
  Vec load(int array, int at, int plus) {
    MethodTypeDesc type = MethodTypeDesc.of(lanes.vector(), SPECIES, lanes.array(), CD_int);
    return make(i -> {
      push.species();
      code.aload(array);
      push.offset(at, plus + i * lanes.count());
      code.invokestatic(lanes.vector(), "fromArray", type);
    });
  }

  /** array[at + plus] ← v. */
  void store(Vec v, int array, int at, int plus) {
    MethodTypeDesc type = MethodTypeDesc.of(CD_void, lanes.array(), CD_int);
    for (int i = 0; i < registers; i++) {
      code.aload(v.locals()[i]).aload(array);
      push.offset(at, plus + i * lanes.count());
      code.invokevirtual(lanes.vector(), "intoArray", type);
    }
  }

  /** FP32 numbers as FP64: the first half of them and the second. */
  Vec[] widen(Vec v) {
    ClassDesc wide = new Lanes(Precision.FP64, lanes.bits()).vector();
    ClassDesc conversion = OPERATORS.nested("Conversion");
    MethodTypeDesc type = MethodTypeDesc.of(VECTOR, conversion, SPECIES, CD_int);
    int[] all = new int[2 * registers];
    for (int i = 0; i < all.length; i++) {
      code.aload(v.locals()[i / 2]).getstatic(OPERATORS, "F2D", conversion);
      code.getstatic(wide, "SPECIES_" + lanes.bits(), SPECIES).loadConstant(i % 2);
      code.invokevirtual(lanes.vector(), "convertShape", type).checkcast(wide);
      all[i] = code.allocateLocal(TypeKind.REFERENCE);
      code.astore(all[i]);
    }
    return new Vec[] {
      new Vec(Arrays.copyOfRange(all, 0, registers)),
      new Vec(Arrays.copyOfRange(all, registers, all.length))
    };
  }

  /** A group of equal numbers, array[at + plus]. */
  Vec entry(int array, int at, int plus) {
    push.species();
    code.aload(array);
    push.offset(at, plus);
    if (wide()) {
      code.daload();
    } else {
      code.faload();
    }
    return broadcast();
  }

  /** A group of equal numbers. */
  Vec constant(double value) {
    push.species();
    push.number(value);
    return broadcast();
  }

  // Arithmetic.

  Vec add(Vec a, Vec b) {
    return binary("add", a, b);
  }

  Vec sub(Vec a, Vec b) {
    return binary("sub", a, b);
  }

  Vec mul(Vec a, Vec b) {
    return binary("mul", a, b);
  }

  Vec mul(Vec a, double b) {
    return mul(a, constant(b));
  }

  Vec add(Vec a, double b) {
    return add(a, constant(b));
  }

  Vec div(Vec a, Vec b) {
    return binary("div", a, b);
  }

  /** a·b + c, rounded once. */
  Vec fma(Vec a, Vec b, Vec c) {
    return make(i -> fma(a, b, c, i));
  }

  /** sum ← a·b + sum. */
  void addProduct(Vec a, Vec b, Vec sum) {
    for (int i = 0; i < registers; i++) {
      fma(a, b, sum, i);
      code.astore(sum.locals()[i]);
    }
  }

  /** sum ← sum + a where the mask is set, as {@link #addProduct} with 1 there and 0 elsewhere. */
  void addWhere(Mask mask, Vec a, Vec sum) {
    MethodTypeDesc type = MethodTypeDesc.of(lanes.vector(), VECTOR, MASK);
    for (int i = 0; i < registers; i++) {
      code.aload(sum.locals()[i]).aload(a.locals()[i]).aload(mask.locals()[i]);
      code.invokevirtual(lanes.vector(), "add", type).astore(sum.locals()[i]);
    }
  }

  /** A new variable that starts as {@code a}. */
  Vec variable(Vec a) {
    return make(i -> code.aload(a.locals()[i]));
  }

  /** variable ← a. */
  void assign(Vec variable, Vec a) {
    for (int i = 0; i < registers; i++) {
      code.aload(a.locals()[i]).astore(variable.locals()[i]);
    }
  }

  Vec abs(Vec a) {
    return unary("abs", a);
  }

  Vec neg(Vec a) {
    return unary("neg", a);
  }

  Vec sqrt(Vec a) {
    return unary("sqrt", a);
  }

  /** The polynomial in x with these coefficients, highest power first. */
  Vec polynomial(Vec x, double... coefficients) {
    Vec sum = constant(coefficients[0]);
    for (int k = 1; k < coefficients.length; k++) {
      sum = fma(sum, x, constant(coefficients[k]));
    }
    return sum;
  }

  // Bits.

  /** The number whose exponent field is the lowest bits of {@code shifted}. */
  Vec power(Vec shifted) {
    return make(i -> {
      push.toBits(shifted.locals()[i]);
      code.getstatic(OPERATORS, "LSHL", BINARY);
      push.bits(wide() ? 52 : 23);
      push.operate();
      push.fromBits();
    });
  }

  /** {@code a} with its sign turned where {@code b} is negative. */
  Vec turn(Vec a, Vec b) {
    return make(i -> {
      push.toBits(a.locals()[i]);
      code.getstatic(OPERATORS, "XOR", ASSOCIATIVE);
      push.toBits(b.locals()[i]);
      code.getstatic(OPERATORS, "AND", ASSOCIATIVE);
      push.bits(wide() ? Long.MIN_VALUE : Integer.MIN_VALUE);
      push.operate();
      code.invokevirtual(
          lanes.bitsVector(), "lanewise", MethodTypeDesc.of(lanes.bitsVector(), BINARY, VECTOR));
      push.fromBits();
    });
  }

  // Choices.

  Mask less(Vec a, double b) {
    return compare("LT", a, constant(b));
  }

  Mask more(Vec a, double b) {
    return compare("GT", a, constant(b));
  }

  Mask atMost(Vec a, double b) {
    return compare("LE", a, constant(b));
  }

  Mask atLeast(Vec a, double b) {
    return compare("GE", a, constant(b));
  }

  Mask equal(Vec a, double b) {
    return compare("EQ", a, constant(b));
  }

  Mask more(Vec a, Vec b) {
    return compare("GT", a, b);
  }

  Mask atLeast(Vec a, Vec b) {
    return compare("GE", a, b);
  }

  Mask both(Mask a, Mask b) {
    MethodTypeDesc type = MethodTypeDesc.of(MASK, MASK);
    return mask(
        i -> code.aload(a.locals()[i]).aload(b.locals()[i]).invokevirtual(MASK, "and", type));
  }

  /** {@code yes} where the mask is set, else {@code no}. */
  Vec select(Mask mask, Vec yes, Vec no) {
    MethodTypeDesc type = MethodTypeDesc.of(lanes.vector(), VECTOR, MASK);
    return make(i -> {
      code.aload(no.locals()[i]).aload(yes.locals()[i]).aload(mask.locals()[i]);
      code.invokevirtual(lanes.vector(), "blend", type);
    });
  }

  Vec select(Mask mask, double yes, Vec no) {
    return select(mask, constant(yes), no);
  }

  /** The parameter in {@code local}, a short[] with the mask of a group, lowest first, in each. */
  int maskArray(int local) {
    return typed(local, CD_short.arrayType());
  }

  /** The mask of the group at {@code array[at + plus]}. */
  Mask loadMask(int array, int at, int plus) {
    MethodTypeDesc type = MethodTypeDesc.of(MASK, SPECIES, CD_long);
    return mask(i -> {
      push.species();
      code.aload(array);
      push.offset(at, plus);
      code.saload().i2l().loadConstant(i * lanes.count()).lushr();
      code.invokestatic(MASK, "fromLong", type);
    });
  }

  /** array[at] ← the bits of a mask. */
  void storeMask(Mask mask, int array, int at) {
    code.aload(array).iload(at).lconst_0();
    for (int i = 0; i < registers; i++) {
      code.aload(mask.locals()[i]).invokevirtual(MASK, "toLong", MethodTypeDesc.of(CD_long));
      code.loadConstant(i * lanes.count()).lshl().lor();
    }
    code.l2i().sastore();
  }

  // How one register is written.

  private Vec make(IntConsumer register) {
    return new Vec(locals(register));
  }

  private Mask mask(IntConsumer register) {
    return new Mask(locals(register));
  }

  private int[] locals(IntConsumer register) {
    int[] locals = new int[registers];
    for (int i = 0; i < locals.length; i++) {
      register.accept(i);
      locals[i] = code.allocateLocal(TypeKind.REFERENCE);
      code.astore(locals[i]);
    }
    return locals;
  }

  private void fma(Vec a, Vec b, Vec c, int i) {
    code.aload(a.locals()[i]).aload(b.locals()[i]).aload(c.locals()[i]);
    code.invokevirtual(lanes.vector(), "fma", MethodTypeDesc.of(lanes.vector(), VECTOR, VECTOR));
  }

  private Vec unary(String name, Vec a) {
    MethodTypeDesc type = MethodTypeDesc.of(lanes.vector());
    return make(i -> code.aload(a.locals()[i]).invokevirtual(lanes.vector(), name, type));
  }

  private Vec binary(String name, Vec a, Vec b) {
    MethodTypeDesc type = MethodTypeDesc.of(lanes.vector(), VECTOR);
    return make(i -> {
      code.aload(a.locals()[i]).aload(b.locals()[i]);
      code.invokevirtual(lanes.vector(), name, type);
    });
  }

  private Mask compare(String name, Vec a, Vec b) {
    MethodTypeDesc type = MethodTypeDesc.of(MASK, COMPARISON, VECTOR);
    return mask(i -> {
      code.aload(a.locals()[i]).getstatic(OPERATORS, name, COMPARISON);
      code.aload(b.locals()[i]).invokevirtual(lanes.vector(), "compare", type);
    });
  }

  private Vec broadcast() {
    code.invokestatic(
        lanes.vector(), "broadcast", MethodTypeDesc.of(lanes.vector(), SPECIES, lanes.element()));
    int local = code.allocateLocal(TypeKind.REFERENCE);
    code.astore(local);
    int[] locals = new int[registers];
    Arrays.fill(locals, local);
    return new Vec(locals);
  }
}
