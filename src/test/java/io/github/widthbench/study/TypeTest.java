package io.github.widthbench.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.widthbench.experiment.exponential.ExponentialSchema;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TypeTest {

  @Test
  void resolve_resolvedFields_givesTheSameNode() {
    Schema schema = ExponentialSchema.schema();
    for (Cell cell : SampleStudy.read(SampleStudy.text()).cells()) {
      Node.Mapping root = cell.settings().root();
      assertThat(schema.resolve(root, Set.of())).isSameAs(root);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0,   true,  1,   false, '-0.5 1',     0 0.5,     'a number in [0, 1)'",
    "0,   false, 1,   true,  '0 1.5',      0.5 1,     'a number in (0, 1]'",
    "-.5, true,  Infinity, false, '-1',    -0.5 1e9,  'a number ≥ -0.5'",
    "-Infinity, false, 2, false, '2 3',    -1e9 1,    'a number in (−∞, 2)'",
  })
  void number_atItsEnds_isInOrOut(
      double low,
      boolean lowIn,
      double high,
      boolean highIn,
      String out,
      String in,
      String description) {
    NumberType type = new NumberType(low, lowIn, high, highIn);
    assertThat(type.describe()).isEqualTo(description);
    for (String text : out.split(" ", -1)) {
      assertThat(type.accepts(NodeReader.value(text, "test"), Place.at("a"))).isFalse();
    }
    for (String text : in.split(" ", -1)) {
      assertThat(type.accepts(NodeReader.value(text, "test"), Place.at("a"))).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({"true, true", "True, true", "FALSE, false"})
  void flag_ofYaml_isRead(String text, boolean value) {
    Node node = new FlagType().resolve(NodeReader.value(text, "test"), Place.at("a"));
    assertThat(node.plain()).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource({"yes", "on", "1", "'\"true\"'"})
  void flag_ofAnythingElse_throws(String text) {
    Node node = NodeReader.value(text, "test");
    assertThatThrownBy(() -> new FlagType().resolve(node, Place.at("a")))
        .isInstanceOf(StudyException.class)
        .hasMessageContaining("true or false");
  }

  @ParameterizedTest
  @CsvSource({"1e5, 100000", "7, 7", "7.0, 7", "-0.0, 0", "9007199254740993, 9007199254740993"})
  void integer_withAWholeValue_isRead(String text, long value) {
    Node node = IntegerType.atLeast(0).resolve(NodeReader.value(text, "test"), Place.at("a"));
    assertThat(node.plain()).isEqualTo(value);
  }

  @Test
  void either_firstFits_takesIt() {
    Type type = new EitherType(IntegerType.atLeast(0), new TextType());
    assertThat(type.resolve(NodeReader.value("3", "test"), Place.at("a")).plain()).isEqualTo(3L);
    assertThat(type.resolve(NodeReader.value("'3'", "test"), Place.at("a")).plain()).isEqualTo("3");
  }
}
