package io.github.widthbench.backend.cpu.kernel;

import static java.lang.constant.ConstantDescs.CD_double;
import static java.lang.constant.ConstantDescs.CD_float;

import io.github.widthbench.math.Precision;
import java.lang.constant.ClassDesc;
import jdk.incubator.vector.FloatVector;

/**
 * The vectors that a kernel works on: numbers of one precision in registers of one size.
 *
 * <p>Kernels compute in groups of 64 bytes, held in one register of 512 bits, two of 256 or four of
 * 128. Sums over neurons have one partial sum for each number of a group, so their bits are the
 * same for every size of register.
 *
 * @param precision FP32 or FP64
 * @param bits size of a register: 128, 256 or 512
 */
public record Lanes(Precision precision, int bits) {
  private static final int GROUP_BITS = 512;

  /** The largest registers of this machine. */
  public static Lanes preferred(Precision precision) {
    int bits = FloatVector.SPECIES_PREFERRED.vectorBitSize();
    return new Lanes(precision, Math.clamp(bits, 128, GROUP_BITS));
  }

  boolean wide() {
    return precision == Precision.FP64;
  }

  /** Numbers of a register. */
  int count() {
    return bits / (wide() ? Double.SIZE : Float.SIZE);
  }

  /** Numbers of a group. */
  public int group() {
    return GROUP_BITS / (wide() ? Double.SIZE : Float.SIZE);
  }

  /** Registers of a group. */
  int registers() {
    return GROUP_BITS / bits;
  }

  /** Groups of sums that an inner loop may hold: there are 32 registers of 512 bits, else 16. */
  public int sums() {
    return bits == GROUP_BITS ? 24 : 12 / registers();
  }

  ClassDesc vector() {
    return ClassDesc.of("jdk.incubator.vector", wide() ? "DoubleVector" : "FloatVector");
  }

  ClassDesc bitsVector() {
    return ClassDesc.of("jdk.incubator.vector", wide() ? "LongVector" : "IntVector");
  }

  ClassDesc element() {
    return wide() ? CD_double : CD_float;
  }

  ClassDesc array() {
    return element().arrayType();
  }
}
