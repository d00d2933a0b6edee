package io.github.widthbench.results;

import io.github.widthbench.experiment.Outcome;
import io.github.widthbench.experiment.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import java.util.SequencedMap;

/** Records to test with. */
final class RecordSamples {

  private RecordSamples() {}

  /** A record with every field filled and every kind of value. */
  static CellRecord full() {
    SequencedMap<String, Object> cell =
        map("width", 1024L, "seed", 3L, "data.kind", "sphère \"é\"");
    SequencedMap<String, Object> metrics =
        map(
            "converged",
            true,
            "iterations",
            180,
            "flops",
            5_000_000_000L,
            "iterationsTo",
            List.of(map("tolerance", 1e-3, "iterations", 180)),
            "finalLoss",
            1.0,
            "finalResidual",
            9.9e-4,
            "lambdaMin",
            Double.NaN,
            "drift",
            Double.POSITIVE_INFINITY,
            "movement",
            Double.NEGATIVE_INFINITY,
            "tiny",
            Double.MIN_VALUE,
            "zero",
            -0.0);
    SequencedMap<String, String> reasons = new LinkedHashMap<>();
    reasons.put("outcome.drift", "overflow at t=18");
    List<SequencedMap<String, Object>> curve =
        List.of(
            map("t", 0, "loss", 1.125, "outputs", new double[] {0.1, -2.0}),
            map("t", 1, "loss", Double.NaN, "outputs", new double[] {1e300, Double.NaN}));
    List<Verdict> verdicts =
        List.of(
            Verdict.atMost("exponential.rate", Verdict.Origin.ABSTRACT, 0.57, 1),
            Verdict.atMost("exponential.positive", Verdict.Origin.MEMORY, 1, 0),
            Verdict.undecided(
                "exponential.lazy-gram", Verdict.Origin.RE_DERIVED, "hypothesis: small step"));
    return new CellRecord(
        "0123456789abcdef",
        "exponential",
        cell,
        new Outcome(Outcome.Status.OK, null, metrics, reasons, curve, verdicts),
        new CellRecord.Timing(1.2, 20, true),
        new CellRecord.Ran("cpu", "A processor, 8 lanes", "fp64", true),
        0);
  }

  /** A small record of the cell {@code number}. */
  static CellRecord small(int number, int attempt, Outcome.Status status) {
    Outcome outcome =
        new Outcome(
            status,
            status == Outcome.Status.OK ? null : "java.lang.IllegalStateException: no",
            map("converged", true, "iterations", number, "finalLoss", Math.exp(-number % 100)),
            new LinkedHashMap<>(),
            List.of(map("t", 0, "loss", 1.0)),
            List.of());
    return new CellRecord(
        Json.sha256("cell " + number, 16),
        "exponential",
        map("seed", number),
        outcome,
        new CellRecord.Timing(0.5, 1, false),
        new CellRecord.Ran("reference", "scalar", "fp64", true),
        attempt);
  }

  /** A record with random values of every kind, non-finite ones too. */
  static CellRecord random(long seed) {
    Random random = new Random(seed);
    SequencedMap<String, Object> metrics = new LinkedHashMap<>();
    for (int i = 0; i < 12; i++) {
      metrics.put("metric" + i, value(random, 2));
    }
    List<SequencedMap<String, Object>> curve = new ArrayList<>();
    for (int t = 0; t < 3; t++) {
      curve.add(map("t", t, "loss", Double.longBitsToDouble(random.nextLong())));
    }
    return new CellRecord(
        Json.sha256("cell " + seed, 16),
        "exponential",
        map("seed", seed),
        new Outcome(Outcome.Status.OK, null, metrics, new LinkedHashMap<>(), curve, List.of()),
        new CellRecord.Timing(random.nextDouble(), 1 + random.nextInt(20), random.nextBoolean()),
        new CellRecord.Ran("cpu", "π\n\t\u0000", "fp32", random.nextBoolean()),
        random.nextInt(3));
  }

  static SequencedMap<String, Object> map(Object... keysAndValues) {
    SequencedMap<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      map.put((String) keysAndValues[i], keysAndValues[i + 1]);
    }
    return map;
  }

  static String line(CellRecord record) {
    return new String(record.line(), StandardCharsets.UTF_8);
  }

  /** The altered {@code line} with the checksum that fits it. */
  static byte[] sealed(String line) {
    String body = line.substring(0, line.lastIndexOf(",\"checksum\""));
    return (body + ",\"checksum\":\"" + Json.sha256(body, 16) + "\"}")
        .getBytes(StandardCharsets.UTF_8);
  }

  private static Object value(Random random, int depth) {
    return switch (random.nextInt(depth > 0 ? 8 : 6)) {
      case 0 -> random.nextInt();
      case 1 -> random.nextLong();
      case 2 -> Double.longBitsToDouble(random.nextLong());
      case 3 -> (double) random.nextInt(10);
      case 4 -> random.nextBoolean();
      case 5 -> "text " + random.nextInt();
      case 6 -> List.of(value(random, depth - 1), value(random, depth - 1));
      default -> map("a", value(random, depth - 1), "b", value(random, depth - 1));
    };
  }
}
