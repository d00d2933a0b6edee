package io.github.widthbench.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.widthbench.gate.statistics.ChangePoints;
import io.github.widthbench.results.GateRecord;
import io.github.widthbench.results.GateRecord.Decision;
import io.github.widthbench.results.RefusedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GateTest {

  private static final Rules RULES = new Rules(0.05, 0.01, 3);
  private static final Gate GATE = new Gate(RULES, Acceptance.of(List.of(), null), null);

  @TempDir private Path folder;

  @Test
  void compare_plainJmhFiles_judgesForksAndCounts() throws IOException {
    Path before = write("before.json", jmh(10, 20, 7, "25"));
    Path same = write("same.json", jmh(10, 20, 7, "25"));
    Path slower = write("slower.json", jmh(10, 24, 7, "25"));
    Path moreLaunches = write("launches.json", jmh(10, 20, 8, "25"));

    assertThat(GATE.compare(before, same).exit()).isZero();
    GateRecord regressed = GATE.compare(before, slower);
    assertThat(regressed.exit()).isEqualTo(1);
    assertThat(regressed.timed().getFirst().decision()).isEqualTo(Decision.REGRESSED);
    GateRecord changed = GATE.compare(before, moreLaunches);
    assertThat(changed.exit()).isEqualTo(1);
    assertThat(changed.exact().changed().getFirst().name())
        .isEqualTo("Some.step width=256/launches");
  }

  @Test
  void compare_fiveForks_isUndecided() throws IOException {
    Path before = write("before.json", jmh(5, 20, 7, "25"));
    Path slower = write("slower.json", jmh(5, 40, 7, "25"));

    assertThat(GATE.compare(before, slower).exit()).isEqualTo(4);
  }

  @Test
  void compare_anotherJava_isRefusedWithWhatDiffers() throws IOException {
    GateRecord record =
        GATE.compare(
            write("before.json", jmh(10, 20, 7, "25")), write("after.json", jmh(10, 40, 7, "24")));

    assertThat(record.exit()).isEqualTo(4);
    assertThat(record.differences())
        .containsExactly(new GateRecord.Difference("jdkVersion", "25", "24"));
    assertThat(record.timed()).isEmpty();
  }

  @Test
  void compare_aSideMeasuredUnderAThrottle_isRefusedWithWhatDiffers() throws IOException {
    Path before = write("before.json", onDevice(1980, 0));
    Path throttled = write("after.json", onDevice(1410, 0x4));

    GateRecord record = GATE.compare(before, throttled);

    assertThat(record.exit()).isEqualTo(4);
    assertThat(record.differences())
        .extracting(GateRecord.Difference::fact)
        .containsExactly("clock of Some.step width=256", "slowdown of Some.step width=256");
    assertThat(record.sentence()).startsWith("Not comparable: 2 facts differ");
    assertThat(GATE.compare(throttled, throttled).notes())
        .contains("Some.step width=256: the device was slowed down (power cap) in 20 of 20 forks");
  }

  /** Ten forks on a device that tells its clock and why it is low. */
  private static String onDevice(int megahertz, int slowdowns) {
    String told =
        """
        "deviceMegahertz": {"rawData": [%s]}, "deviceSlowdowns": {"rawData": [%s]}, "other":\
        """
            .formatted(forks(megahertz), forks(slowdowns));
    return jmh(10, 20, 7, "25").replace("\"other\":", told);
  }

  private static String forks(int value) {
    return String.join(", ", Collections.nCopies(10, "[" + value + ", " + value + "]"));
  }

  @Test
  void compare_oneIterationMore_isFoundUnlessAcceptedByName() throws IOException {
    Path before = write("before.json", exact(146));
    Path after = write("after.json", exact(147));

    GateRecord found = GATE.compare(before, after);

    assertThat(found.exit()).isEqualTo(1);
    assertThat(found.exact().changed())
        .containsExactly(new GateRecord.Changed("s/width=64/iterations", "146", "147", null));
    assertThat(accepting("s/width=64/iterations").compare(before, after).exit()).isZero();
    assertThat(accepting("s/*/iterations").compare(before, after).exit()).isZero();
    assertThat(accepting("s/width=6/iterations").compare(before, after).exit()).isEqualTo(1);
    assertThat(GATE.compare(before, write("none.json", exact(-1))).exact().changed())
        .hasSize(1)
        .allMatch(change -> change.candidate() == null);
  }

  @Test
  void compare_cellsOfAnotherDevice_isRefused() throws IOException {
    String here = exact(146);
    Path before = write("before.json", here.replace("reference", "cpu on this"));
    Path after = write("after.json", here.replace("reference", "cpu on that"));

    assertThat(GATE.compare(before, after).exit()).isEqualTo(4);
    assertThat(GATE.compare(before, before).exit()).isZero();
  }

  @Test
  void acceptFile_needsAReasonForEveryName() throws IOException {
    Path file = write("accepted", "# why\n\ns/width=64/iterations # a better step length\n");

    assertThat(Acceptance.of(List.of(), file).by("s/width=64/iterations"))
        .isEqualTo("accepted: a better step length");
    Path bare = write("bare", "s/width=64/iterations\n");
    assertThatThrownBy(() -> Acceptance.of(List.of(), bare))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("gives no reason");
  }

  @Test
  void compare_otherInput_saysWhatItFound() throws IOException {
    Path text = write("text.json", "{\"a\": 1}");
    Path none = folder.resolve("none");

    assertThatThrownBy(() -> GATE.compare(text, text)).hasMessageContaining("neither JMH's JSON");
    assertThatThrownBy(() -> GATE.compare(none, none)).hasMessageContaining("does not exist");
    assertThatThrownBy(() -> GATE.compare(folder, folder)).hasMessageContaining("holds neither");
  }

  @Test
  void history_stepOnTheMainLine_isFoundAndNamed() throws IOException {
    Random random = new Random(3);
    List<Path> records =
        IntStream.range(0, 30)
            .mapToObj(i -> record(i, 20 * (i < 17 ? 1 : 1.15) * (1 + 0.01 * random.nextGaussian())))
            .toList();
    History history =
        new History(ChangePoints.STANDARD, History.LEVEL, RULES, Acceptance.of(List.of(), null));

    var found = history.search(records);

    assertThat(found.exit()).isEqualTo(1);
    assertThat(found.series().getFirst().steps())
        .singleElement()
        .satisfies(step -> assertThat(step.at()).isEqualTo("point17.json"))
        .satisfies(step -> assertThat(step.change()).isBetween(0.13, 0.17));
    assertThat(history.search(records.subList(0, 17)).exit()).isZero();
  }

  private Path record(int index, double microseconds) {
    try {
      return write("point" + index + ".json", jmh(3, microseconds, 7, "25"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Gate accepting(String name) {
    return new Gate(RULES, Acceptance.of(List.of(name), null), null);
  }

  private static String exact(int iterations) {
    String value = iterations < 0 ? "" : "\"s/width=64/iterations\": \"%d\"".formatted(iterations);
    return """
    {"schema": "widthbench/exact/1", "computedBy": "reference", "values": {%s}}
    """
        .formatted(value);
  }

  /** What JMH writes, without what nobody reads. */
  private static String jmh(int forks, double microseconds, int launches, String jdk) {
    String samples =
        IntStream.range(0, forks)
            .mapToObj(i -> iterations(microseconds * (1 + 0.002 * (i % 3))))
            .collect(Collectors.joining(","));
    String counts =
        IntStream.range(0, forks)
            .mapToObj(i -> "[%d, %d]".formatted(launches, launches))
            .collect(Collectors.joining(","));
    return """
    [{"jmhVersion": "1.37", "benchmark": "a.b.Some.step", "mode": "avgt", "jdkVersion": "%s",
      "jvmArgs": ["-Xmx1g", "-Dfolder=/tmp/x"], "params": {"width": "256"},
      "primaryMetric": {"scoreUnit": "us/op", "rawData": [%s]},
      "secondaryMetrics": {"launches": {"rawData": [%s]}, "other": {"rawData": [[1]]}}}]
    """
        .formatted(jdk, samples, counts);
  }

  private static String iterations(double microseconds) {
    return String.format(Locale.ROOT, "[%.4f, %.4f, \"NaN\"]", microseconds, 1.01 * microseconds);
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }
}
