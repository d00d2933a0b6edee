package io.github.widthbench.cli;

import io.github.widthbench.backend.BackendKind;
import io.github.widthbench.backend.Backends;
import io.github.widthbench.cli.BenchCases.Planned;
import io.github.widthbench.cli.BenchMeasurement.Found;
import io.github.widthbench.math.Precision;
import io.github.widthbench.measure.Stopwatch;
import io.github.widthbench.report.BenchReport;
import io.github.widthbench.results.BenchCase;
import io.github.widthbench.results.BenchRecord;
import io.github.widthbench.results.BenchRecord.Context;
import io.github.widthbench.results.BenchRecord.Plan;
import io.github.widthbench.results.BenchRecord.Status;
import io.github.widthbench.results.Build;
import io.github.widthbench.results.Host;
import io.github.widthbench.results.Json;
import io.github.widthbench.results.Jvm;
import io.github.widthbench.results.Provenance;
import java.io.FileNotFoundException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.options.CommandLineOptions;

/** A run of {@code bench}: the cases one by one, each kept before the next one starts. */
final class BenchRun {

  private static final Pattern HEAP = Pattern.compile("-Xmx(\\d+)([kmgKMG]?)");
  private static final int HASH_DIGITS = 12;
  private static final long PAUSE_NANOS = 500_000_000;

  private final CommandLineOptions asked;
  private final BenchProfile profile;
  private final double longestSeconds;
  private final Terminal terminal;
  private final Interrupt interrupt;
  private final Build build = Build.current();
  private final Map<String, String> environment = environment();
  private final List<RunResult> results = new ArrayList<>();
  private int failed;
  private int measured;
  private int infeasible;

  BenchRun(
      CommandLineOptions asked,
      BenchProfile profile,
      double longestSeconds,
      Terminal terminal,
      Interrupt interrupt) {
    this.asked = asked;
    this.profile = profile;
    this.longestSeconds = longestSeconds;
    this.terminal = terminal;
    this.interrupt = interrupt;
  }

  /** Measures what {@code path} does not hold yet, until done or asked to end. */
  BenchReport of(List<Planned> planned, Path path, List<String> commandLine) throws IOException {
    planned.forEach(one -> BenchGuard.requireBackend(one.point()));
    try (BenchFolder folder = BenchFolder.open(path, build, environment)) {
      folder.messages().forEach(terminal::tell);
      folder.write(provenance(planned, commandLine));
      try (Interrupt.Listening _ = interrupt.listen(BenchRun::endForks)) {
        measure(planned, folder);
      }
      writeForJmh();
      terminal.tell("results are in " + path);
      return folder.report();
    }
  }

  /** How the program ends. */
  int exit() {
    if (failed > 0) {
      return Exit.JUDGED;
    }
    return measured == 0 && infeasible > 0 ? Exit.REFUSED : Exit.DONE;
  }

  private void measure(List<Planned> planned, BenchFolder folder) throws IOException {
    int threads = asked.getThreads().orElse(1);
    List<Planned> due = new ArrayList<>(planned);
    due.removeIf(one -> one.keys(threads).stream().allMatch(folder::holds));
    measured = planned.size() - due.size();
    if (measured > 0) {
      terminal.tell("%d of %d are there already".formatted(measured, planned.size()));
    }
    BenchGuard guard = new BenchGuard(heapBytes(), longestSeconds);
    BenchProgress progress = new BenchProgress(terminal, asked, profile.timing(), due);
    BenchMeasurement measurement = new BenchMeasurement(asked, profile.timing(), folder, log());
    for (Planned one : due) {
      if (interrupt.asked()) {
        return;
      }
      Optional<String> refusal = guard.refusal(one.point());
      if (refusal.isPresent()) {
        infeasible++;
        terminal.tell("left out: %s: %s".formatted(one.point().tag(), refusal.get()));
        folder.add(without(one, Status.INFEASIBLE, refusal.get(), 0));
      } else {
        progress.begin(one);
        keep(one, measurement, folder);
      }
      progress.end();
    }
  }

  private void keep(Planned one, BenchMeasurement measurement, BenchFolder folder)
      throws IOException {
    Instant start = Instant.now();
    double load = Host.current().load();
    Stopwatch watch = Stopwatch.start();
    Found found = measuredAlone(one, measurement);
    if (interrupt.asked()) {
      return; // its forks were ended, and what they say is no failure
    }
    if (found.failure() != null) {
      failed++;
      terminal.tell("failed: %s: %s".formatted(one.point().tag(), found.failure()));
      folder.add(without(one, Status.FAILED, found.failure(), watch.seconds()));
      return;
    }
    measured++;
    results.addAll(found.results());
    Context context = new Context(build, start, watch.seconds(), load);
    folder.add(
        found.results().stream()
            .map(result -> BenchConversion.record(result, environment, context))
            .toList());
  }

  /** Waits while another run of JMH measures: two at once measure each other. */
  private Found measuredAlone(Planned one, BenchMeasurement measurement) {
    Found found = measurement.measure(one);
    if (found.busy()) {
      terminal.tell(
          "waiting: another JMH run measures on this machine;"
              + " WIDTHBENCH_JAVA_OPTS=-Djmh.ignoreLock=true does not wait");
    }
    while (found.busy() && !interrupt.asked()) {
      LockSupport.parkNanos(PAUSE_NANOS);
      found = measurement.measure(one);
    }
    return found;
  }

  /** Records of a case that has no result. */
  private List<BenchRecord> without(Planned one, Status status, String reason, double seconds) {
    Context context = new Context(build, Instant.now(), seconds, Host.current().load());
    return one.modes().stream()
        .map(mode ->
            new BenchRecord(
                one.point(),
                mode.shortLabel(),
                asked.getThreads().orElse(1),
                status,
                reason,
                List.of(),
                new Plan(0, 0, 0, 0, 0),
                environment,
                context))
        .toList();
  }

  /** Writes the file that JMH's own options name. */
  private void writeForJmh() {
    if (asked.getResult().hasValue() || asked.getResultFormat().hasValue()) {
      ResultFormatType format = asked.getResultFormat().orElse(ResultFormatType.JSON);
      String file =
          asked.getResult().orElse("jmh-result." + format.toString().toLowerCase(Locale.ROOT));
      ResultFormatFactory.getInstance(format, file).writeOut(results);
    }
  }

  private Provenance provenance(List<Planned> planned, List<String> commandLine) {
    List<String> tags = planned.stream().map(one -> one.point().tag()).toList();
    BenchCase first = planned.getFirst().point();
    Optional<BackendKind> kind =
        Optional.ofNullable(first.params().get("backend"))
            .map(name -> BackendKind.valueOf(name.toUpperCase(Locale.ROOT)));
    return new Provenance(
        "bench",
        Json.sha256(Json.canonical(tags), HASH_DIGITS),
        build,
        Jvm.current(),
        Host.current(),
        Backends.choose(kind, Precision.FP64),
        commandLine,
        Instant.now());
  }

  /** What two runs must share to be compared. */
  private static Map<String, String> environment() {
    Host host = Host.current();
    Jvm jvm = Jvm.current();
    Map<String, String> facts = new TreeMap<>();
    facts.put("cpu", host.cpu());
    facts.put("cores", Integer.toString(host.cores()));
    facts.put("system", host.system() + " " + host.architecture());
    facts.put("java", jvm.version() + ", " + jvm.vendor());
    return facts;
  }

  /** The heap of a fork: this one's, for forks get the same flags, unless an option sets it. */
  private double heapBytes() {
    List<String> options = new ArrayList<>(asked.getJvmArgs().orElse(List.of()));
    options.addAll(asked.getJvmArgsAppend().orElse(List.of()));
    options.addAll(asked.getJvmArgsPrepend().orElse(List.of()));
    Matcher matcher = HEAP.matcher(String.join(" ", options));
    if (!matcher.find()) {
      return Runtime.getRuntime().maxMemory();
    }
    int shift = 10 * "kmg".indexOf(matcher.group(2).toLowerCase(Locale.ROOT)) + 10;
    return Long.parseLong(matcher.group(1))
        * (double) (matcher.group(2).isEmpty() ? 1 : 1L << shift);
  }

  private @Nullable PrintStream log() {
    try {
      if (asked.getOutput().hasValue()) {
        return new PrintStream(
            new FileOutputStream(asked.getOutput().get()), true, StandardCharsets.UTF_8);
      }
      return asked.verbosity().hasValue() ? System.err : null;
    } catch (FileNotFoundException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Forks outlive this process where only it is told to end. */
  private static void endForks() {
    ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
  }
}
