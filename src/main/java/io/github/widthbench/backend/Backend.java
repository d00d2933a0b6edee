package io.github.widthbench.backend;

/** An open device with its memory. Not thread-safe: one worker uses it at a time. */
public interface Backend extends AutoCloseable {

  BackendKind kind();

  /** Name of the device for records, such as the CPU model and instruction set. */
  String device();

  Ops ops();

  EigenSolver eigenSolver();

  /** How it solves eigenvalue problems, for records: {@code host} on the processor. */
  default String eigen() {
    return "host";
  }

  /** Frees all that the backend still owns. */
  @Override
  void close();
}
