package io.github.widthbench.gate;

import io.github.widthbench.results.OutputFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The JMH benchmarks of a checkout that has been built, run by JMH's own main class so that any
 * build can be measured by any other.
 *
 * @param home the checkout
 * @param suite which benchmarks, and how long a fork takes
 * @param slowdown share of extra work that benchmarks are asked to do; 0 for none
 */
record BuildBench(Path home, Suite suite, double slowdown) implements Bench {

  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final Pattern PARAM = Pattern.compile("\\s*param \"(.+)\" = \\{(.*)\\}");

  /** Asks a benchmark for extra arithmetic; read once by its class. */
  private static final String SLOWDOWN = "widthbench.gate.slowdown";

  /** The profiler that asks for turns; older builds have none. */
  private static final String TURNS = "io.github.widthbench.benchmarks.TurnProfiler";

  BuildBench slowed(double share) {
    return new BuildBench(home, suite, share);
  }

  @Override
  public List<Benchmark> list() {
    List<String> arguments = new ArrayList<>(List.of("-lp"));
    arguments.addAll(suite.includes());
    suite.params().forEach((name, values) -> arguments.addAll(List.of("-p", name + "=" + values)));
    return parsed(call(arguments));
  }

  /** The benchmarks that JMH lists with their parameters, one for each combination of values. */
  static List<Benchmark> parsed(String listing) {
    List<Benchmark> benchmarks = new ArrayList<>();
    String name = "";
    List<SortedMap<String, String>> combinations = List.of();
    for (String line : listing.lines().toList()) {
      Matcher param = PARAM.matcher(line);
      if (param.matches()) {
        combinations = crossed(combinations, param.group(1), param.group(2).split(", ", -1));
      } else if (line.matches("[\\w$]+(\\.[\\w$]+)+")) {
        addAll(benchmarks, name, combinations);
        name = line;
        combinations = List.of(new TreeMap<>());
      }
    }
    addAll(benchmarks, name, combinations);
    return benchmarks;
  }

  @Override
  public boolean takesTurns() {
    try (ZipFile jar = new ZipFile(jar().toFile())) {
      return jar.getEntry(TURNS.replace('.', '/') + ".class") != null;
    } catch (IOException e) {
      throw new ForkFailedException("cannot read " + jar() + ": " + e.getMessage());
    }
  }

  @Override
  public Fork fork(Benchmark benchmark, @Nullable Path turns) {
    try {
      Path result = Files.createTempFile("widthbench-fork", ".json");
      try {
        List<String> arguments = new ArrayList<>();
        arguments.add("^" + Pattern.quote(benchmark.name()) + "$");
        benchmark
            .params()
            .forEach((name, value) -> arguments.addAll(List.of("-p", name + "=" + value)));
        arguments.addAll(suite.jmhArguments());
        if (turns != null) {
          arguments.addAll(List.of("-prof", TURNS + ":" + turns));
        }
        arguments.addAll(List.of("-f", "1", "-foe", "true", "-rf", "json"));
        arguments.addAll(List.of("-rff", result.toString(), "-jvmArgsAppend", forkOptions()));
        String printed = call(arguments);
        if (Files.size(result) == 0) {
          throw new ForkFailedException("the fork wrote no result; " + Command.last(printed));
        }
        JmhFile file = JmhFile.of(MAPPER.readTree(Files.readString(result)), result.toString());
        return file.forks().getFirst();
      } finally {
        Files.deleteIfExists(result);
      }
    } catch (IOException e) {
      throw new OutputFailedException(home, e);
    }
  }

  private Path jar() {
    return home.resolve(Path.of("target", "widthbench.jar"));
  }

  private String forkOptions() {
    String jmhNeeds = "--sun-misc-unsafe-memory-access=allow";
    return slowdown == 0 ? jmhNeeds : jmhNeeds + " -D" + SLOWDOWN + "=" + slowdown;
  }

  /** Runs JMH, whose forks take over the options of this JVM; returns what it printed. */
  private String call(List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("@" + home.resolve(Path.of("src", "main", "launcher", "jvm.flags")));
    command.addAll(List.of("-D" + MachineLock.IGNORE + "=true", "-cp", jar().toString()));
    command.add("org.openjdk.jmh.Main");
    command.addAll(arguments);
    return Command.run(home, command);
  }

  private static List<SortedMap<String, String>> crossed(
      List<SortedMap<String, String>> combinations, String name, String[] values) {
    List<SortedMap<String, String>> crossed = new ArrayList<>();
    for (SortedMap<String, String> combination : combinations) {
      for (String value : values) {
        SortedMap<String, String> more = new TreeMap<>(combination);
        more.put(name, value);
        crossed.add(more);
      }
    }
    return crossed;
  }

  private static void addAll(
      List<Benchmark> benchmarks, String name, List<SortedMap<String, String>> combinations) {
    combinations.forEach(params -> benchmarks.add(new Benchmark(name, params)));
  }
}
