package io.github.widthbench.backend.cuda;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.widthbench.backend.OpsContract;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Shows that the contract catches a product that is asked for wrongly: cuBLAS of the software
 * device swaps what it is given, which is what a caller who swaps it would get.
 */
@Tag("software-device")
class PlantedBlasFaultsTest {

  private static final String PRODUCTS = "gemm_matchesPlainLoops_forAllTransposes";

  @BeforeAll
  static void find() {
    CudaOpsTest.find();
  }

  @AfterEach
  void soundAgain() {
    SoftwareDevice.set("blasFault", 0);
  }

  @Test
  void soundProducts_passTheContract() throws Throwable {
    products(0);
  }

  /** Leading dimensions, strides, the transposition of one factor. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void fault_isCaughtByTheContract(int fault) {
    assertThatThrownBy(() -> products(fault))
        .isInstanceOfAny(AssertionError.class, CudaFailure.class);
  }

  /** The contract's test of products, as JUnit calls it, on a device that has become faulty. */
  private static void products(int fault) throws Throwable {
    CudaOpsTest contract = new CudaOpsTest();
    call(contract, "openBackend");
    try {
      SoftwareDevice.set("blasFault", fault);
      call(contract, PRODUCTS);
    } finally {
      call(contract, "closeBackend");
    }
  }

  private static void call(OpsContract contract, String name) throws Throwable {
    Method method = OpsContract.class.getDeclaredMethod(name);
    method.setAccessible(true);
    try {
      method.invoke(contract);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
