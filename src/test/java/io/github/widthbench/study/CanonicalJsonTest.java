package io.github.widthbench.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class CanonicalJsonTest {

  @Test
  void write_scalars_areJson() {
    assertThat(CanonicalJson.write(Arrays.asList(null, true, 3L, -4, 1.0, 1e-3, 1e21, "a")))
        .isEqualTo("[null,true,3,-4,1.0,0.001,1.0E21,\"a\"]");
  }

  @Test
  void write_negativeZero_differsFromZero() {
    assertThat(CanonicalJson.write(List.of(0.0, -0.0))).isEqualTo("[0.0,-0.0]");
  }

  @Test
  void write_text_escapesWhatJsonMust() {
    assertThat(CanonicalJson.write("\"\\/\b\f\n\r\t\u0001\u001fé\u2028"))
        .isEqualTo("\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0001\\u001fé\u2028\"");
  }

  @Test
  void write_keys_areInOrderOfCodePoints() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("\ud83d\ude00", 1); // U+1F600, whose first char is below U+FF61
    map.put("\uff61", 2);
    map.put("b", 3);
    map.put("B", 4);
    map.put("ba", 5);
    assertThat(CanonicalJson.write(map))
        .isEqualTo("{\"B\":4,\"b\":3,\"ba\":5,\"\uff61\":2,\"\ud83d\ude00\":1}");
  }

  @Test
  void write_anyDouble_readsBackAsTheSame() {
    SplittableRandom random = new SplittableRandom(1);
    JsonMapper json = new JsonMapper();
    for (int i = 0; i < 10_000; i++) {
      double value = Double.longBitsToDouble(random.nextLong());
      if (Double.isFinite(value)) {
        assertThat(json.readValue(CanonicalJson.write(value), Double.class)).isEqualTo(value);
      }
    }
  }

  @Test
  void write_notFinite_throws() {
    assertThatThrownBy(() -> CanonicalJson.write(List.of(Double.NaN)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("NaN");
  }
}
