package io.github.widthbench.backend.cpu.kernel;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;

import io.github.widthbench.backend.cpu.kernel.Vec.Mask;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.MethodTypeDesc;

/**
 * Writes {@link Sweep}: the inner loop of LAPACK's dsterf, with twice the registers of a group,
 * because each step waits for divisions of the one before.
 */
record SweepKernel(Lanes lanes) implements Kernel<Sweep> {
  private static final int STEPS = 1;
  private static final int LAST = 2;
  private static final int D = 3;
  private static final int E = 4;
  private static final int TINY = 5;
  private static final int HERE = 6;
  private static final int BESIDE = 7;
  private static final int NEXT = 8;

  @Override
  public Class<Sweep> type() {
    return Sweep.class;
  }

  @Override
  public MethodTypeDesc descriptor() {
    return MethodTypeDesc.of(
        CD_void, CD_int, CD_int, CD_Object, CD_Object, CD_Object, CD_Object, CD_Object, CD_Object);
  }

  @Override
  public void write(CodeBuilder builder) {
    LaneCode code = new LaneCode(builder, lanes, 2 * lanes.registers());
    int d = code.array(D);
    int e = code.array(E);
    int start = code.counter(0);
    Vec zero = code.constant(0);
    Vec one = code.constant(1);
    Vec bound = code.load(code.array(TINY), start, 0);
    Vec sigma = shift(code, start, one);
    Vec last = code.variable(code.load(d, LAST, 0));
    Vec gamma = code.variable(code.sub(last, sigma));
    Vec p = code.variable(code.mul(gamma, gamma));
    Vec c = code.variable(one);
    Vec s = code.variable(zero);
    code.loop(
        STEPS,
        1,
        step -> {
          int below = code.index(LAST, step, -Sweep.MATRICES);
          Vec alpha = code.load(d, below, -Sweep.MATRICES);
          Vec entry = code.load(e, below, -Sweep.MATRICES);
          Mask apart = code.atLeast(bound, entry);
          Vec square = code.select(apart, zero, entry);
          Vec r = code.add(p, square);
          code.store(code.mul(s, r), e, below, 0);
          Mask alone = code.both(apart, code.equal(s, 0));
          Vec cosine = code.select(apart, one, code.div(p, r));
          Vec sine = code.select(apart, zero, code.div(square, r));
          Vec moved = code.mul(cosine, code.sub(alpha, sigma));
          moved = code.sub(moved, code.mul(sine, gamma));
          Vec found = code.add(gamma, code.select(apart, sigma, code.sub(alpha, moved)));
          code.store(code.select(alone, last, found), d, below, 0);
          Vec quotient = code.div(code.mul(moved, moved), cosine);
          Vec product = code.mul(c, square);
          code.assign(p, code.select(code.equal(cosine, 0), product, quotient));
          code.assign(gamma, moved);
          code.assign(c, cosine);
          code.assign(s, sine);
          code.assign(last, alpha);
        });
    int end = code.index(LAST, STEPS, -Sweep.MATRICES);
    code.store(code.mul(s, p), e, end, 0);
    code.store(code.select(code.equal(s, 0), last, code.add(sigma, gamma)), d, end, 0);
  }

  /** The eigenvalue of the 2×2 matrix at the end that is nearer to its last entry. */
  private static Vec shift(LaneCode code, int start, Vec one) {
    Vec last = code.load(code.array(HERE), start, 0);
    Vec side = code.sqrt(code.load(code.array(BESIDE), start, 0));
    Vec twice = code.mul(code.select(code.equal(side, 0), 1, side), 2);
    Vec ratio = code.div(code.sub(code.load(code.array(NEXT), start, 0), last), twice);
    Vec root = code.sqrt(code.fma(ratio, ratio, one));
    return code.sub(last, code.div(side, code.add(ratio, code.turn(root, ratio))));
  }
}
