package io.github.widthbench.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A published case from a file, and the points of its curve that the file asks for. */
class CondensationCaseTest {

  @TempDir private Path home;

  @Test
  void effectiveCase_hasItsBlowUpAndItsCurve() throws IOException {
    JsonNode record =
        run(
            """
            experiment: condensation
            fixed:
              model: effective
              weights:
                kind: inline
                a: [0.3, 0.2]
                B: [[0.1, 0.4, 0.3], [0.2, 0.1, 0.5]]
                c: [0.25, 0.35, 0.15]
                perpendicular: [0.2, 0.2, 0.2]
              record: {at: [1.87876680663429]}
            """);
    assertThat(record.at("/outcome/blowUpLower").asDouble())
        .isCloseTo(2.0875186740381, within(1e-11));
    assertThat(record.at("/outcome/blowUpUpper").asDouble())
        .isCloseTo(2.0875186740381, within(1e-11));
    JsonNode point = point(record, 1.87876680663429);
    assertThat(point.at("/norm").asDouble()).isCloseTo(8.302039574427, within(1e-9));
    assertThat(point.at("/energy").asDouble()).isCloseTo(109.925144110, within(1e-7));
    assertThat(point.at("/lower").asDouble()).isCloseTo(2.087396359895, within(1e-11));
    assertThat(point.at("/upper").asDouble()).isCloseTo(2.087769219604, within(1e-11));
    assertThat(point.at("/effectiveRank").asDouble()).isCloseTo(1.237813948170, within(1e-10));
    assertThat(point.at("/cosines/0").asDouble()).isCloseTo(.99485116, within(5e-9));
    assertThat(point.at("/cosines/1").asDouble()).isCloseTo(.99803201, within(5e-9));
  }

  @Test
  void networkCase_escapesOnTime_withThePointAskedFor() throws IOException {
    JsonNode record =
        run(
            """
            experiment: condensation
            fixed:
              model: network
              data: {kind: inline, x: [[1]], y: [1]}
              activation: tanh
              weights: {kind: inline, W: [[0.1]], B: [[0.1]], a: [0.1]}
              algorithm: {kind: flow, tolerance: 1e-14}
              stop: {loss: 0.2}
              record: {at: [9.31046068042]}
            """);
    assertThat(record.at("/outcome/escapeTime").asDouble()).isCloseTo(9.31046068042, within(1e-10));
    assertThat(point(record, 9.31046068042).at("/loss").asDouble()).isCloseTo(0.25, within(1e-10));
  }

  private JsonNode run(String yaml) throws IOException {
    Path file = Files.writeString(home.resolve("case.yaml"), yaml);
    Called called =
        Called.with(
            "run",
            file.toString(),
            "--json=cells",
            "--quiet",
            "--backend",
            "reference",
            "--out",
            home.resolve("runs").toString());
    assertThat(called.exit()).isZero();
    return called.json();
  }

  private static JsonNode point(JsonNode record, double t) {
    for (JsonNode point : record.at("/curve")) {
      if (point.at("/t").asDouble() == t) {
        return point;
      }
    }
    throw new AssertionError("no point at " + t + " in " + record.at("/curve"));
  }
}
