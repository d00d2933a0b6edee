package io.github.widthbench.backend.cpu;

import static io.github.widthbench.backend.cpu.Lanes64.COUNT;
import static io.github.widthbench.backend.cpu.Lanes64.SPECIES;
import static jdk.incubator.vector.VectorOperators.F2D;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * Sums of products in FP64, whatever the precision of the factors, in one fixed order: two vectors
 * of partial sums, their lanes first to last, then the rest.
 */
final class Dot {

  /** As many FP32 numbers as there are FP64 lanes. */
  private static final VectorSpecies<Float> NARROW =
      VectorSpecies.of(float.class, VectorShape.forBitSize(COUNT * Float.SIZE));

  private Dot() {}

  static double of(double[] x, int xAt, double[] y, int yAt, int length) {
    DoubleVector even = DoubleVector.zero(SPECIES);
    DoubleVector odd = even;
    int i = 0;
    for (; i + 2 * COUNT <= length; i += 2 * COUNT) {
      even =
          DoubleVector.fromArray(SPECIES, x, xAt + i)
              .fma(DoubleVector.fromArray(SPECIES, y, yAt + i), even);
      odd =
          DoubleVector.fromArray(SPECIES, x, xAt + i + COUNT)
              .fma(DoubleVector.fromArray(SPECIES, y, yAt + i + COUNT), odd);
    }
    double[] lanes = new double[COUNT];
    even.add(odd).intoArray(lanes, 0);
    double sum = 0;
    for (double lane : lanes) {
      sum += lane;
    }
    for (; i < length; i++) {
      sum = Math.fma(x[xAt + i], y[yAt + i], sum);
    }
    return sum;
  }

  static double of(float[] x, int xAt, float[] y, int yAt, int length) {
    DoubleVector even = DoubleVector.zero(SPECIES);
    DoubleVector odd = even;
    int i = 0;
    for (; i + 2 * COUNT <= length; i += 2 * COUNT) {
      DoubleVector x0 =
          (DoubleVector) FloatVector.fromArray(NARROW, x, xAt + i).convertShape(F2D, SPECIES, 0);
      DoubleVector y0 =
          (DoubleVector) FloatVector.fromArray(NARROW, y, yAt + i).convertShape(F2D, SPECIES, 0);
      even = x0.fma(y0, even);
      DoubleVector x1 =
          (DoubleVector)
              FloatVector.fromArray(NARROW, x, xAt + i + COUNT).convertShape(F2D, SPECIES, 0);
      DoubleVector y1 =
          (DoubleVector)
              FloatVector.fromArray(NARROW, y, yAt + i + COUNT).convertShape(F2D, SPECIES, 0);
      odd = x1.fma(y1, odd);
    }
    double[] lanes = new double[COUNT];
    even.add(odd).intoArray(lanes, 0);
    double sum = 0;
    for (double lane : lanes) {
      sum += lane;
    }
    for (; i < length; i++) {
      sum = Math.fma((double) x[xAt + i], (double) y[yAt + i], sum);
    }
    return sum;
  }
}
