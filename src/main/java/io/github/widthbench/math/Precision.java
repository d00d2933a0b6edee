package io.github.widthbench.math;

/** The floating-point format that a tensor stores and a pass computes in. */
public enum Precision {
  FP64("fp64", 0x1p-53, 8),
  FP32("fp32", 0x1p-24, 4),
  /** FP32 storage; products of inputs rounded to 10 explicit bits. CUDA only. */
  TF32("tf32", 0x1p-11, 4);

  private final String label;
  private final double unitRoundoff;
  private final int bytes;

  Precision(String label, double unitRoundoff, int bytes) {
    this.label = label;
    this.unitRoundoff = unitRoundoff;
    this.bytes = bytes;
  }

  /** The name used in study files and records. */
  public String label() {
    return label;
  }

  /** Largest relative error of one rounding. */
  public double unitRoundoff() {
    return unitRoundoff;
  }

  /** Storage of one number. */
  public int bytes() {
    return bytes;
  }

  /** {@code value} as this precision stores it. */
  public double round(double value) {
    return this == FP64 ? value : (double) (float) value;
  }
}
