package io.github.widthbench.backend.cpu;

import io.github.widthbench.backend.Tensor;
import java.util.Arrays;

/**
 * One row of a matrix; chooses among the loops of {@link Rows} and {@link Numbers} by precision.
 */
record CpuRow(CpuTensor tensor, int at, int length) {

  static CpuRow of(Tensor tensor, int batch, int row) {
    CpuTensor own = CpuTensor.of(tensor);
    return new CpuRow(own, own.layout().row(batch, row), own.shape().columns());
  }

  void fill(double value) {
    switch (tensor) {
      case Tensor64 t -> Arrays.fill(t.data(), at, at + length, value);
      case Tensor32 t -> Arrays.fill(t.data(), at, at + length, (float) value);
    }
  }

  /** This row ← {@code x}. */
  void copy(CpuRow x) {
    switch (tensor) {
      case Tensor64 to -> {
        switch (x.tensor) {
          case Tensor64 from -> System.arraycopy(from.data(), x.at, to.data(), at, length);
          case Tensor32 from -> Rows.widen(from.data(), x.at, to.data(), at, length);
        }
      }
      case Tensor32 to -> {
        switch (x.tensor) {
          case Tensor64 from -> Rows.narrow(from.data(), x.at, to.data(), at, length);
          case Tensor32 from -> System.arraycopy(from.data(), x.at, to.data(), at, length);
        }
      }
    }
  }

  /** This row ← itself + alpha·{@code x}. */
  void axpy(double alpha, CpuRow x) {
    switch (tensor) {
      case Tensor64 to -> {
        switch (x.tensor) {
          case Tensor64 from -> Rows.axpy(alpha, from.data(), x.at, to.data(), at, length);
          case Tensor32 from -> Rows.axpy(alpha, from.data(), x.at, to.data(), at, length);
        }
      }
      case Tensor32 to -> {
        switch (x.tensor) {
          case Tensor64 from -> Rows.axpy(alpha, from.data(), x.at, to.data(), at, length);
          case Tensor32 from -> Rows.axpy(alpha, from.data(), x.at, to.data(), at, length);
        }
      }
    }
  }

  /** This row ← itself ∘ (factor·{@code y}), in one precision. */
  void multiply(double factor, CpuRow y) {
    switch (tensor) {
      case Tensor64 to ->
          Rows.multiply(factor, Tensor64.of(y.tensor).data(), y.at, to.data(), at, length);
      case Tensor32 to ->
          Rows.multiply((float) factor, Tensor32.of(y.tensor).data(), y.at, to.data(), at, length);
    }
  }

  /** Σ this·{@code y} in FP64; both in one precision. */
  double dot(CpuRow y) {
    return switch (tensor) {
      case Tensor64 t -> Numbers.dot(t.data(), at, Tensor64.of(y.tensor).data(), y.at, length);
      case Tensor32 t -> Numbers.dot(t.data(), at, Tensor32.of(y.tensor).data(), y.at, length);
    };
  }

  /** Caps the row; whether anything was above. */
  boolean clip(double limit) {
    return switch (tensor) {
      case Tensor64 t -> Rows.clip(limit, t.data(), at, length);
      case Tensor32 t -> Rows.clip((float) limit, t.data(), at, length);
    };
  }

  /** Caps this ± {@code q}; whether anything was above. */
  boolean clipPair(double limit, CpuRow q) {
    return switch (tensor) {
      case Tensor64 t ->
          Rows.clipPair(limit, t.data(), at, Tensor64.of(q.tensor).data(), q.at, length);
      case Tensor32 t ->
          Rows.clipPair((float) limit, t.data(), at, Tensor32.of(q.tensor).data(), q.at, length);
    };
  }
}
