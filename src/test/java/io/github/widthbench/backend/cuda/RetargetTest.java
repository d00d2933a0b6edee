package io.github.widthbench.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class RetargetTest {
  private static final String STOCK = "libcublas.so.12";
  private static final String NEWER = "libcublas.so.13";

  @Test
  void apply_changesTheNameAndItsHash_andNoOtherByte() throws IOException {
    byte[] stock = JCudaNatives.resource("JCublas2");

    byte[] retargeted = Retarget.apply(stock, STOCK, NEWER);

    assertThat(retargeted).hasSameSizeAs(stock);
    assertThat(differences(stock, retargeted)).isEqualTo(2); // "2" → "3", and the hash's last byte
    assertThat(count(stock, STOCK)).isEqualTo(1);
    assertThat(count(retargeted, STOCK)).isZero();
    assertThat(count(retargeted, NEWER)).isEqualTo(1);
  }

  @Test
  void apply_writesTheHashOfTheNewName() throws IOException {
    byte[] retargeted = Retarget.apply(JCudaNatives.resource("JCublas2"), STOCK, NEWER);

    // the ELF hash of libcublas.so.13, 0x0ef62133; of libcublas.so.12 it ends in 2
    assertThat(count(retargeted, new byte[] {0x33, 0x21, (byte) 0xf6, 0x0e})).isEqualTo(1);
  }

  @Test
  void apply_twice_changesNothingMore() throws IOException {
    byte[] once = Retarget.apply(JCudaNatives.resource("JCublas2"), STOCK, NEWER);

    assertThat(Retarget.apply(once, STOCK, NEWER)).isEqualTo(once);
    assertThat(Retarget.apply(once, NEWER, STOCK)).isEqualTo(JCudaNatives.resource("JCublas2"));
  }

  @Test
  void apply_toANameOfOtherLength_isRefused() {
    assertThatThrownBy(() -> Retarget.apply(new byte[0], STOCK, "libcublas.so.9"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("libcublas.so.9")
        .hasMessageContaining("length");
  }

  @Test
  void apply_toWhatIsNoLibrary_isRefused() throws IOException {
    assertThatThrownBy(() -> Retarget.apply(new byte[100], STOCK, NEWER))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no ELF64 little-endian library");
    byte[] half = Arrays.copyOf(JCudaNatives.resource("JCublas2"), 4096);
    assertThatThrownBy(() -> Retarget.apply(half, STOCK, NEWER))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static int differences(byte[] a, byte[] b) {
    int count = 0;
    for (int i = 0; i < a.length; i++) {
      count += a[i] == b[i] ? 0 : 1;
    }
    return count;
  }

  /** How often a library holds a string of its own, not as part of a longer one. */
  private static int count(byte[] bytes, String text) {
    return count(bytes, ("\0" + text + "\0").getBytes(StandardCharsets.US_ASCII));
  }

  private static int count(byte[] bytes, byte[] part) {
    int count = 0;
    for (int i = 0; i + part.length <= bytes.length; i++) {
      count += Arrays.equals(bytes, i, i + part.length, part, 0, part.length) ? 1 : 0;
    }
    return count;
  }
}
