package io.github.widthbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the program refuses, through its front door: exit 2, one message that names the cause,
 * nothing on stdout, nothing written. Wrong fields of studies are in StudyErrorsTest.
 */
class BadInputTest {

  @TempDir private Path home;

  /** A command line, with @ for the folder of the test, and what its message must say. */
  record Bad(String line, String says) {
    static Bad of(String line, String says) {
      return new Bad(line, says);
    }

    @Override
    public String toString() {
      return line;
    }
  }

  @BeforeEach
  void inputs() throws IOException {
    write("empty", "");
    write("text", "hello\n");
    write("study.yaml", "experiment: exponential\n");
    write("latin.yaml", new byte[] {'a', (byte) 0xE9, ':'});
    write("large.yaml", "#".repeat((1 << 20) + 1));
    write("bomb.yaml", "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n");
    write("deep.yaml", "experiment: exponential\nfixed: " + "[".repeat(100_000));
    write("long.yaml", "experiment: " + "x".repeat(1_000_000));
    write("keys.yaml", "experiment: exponential\nfixed:\n" + "  a: 1\n".repeat(50_000));
    write("object.yaml", "experiment: !!javax.script.ScriptEngineManager [x]\n");
    write("merge.yaml", "experiment: exponential\n<<: {title: x}\n");
    write("nul.yaml", "experiment: exponential\ntitle: a\u0000b\n");
    write("object.json", "{}");
    write("array.json", "[]");
    write("number.json", "7");
    write("other.json", "{\"schema\": \"widthbench/exact/9\", \"values\": {}}");
    write("unnamed.json", "[{\"mode\": \"avgt\", \"primaryMetric\": {\"rawData\": [[1]]}}]");
    write("unmeasured.json", "[{\"benchmark\": \"a.B.c\", \"mode\": \"avgt\"}]");
    write("half.json", "[{\"benchmark\": \"a.B");
    write("deep.json", "[".repeat(100_000));
    write("unreasoned", "exponential/*\n");
    Files.createDirectories(home.resolve("folder.yaml"));
    Files.createDirectories(home.resolve("nothing"));
    Files.createDirectories(home.resolve("misnamed"));
    write("misnamed/study.yaml", "experiment: exponential\n");
    Files.createDirectories(home.resolve("bad-0123456789ab"));
    write("bad-0123456789ab/study.yaml", "experiment: expo\n");
    Files.createDirectories(home.resolve("latin-0123456789ab"));
    write("latin-0123456789ab/study.yaml", new byte[] {(byte) 0xFF, (byte) 0xFE});
  }

  @ParameterizedTest
  @MethodSource({"numbers", "words", "sets", "files", "folders", "gates", "benches"})
  void command_ofBadInput_exits2WithOneMessageAndWritesNothing(Bad bad) throws IOException {
    List<Path> before = tree();
    Called called =
        Called.with(
            Arrays.stream(bad.line().split(" ", -1))
                .map(word -> word.replace("@", home.toString()).replace("~", " "))
                .toArray(String[]::new));

    assertThat(called.exit()).as("%s", called).isEqualTo(2);
    assertThat(called.err()).startsWith("widthbench: ").contains(bad.says());
    assertThat(called.err()).doesNotContain("\tat ", "Exception", "mistake in widthbench");
    assertThat(called.err().lines().count()).isLessThanOrEqualTo(5);
    assertThat(called.out().isEmpty()).isEqualTo(!bad.line().contains("--json"));
    assertThat(tree()).isEqualTo(before);
  }

  static Stream<Bad> numbers() {
    String run = "run exponential-quick --out @/out ";
    return Stream.of(
        Bad.of(run + "--threads 0", "at least 1"),
        Bad.of(run + "--threads -1", "at least 1"),
        Bad.of(run + "--threads 1.5", "'1.5' is not an int"),
        Bad.of(run + "--threads two", "'two' is not an int"),
        Bad.of(run + "--threads 99999999999", "'99999999999' is not an int"),
        Bad.of(run + "--threads=", "--threads"),
        Bad.of(run + "--threads", "Missing required parameter for option '--threads'"),
        Bad.of(run + "--device x", "found x; allowed: 0, or 0,1, or all"),
        Bad.of(run + "--time-limit 0", "above 0"),
        Bad.of(run + "--time-limit -1", "above 0"),
        Bad.of(run + "--time-limit NaN", "above 0"),
        Bad.of(run + "--time-limit soon", "'soon' is not a double"),
        Bad.of(run + "--check -0.1", "0 to 1"),
        Bad.of(run + "--check 1.1", "0 to 1"),
        Bad.of(run + "--check NaN", "0 to 1"),
        Bad.of(run + "--check half", "'half' is not a double"),
        Bad.of(run + "--engine shard:2/2", "0 <= I < N"),
        Bad.of(run + "--engine shard:-1/2", "0 <= I < N"),
        Bad.of(run + "--engine shard:0/0", "0 <= I < N"),
        Bad.of(run + "--engine shard:1", "0 <= I < N"),
        Bad.of(run + "--engine shard:1/2/3", "0 <= I < N"),
        Bad.of(run + "--engine shard:9999999999/2", "0 <= I < N"),
        Bad.of(run + "--engine shard:a/b", "0 <= I < N"));
  }

  static Stream<Bad> words() {
    return Stream.of(
        Bad.of("run no-such-study", "no-such-study"),
        Bad.of("run exponential-quik", "did you mean exponential-quick?"),
        Bad.of("run ", "no built-in study"),
        Bad.of("run points.csv", "data: {kind: csv, path: points.csv, label: COLUMN}"),
        Bad.of("run exponential-quick no-such-study", "no-such-study"),
        Bad.of("run --bogus", "Unknown option: '--bogus'"),
        Bad.of("run --thread 2", "did you mean --threads"),
        Bad.of("run -x", "Unknown option: '-x'"),
        Bad.of("run exponential-quick --backend gpu", "auto, cpu, cuda, reference"),
        Bad.of("run exponential-quick --backend CPU", "auto, cpu, cuda, reference"),
        Bad.of("run exponential-quick --backend=", "auto, cpu, cuda, reference"),
        Bad.of("run exponential-quick --precision fp16", "fp64, fp32, tf32"),
        Bad.of("run exponential-quick --engine spark", "0 <= I < N"),
        Bad.of("run exponential-quick --engine Local", "0 <= I < N"),
        Bad.of("run exponential-quick --json=rows", "--json=cells"),
        Bad.of("run exponential-quick --json=", "--json=cells"),
        Bad.of("run exponential-quick --quiet=maybe", "maybe"),
        Bad.of("run exponential-quick --threads 1 --threads 2", "--threads"),
        Bad.of("plan no-such-study", "no-such-study"),
        Bad.of("plan --out x exponential-quick", "Unknown option"),
        Bad.of("studies no-such-study", "no-such-study"),
        Bad.of("doctor please", "please"),
        Bad.of("frobnicate", "frobnicate"),
        Bad.of("rn", "'rn'"),
        Bad.of("--json", "--json"));
  }

  static Stream<Bad> sets() {
    String set = "run exponential-quick --out @/out --set ";
    return Stream.of(
        Bad.of(set + "width", "path=value"),
        Bad.of(set + "=1", "path=value"),
        Bad.of(set + "width=", "nothing"),
        Bad.of(set + "width=-2", "an integer ≥ 1"),
        Bad.of(set + "width=1e400", "an integer ≥ 1"),
        Bad.of(set + "width=99999999999999999999", "an integer ≥ 1"),
        Bad.of(set + "width=[64,", "YAML"),
        Bad.of(set + "width={pow2:~[64,1]}", "width"),
        Bad.of(set + "width=&a~[1]", "anchor"),
        Bad.of(set + "width=*a", "alias"),
        Bad.of(set + "width=!!int~3", "tag"),
        Bad.of(set + "width=65 --set initialization=coupled", "width"),
        Bad.of(set + "seed={count:~0}", "seed"),
        Bad.of(set + "seed={count:~2000000}", "1000000"),
        Bad.of(set + "seed={from:~0,to:~1e300,step:~1}", "seed"),
        Bad.of(set + "activation=cosh", "exp, relu, tanh"),
        Bad.of(set + "activaton=relu", "did you mean activation?"),
        Bad.of(set + "data={kind:~csv,path:~@/absent.csv,label:~0}", "absent.csv"),
        Bad.of(set + "data={kind:~csv,path:~@/text,label:~0}", "no rows of numbers"),
        Bad.of(set + "data={kind:~csv,path:~@/empty,label:~0}", "no rows of numbers"),
        Bad.of(set + "data={kind:~csv,path:~@/latin.yaml,label:~0}", "UTF-8"),
        Bad.of(set + "data={kind:~csv,path:~@/nothing,label:~0}", "no file"),
        Bad.of(set + "data={kind:~csv,path:~/dev/zero,label:~0}", "no file"),
        Bad.of(set + "data={kind:~inline,x:~[[.nan]],y:~[1]}", "a finite number"),
        Bad.of(set + "data={kind:~inline,x:~[[1]],y:~[1,2]}", "data.y"),
        Bad.of(set + "data={kind:~sphere,sampleCount:~3,inputDim:~99999999999}", "inputDim"),
        Bad.of(set + "learningRate={scaled:~0}", "a number > 0"),
        Bad.of(set + "stop={cap:~0}", "at least 1; or 0 with initialization: coupled"));
  }

  static Stream<Bad> files() {
    String out = " --out @/out";
    return Stream.of(
        Bad.of("run @/absent.yaml" + out, "no such file"),
        Bad.of("run @/empty" + out, "a YAML document"),
        Bad.of("run @/text" + out, "a mapping of experiment"),
        Bad.of("run @/folder.yaml" + out, "folder.yaml"),
        Bad.of("run @/latin.yaml" + out, "UTF-8"),
        Bad.of("run @/large.yaml" + out, "more than 1048576 bytes"),
        Bad.of("run /dev/zero" + out, "more than 1048576 bytes"),
        Bad.of("run @/bomb.yaml" + out, "an anchor"),
        Bad.of("run @/deep.yaml" + out, "32 levels"),
        Bad.of("run @/long.yaml" + out, "exponential"),
        Bad.of("run @/keys.yaml" + out, "a second time"),
        Bad.of("run @/object.yaml" + out, "the tag"),
        Bad.of("run @/merge.yaml" + out, "<<"),
        Bad.of("run @/nul.yaml" + out, "YAML"),
        Bad.of("run @/study.yaml" + out, "data"),
        Bad.of("run @/a\u0000b.yaml" + out, "no such file"),
        Bad.of("run @/array.json" + out, "a mapping of experiment"),
        Bad.of("plan @/bomb.yaml", "an anchor"));
  }

  static Stream<Bad> folders() {
    return Stream.of("report", "merge")
        .flatMap(command ->
            Stream.of(
                Bad.of(command, "Missing required parameter: 'FOLDER'"),
                Bad.of(command + " @/absent", "holds no study.yaml"),
                Bad.of(command + " @/text", "holds no study.yaml"),
                Bad.of(command + " @/nothing", "holds no study.yaml"),
                Bad.of(command + " @/misnamed", "<study>-<12 hex digits>"),
                Bad.of(command + " @/bad-0123456789ab", "exponential"),
                Bad.of(command + " @/latin-0123456789ab", "UTF-8"),
                Bad.of(command + " a\u0000b", "is no path: Nul character"),
                Bad.of(command + " --json=rows @/misnamed", "--json=cells")));
  }

  static Stream<Bad> gates() {
    return Stream.of(
        Bad.of("gate", "found 0 paths"),
        Bad.of("gate @/array.json", "found 1 paths"),
        Bad.of("gate a b c", "found 3 paths"),
        Bad.of("gate @/absent @/array.json", "absent does not exist"),
        Bad.of("gate @/array.json @/absent", "absent does not exist"),
        Bad.of("gate @/nothing @/nothing", "holds neither"),
        Bad.of("gate @/text @/text", "is not JSON"),
        Bad.of("gate @/empty @/empty", "empty"),
        Bad.of("gate @/half.json @/half.json", "is not JSON"),
        Bad.of("gate @/deep.json @/deep.json", "deep.json"),
        Bad.of("gate @/latin.yaml @/latin.yaml", "latin.yaml"),
        Bad.of("gate @/number.json @/number.json", "neither JMH's JSON"),
        Bad.of("gate @/object.json @/object.json", "neither JMH's JSON"),
        Bad.of("gate @/other.json @/other.json", "neither JMH's JSON"),
        Bad.of("gate @/unnamed.json @/unnamed.json", "is it JMH's JSON?"),
        Bad.of("gate @/unmeasured.json @/unmeasured.json", "is it JMH's JSON?"),
        Bad.of("gate /dev/zero /dev/zero", "/dev/zero"),
        Bad.of("gate --alpha 0 a b", "--alpha"),
        Bad.of("gate --alpha 1 a b", "--alpha"),
        Bad.of("gate --alpha NaN a b", "--alpha"),
        Bad.of("gate --min-effect 0 a b", "--min-effect"),
        Bad.of("gate --min-effect much a b", "'much' is not a double"),
        Bad.of("gate --looks 0 a b", "--looks"),
        Bad.of("gate --looks many a b", "'many' is not an int"),
        Bad.of("gate --run HEAD --calibrate", "exclude one another"),
        Bad.of("gate --history", "found 0 paths"),
        Bad.of("gate --history @/nothing", "holds neither"),
        Bad.of("gate --history @/text", "is not JSON"),
        Bad.of("gate --record @/new.json", "found 0 paths"),
        Bad.of("gate --record @/new.json @/nothing", "holds neither"),
        Bad.of("gate --accept-file @/unreasoned @/array.json @/array.json", "gives no reason"),
        Bad.of("gate --accept-file @/absent @/array.json @/array.json", "absent"),
        Bad.of("gate --calibration @/text @/array.json @/array.json", "text"),
        Bad.of("gate --calibration @/absent @/array.json @/array.json", "absent"),
        Bad.of("gate --calibration @/object.json @/array.json @/array.json", "object.json"));
  }

  static Stream<Bad> benches() {
    return Stream.of(
        Bad.of("bench --nonsense", "nonsense"),
        Bad.of("bench -t 2", "-p threads=2"),
        Bad.of("bench --profile fast", "--profile"),
        Bad.of("bench --longest soon", "'soon' is not a double"),
        Bad.of("bench --out", "--out"),
        Bad.of("bench NoSuchBenchmark", "no benchmark matches"),
        Bad.of("bench ((", "(("),
        Bad.of("bench -f many", "many"),
        Bad.of("bench -w soon", "soon"));
  }

  private List<Path> tree() throws IOException {
    try (Stream<Path> files = Files.walk(home)) {
      return new ArrayList<>(files.sorted().toList());
    }
  }

  private void write(String name, String text) throws IOException {
    write(name, text.getBytes(StandardCharsets.UTF_8));
  }

  private void write(String name, byte[] content) throws IOException {
    Files.write(home.resolve(name), content);
  }
}
