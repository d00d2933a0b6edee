package io.github.widthbench.cli;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * JMH's output, parted as everywhere here: progress to stderr, the closing table to stdout. It also
 * counts the benchmarks that started and did not end, which JMH otherwise only prints.
 */
final class BenchOutput {

  private final CommandLineOptions asked;
  private final OutputFormat progress;
  private final OutputFormat results;
  private int unfinished;

  BenchOutput(CommandLineOptions asked) {
    this.asked = asked;
    VerboseMode mode = asked.verbosity().orElse(VerboseMode.NORMAL);
    this.progress = OutputFormatFactory.createFormatInstance(System.err, mode);
    this.results = OutputFormatFactory.createFormatInstance(System.out, mode);
  }

  /** A runner that prints here, or to the file that {@code -o} names. */
  Runner runner(Options options) {
    return asked.getOutput().hasValue() ? new Runner(options) : new Runner(options, parted());
  }

  /** Benchmarks that failed. */
  int failures() {
    return unfinished;
  }

  private OutputFormat parted() {
    return (OutputFormat)
        Proxy.newProxyInstance(
            BenchOutput.class.getClassLoader(),
            new Class<?>[] {OutputFormat.class},
            (proxy, method, arguments) -> pass(method, arguments));
  }

  private Object pass(Method method, Object[] arguments) throws Throwable {
    switch (method.getName()) {
      case "startBenchmark" -> unfinished++;
      case "endBenchmark" -> unfinished--;
      default -> {}
    }
    try {
      return method.invoke(method.getName().equals("endRun") ? results : progress, arguments);
    } catch (InvocationTargetException thrown) {
      throw thrown.getCause();
    }
  }
}
