package io.github.widthbench.backend.cuda;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of kernels, called one by one: each class runs with threads in either order. */
@Tag("software-device")
@Tag("gpu")
@ParameterizedClass(name = "reverse={0}")
@ValueSource(ints = {0, 1})
abstract class KernelsInBothOrders {

  @Parameter int reverse;

  /** Open while a test runs. */
  TestDevice device;

  @BeforeAll
  static void load() {
    TestMachine.provider();
  }

  @BeforeEach
  void open() {
    device = new TestDevice();
    TestMachine.reverse(reverse);
  }

  @AfterEach
  void close() {
    device.close();
    TestMachine.reverse(0);
  }
}
