package io.github.widthbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.widthbench.measure.Stopwatch;
import io.github.widthbench.results.Journal;
import io.github.widthbench.results.Json;
import io.github.widthbench.results.NewerSchemaException;
import io.github.widthbench.study.BuiltInStudies;
import io.github.widthbench.study.StudyException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Damaged inputs of every kind: each is taken, or refused by one message with the exit code of the
 * contract; none shows a stack trace, hangs, or leaves a file where it was refused.
 *
 * <p>A tenth of them by default; {@code -Dwidthbench.fuzz.percent=100}, as .ci/run says, tries all
 * ten thousand, {@code -Dwidthbench.fuzz.seed=2} others. An input that fails is kept under {@code
 * target/fuzz}.
 */
class FuzzTest {

  private static final long SEED = Long.getLong("widthbench.fuzz.seed", 1);
  private static final int PERCENT = Integer.getInteger("widthbench.fuzz.percent", 10);
  private static final double PATIENCE_SECONDS = 20;
  private static final Path KEPT = Path.of("target", "fuzz");

  @TempDir private static Path home;

  private static final List<String> STUDIES = new ArrayList<>();
  private static final Experiments EXPERIMENTS = Experiments.builtIn();
  private static Path runFolder = Path.of("");

  @BeforeAll
  static void samples() throws IOException {
    BuiltInStudies.quick().forEach(name -> STUDIES.add(BuiltInStudies.yaml(name)));
    STUDIES.add(
        """
        experiment: exponential
        title: "Points of a file"
        axes:
          width: {log: [4, 16, 3]}
          seed: {from: 0, to: 4, step: 2}
          stop: [{residual: 0.5, cap: 10}, {relativeResidual: 0.9, cap: 10}]
        fixed:
          data: {kind: csv, path: points.csv, label: y}
          weights: {kind: inline, W: [[1, 2], [3, 4]], a: [1, -1]}
          record: {at: [0, 1, 2]}
        """);
    Files.writeString(home.resolve("points.csv"), "u,v,y\n0.1,0.4,1\n-0.3,0.2,-1\n");
    Called.with(
        ("run exponential-quick --quiet --backend reference --set width=64 --set seed=0 --out "
                + home.resolve("runs"))
            .split(" "));
    try (Stream<Path> folders = Files.list(home.resolve("runs"))) {
      runFolder = folders.findFirst().orElseThrow();
    }
  }

  @Test
  void study_mutated_isReadOrRefused() {
    int[] refusals = {0};
    fuzz(
        "study",
        4000,
        STUDIES,
        text -> {
          try {
            StudyCase read = EXPERIMENTS.parse(text, "fuzz.yaml", "fuzz");
            read.study().cells().stream().limit(20).forEach(read.experiment()::check);
          } catch (StudyException refused) {
            assertThat(refused.field()).isNotBlank();
            assertThat(refused.found()).isNotBlank();
            assertThat(refused.allowed()).isNotBlank();
            if (refusals[0]++ % 10 == 0) {
              run(write("fuzz.yaml", text));
            }
          }
        });
    assertThat(refusals[0]).isBetween(10 * PERCENT, 39 * PERCENT);
  }

  @Test
  void csv_mutated_isReadOrRefused() {
    Path study =
        write(
            "points.yaml",
            """
            experiment: exponential
            axes: {width: [4]}
            fixed:
              data: {kind: csv, path: points.csv, label: 2}
              stop: {residual: 0.5, cap: 10}
            """);
    fuzz(
        "csv",
        1500,
        List.of("u,v,y\n0.1,0.4,1\n-0.3,2e-1,-1\n\"0.5\",.5,1\n", "0.1,0.2,1\r\n0.3,-0.4,-1\r\n"),
        text -> {
          write("points.csv", text);
          try {
            EXPERIMENTS.read(study.toString(), List.of());
          } catch (StudyException refused) {
            run(study);
          }
        });
  }

  /** Runs what is refused. */
  private static void run(Path study) {
    String out = home.resolve("refused").toString();
    ends(Set.of(2), "run", study.toString(), "--backend", "reference", "--out", out);
  }

  @Test
  void journal_mutated_losesOnlyWhatWasDamaged() throws IOException {
    String journal = Files.readString(runFolder.resolve("cells.jsonl"));
    Path file = home.resolve("cells.jsonl");
    fuzz(
        "journal",
        2000,
        List.of(journal),
        text -> {
          write("cells.jsonl", text);
          assertThat(Journal.read(file, _ -> {})).isNotNull();
        });
    fuzz(
        "sealed journal",
        1000,
        List.of(journal.lines().findFirst().orElseThrow()),
        text -> {
          write("cells.jsonl", sealed(text.replace('\n', ' ')) + "\n");
          try {
            Journal.read(file, _ -> {});
          } catch (NewerSchemaException newer) {
            assertThat(newer).hasMessageContaining("newer than this tool");
          }
        });
  }

  @Test
  void runFolder_mutated_isReportedOrRefused() throws IOException {
    Path copy = Files.createDirectories(home.resolve("copy").resolve(runFolder.getFileName()));
    for (String name : List.of("cells.jsonl", "study.yaml", "provenance.json")) {
      fuzz(
          name,
          100,
          List.of(Files.readString(runFolder.resolve(name))),
          text -> {
            for (String file : List.of("cells.jsonl", "study.yaml", "provenance.json")) {
              write(copy.resolve(file), file.equals(name) ? text : read(runFolder.resolve(file)));
            }
            ends(Set.of(0, 1, 2), "report", copy.toString());
          });
    }
  }

  @Test
  void baseline_mutated_isComparedOrRefused() {
    Path file = home.resolve("baseline.json");
    Path sound = write("sound.json", JMH);
    fuzz(
        "baseline",
        700,
        List.of(JMH, EXACT),
        text -> {
          write("baseline.json", text);
          ends(Set.of(0, 1, 2, 4), "gate", file.toString(), sound.toString());
        });
  }

  @Test
  void options_mutated_areRefusedWithoutATrace() {
    List<String> lines =
        List.of(
            "run a-study --threads 2 --backend reference --set width=[64,128] --engine shard:0/2",
            "run a-study --json=cells --time-limit 5 --check 0.5 --precision fp32 --retry --unfused",
            "plan a-study --set seed={count:3} --device 0 --json --backend cpu",
            "report a-folder --json --quiet --out b",
            "merge a-folder b-folder --json=cells",
            "studies a-study",
            "gate a b --alpha 0.01 --min-effect 0.05 --looks 3 --accept x --junit c --markdown d",
            "gate --history a b c --json");
    fuzz(
        "options",
        700,
        lines,
        line -> {
          List<String> arguments = new ArrayList<>(Arrays.asList(line.split(" ", -1)));
          // whatever is left is refused, even where an option takes one of them
          arguments.addAll(List.of("no-such-study", "no-such-study"));
          ends(Set.of(0, 2, 3, 5), arguments.toArray(String[]::new));
        });
  }

  private static final String JMH =
      """
      [{"jmhVersion":"1.37","benchmark":"a.B.c","mode":"avgt","threads":1,"jvmArgs":["-Xmx1g"],
        "params":{"width":"64"},
        "primaryMetric":{"score":1.0,"scoreUnit":"us/op","rawData":[[1.0,1.1],[1.05,1.2]],
          "rawDataHistogram":[[[[1.0,3],[1.1,1]]]]},
        "secondaryMetrics":{"flops":{"score":2,"rawData":[[2,2],[2,2]]}}}]
      """;
  private static final String EXACT =
      """
      {"schema":"widthbench/exact/1","computedBy":"reference, fp64",
       "values":{"a/seed=0":"147 iterations; 0.1: 80, 0.01: 113","a/seed=1":"failed"}}
      """;

  /** Gives {@code count} mutations of {@code samples} to {@code taker}, which must take each. */
  private static void fuzz(String kind, int count, List<String> samples, Consumer<String> taker) {
    Random random = new Random(SEED ^ kind.hashCode());
    List<String> words = samples.stream().flatMap(text -> Stream.of(text.split("\\b"))).toList();
    Mutation mutation = new Mutation(random, words);
    for (int i = 0; i < count * PERCENT / 100; i++) {
      String text = mutation.of(samples.get(random.nextInt(samples.size())));
      Stopwatch time = Stopwatch.start();
      try {
        taker.accept(text);
        assertThat(time.seconds()).as("seconds").isLessThan(PATIENCE_SECONDS);
      } catch (Throwable e) {
        throw new AssertionError(kept(kind, i, text), e);
      }
    }
  }

  /** The program takes the input or refuses it with one message. */
  private static void ends(Set<Integer> codes, String... arguments) {
    Set<Path> before = files();
    Called called = Called.with(arguments);
    assertThat(codes).as("%s", called).contains(called.exit());
    assertThat(called.err() + called.out())
        .doesNotContain("\tat ", "mistake in widthbench", "Exception");
    if (called.exit() == 2) {
      assertThat(called.err()).startsWith("widthbench: ").contains("\n");
      assertThat(files()).as("files after a refusal").isEqualTo(before);
    }
  }

  private static Set<Path> files() {
    return unchecked(() -> {
      try (Stream<Path> files = Files.walk(home)) {
        return Set.copyOf(files.toList());
      }
    });
  }

  private static String kept(String kind, int number, String text) {
    Path file = KEPT.resolve("%s-%d-%d.txt".formatted(kind.replace(' ', '-'), SEED, number));
    unchecked(() -> Files.createDirectories(KEPT));
    write(file, text);
    String shown = text.length() > 2000 ? text.substring(0, 2000) + " …" : text;
    return "seed %d, mutation %d of %s, kept in %s:%n%s".formatted(SEED, number, kind, file, shown);
  }

  private static String sealed(String line) {
    int end = line.lastIndexOf(",\"checksum\"");
    String body = end < 0 ? line : line.substring(0, end);
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return body + ",\"checksum\":\"" + Json.sha256(bytes, 0, bytes.length, 16) + "\"}";
  }

  private static Path write(String name, String text) {
    return write(home.resolve(name), text);
  }

  private static Path write(Path file, String text) {
    return unchecked(() -> Files.write(file, text.getBytes(StandardCharsets.UTF_8)));
  }

  private static String read(Path file) {
    return unchecked(() -> Files.readString(file));
  }

  private interface Io<T> {
    T call() throws IOException;
  }

  private static <T> T unchecked(Io<T> io) {
    try {
      return io.call();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
