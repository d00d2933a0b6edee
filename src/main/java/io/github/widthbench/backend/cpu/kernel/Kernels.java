package io.github.widthbench.backend.cpu.kernel;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.INIT_NAME;
import static java.lang.constant.ConstantDescs.MTD_void;

import io.github.widthbench.math.Activation;
import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.lang.invoke.MethodHandles;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Makes kernels: each is written when it is first asked for, and kept. */
public final class Kernels {

  /** Equal kernels are one object, for the compiler's work belongs to the class. */
  private static final Map<Kernel<?>, Object> MADE = new ConcurrentHashMap<>();

  private Kernels() {}

  /**
   * C ← A·B for panels of {@code rows} and tiles of {@code groups}; {@code updates}: C + a∘(A·B).
   */
  public static Product product(Lanes lanes, int rows, int groups, boolean updates) {
    return get(new ProductKernel(lanes, rows, groups, updates, false));
  }

  /** C + a∘(A·B) where B is 0 and 1 and given as masks: k × groups, a short for each group. */
  public static Product maskedProduct(Lanes lanes, int rows, int groups) {
    return get(new ProductKernel(lanes, rows, groups, true, true));
  }

  /** Outputs of relu, and its derivatives as masks: rows × groups, a short for each group. */
  public static Pass relu(Lanes lanes, int groups) {
    return get(new ReluKernel(lanes, groups));
  }

  /** Signs of preactivations for panels of {@code rows} and tiles of {@code words}·64 neurons. */
  public static Signs signs(Lanes lanes, int rows, int words, boolean paired) {
    return get(new SignsKernel(lanes, rows, words, paired));
  }

  /** Rows of a panel that suit {@link #signs}. */
  public static int rowsForSigns(Lanes lanes, boolean paired) {
    return SignsKernel.mostRows(lanes, paired);
  }

  /** Outputs, derivatives or both of a tile. */
  public static Pass pass(
      Lanes lanes, Activation s, boolean paired, boolean sums, boolean slopes, int groups) {
    return get(new PassKernel(lanes, s, paired, sums, slopes, groups));
  }

  /** A function of an activation, entry by entry. */
  public static Pointwise pointwise(Lanes lanes, Activation s, Function function) {
    return get(new PointwiseKernel(lanes, s, function));
  }

  /** Sums of products in FP64. */
  public static Dot dot(Lanes lanes) {
    return get(new DotKernel(lanes));
  }

  /** A sweep of the QL iteration. */
  static Sweep sweep(Lanes lanes) {
    return get(new SweepKernel(lanes));
  }

  private static <T> T get(Kernel<T> kernel) {
    return kernel.type().cast(MADE.computeIfAbsent(kernel, Kernels::make));
  }

  private static Object make(Kernel<?> kernel) {
    try {
      return MethodHandles.lookup()
          .defineHiddenClass(bytes(kernel), true)
          .lookupClass()
          .getDeclaredConstructor()
          .newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("no class for " + kernel, e);
    }
  }

  /** The class file of a kernel. */
  static byte[] bytes(Kernel<?> kernel) {
    ClassDesc self =
        ClassDesc.of(Kernels.class.getPackageName(), kernel.type().getSimpleName() + "Code");
    return ClassFile.of()
        .build(
            self,
            type ->
                type.withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SUPER)
                    .withInterfaceSymbols(kernel.type().describeConstable().orElseThrow())
                    .withMethodBody(
                        INIT_NAME,
                        MTD_void,
                        ClassFile.ACC_PUBLIC,
                        code ->
                            code.aload(0).invokespecial(CD_Object, INIT_NAME, MTD_void).return_())
                    .withMethodBody(
                        "run",
                        kernel.descriptor(),
                        ClassFile.ACC_PUBLIC,
                        code -> {
                          kernel.write(code);
                          code.return_();
                        }));
  }
}
