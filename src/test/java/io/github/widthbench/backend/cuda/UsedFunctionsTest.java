package io.github.widthbench.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The names that are looked for are those that JCuda's natives ask the loader for. */
class UsedFunctionsTest {

  @Test
  void driverFunctions_areImportedByJCudaDriver() throws IOException {
    String strings = strings("JCudaDriver");
    assertThat(UsedFunctions.DRIVER)
        .doesNotHaveDuplicates()
        .allSatisfy(name -> assertThat(strings).contains("\0" + name + "\0"));
  }

  @Test
  void blasFunctions_areImportedByJCublas2() throws IOException {
    String strings = strings("JCublas2");
    assertThat(UsedFunctions.BLAS)
        .doesNotHaveDuplicates()
        .allSatisfy(name -> assertThat(strings).contains("\0" + name + "\0"));
  }

  private static String strings(String library) throws IOException {
    return new String(JCudaNatives.resource(library), StandardCharsets.ISO_8859_1);
  }
}
