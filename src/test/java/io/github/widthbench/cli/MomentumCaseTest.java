package io.github.widthbench.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A published case from a file with its data, graph and weights, as a user runs it. */
class MomentumCaseTest {

  private static final String CASE =
      """
      experiment: momentum
      fixed:
        data: {kind: inline, x: [[-1], [-0.5], [0.5], [1]], y: [0.5, 0.1, -0.2, 0.3]}
        network:
          nodes: [{id: x, size: 1}, {id: h1, size: 1, activation: tanh}, {id: h2, size: 1, activation: tanh}, {id: o, size: 1}]
          edges: [[x, h1], [x, h2], [h1, h2], [x, o], [h1, o], [h2, o]]
          inputs: [x]
          outputs: [o]
        weights:
          kind: inline
          edges:
            - {from: h2, to: o, W: [[0.9]]}
            - {from: x, to: h1, W: [[0.5]]}
            - {from: x, to: h2, W: [[-0.3]]}
            - {from: h1, to: h2, W: [[0.8]]}
            - {from: x, to: o, W: [[0.2]]}
            - {from: h1, to: o, W: [[-0.6]]}
        algorithm: {kind: adaptive, momentum: 0.05}
        learningRate: {value: 0.1}
        stop: {cap: 10}
        record: {at: [2, 10, 100]}
      """;

  @TempDir private Path folder;

  @Test
  void run_ofTheSmallestNetworkWithEverySkip_printsItsPublishedErrors() throws IOException {
    Path file = Files.writeString(folder.resolve("case.yaml"), CASE);
    Called called =
        Called.with(
            "run", file.toString(), "--json=cells", "--out", folder.resolve("runs").toString());

    assertThat(called.exit()).isZero();
    JsonNode record = JsonMapper.builder().build().readTree(new StringReader(called.out()));
    assertThat(loss(record, 0)).isCloseTo(0.1906252357917820, within(1e-15));
    assertThat(loss(record, 2)).isCloseTo(.170769792494189, within(1e-14));
    assertThat(loss(record, 10)).isCloseTo(.170635878067151, within(1e-14));
    assertThat(loss(record, 100)).isCloseTo(.170509944712705, within(1e-14));
    assertThat(record.at("/outcome/increases").asInt()).isZero();
    assertThat(record.at("/outcome/certificate").asDouble()).isGreaterThan(1);
  }

  private static double loss(JsonNode record, int t) {
    return StreamSupport.stream(record.at("/curve").spliterator(), false)
        .filter(point -> point.at("/t").asInt() == t)
        .findFirst()
        .orElseThrow()
        .at("/loss")
        .asDouble();
  }
}
