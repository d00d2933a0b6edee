package io.github.widthbench.cli;

import io.github.widthbench.backend.Backend;
import io.github.widthbench.backend.Backends;
import io.github.widthbench.measure.Calibration;
import io.github.widthbench.sweep.Plan;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Predicts what a run would cost, and refuses what cannot fit. */
@Command(
    name = "plan",
    description = "Says what a run would cost: cells, operations, memory, time; runs none of it.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./widthbench plan exponential-quick   # how long it would take here",
      "  ./widthbench plan exponential --threads 1 --json"
    },
    mixinStandardHelpOptions = true,
    versionProvider = VersionText.class)
final class PlanCommand implements Callable<Integer> {

  private static final double MIB = 1 << 20;
  private static final double GIB = 1 << 30;

  private final Terminal terminal;
  private final Experiments experiments;

  @Mixin private StudyArguments studies;
  @Mixin private BackendArguments backend;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  PlanCommand(Terminal terminal, Experiments experiments) {
    this.terminal = terminal;
    this.experiments = experiments;
  }

  @Override
  public Integer call() {
    List<SequencedMap<String, Object>> plans =
        studies.read(experiments).stream().map(this::plan).toList();
    if (json) {
      SequencedMap<String, Object> document = new LinkedHashMap<>();
      document.put("schema", "widthbench/plan/1");
      document.put("plans", plans);
      terminal.out().println(Json.text(document));
    }
    return Exit.DONE;
  }

  private SequencedMap<String, Object> plan(StudyCase study) {
    Backends.Choice choice = backend.choose(study.precisions());
    double limitBytes = Runtime.getRuntime().maxMemory();
    try (Backend device = choice.open(1)) {
      Plan plan =
          Plan.of(study.study().cells(), study.experiment(), device, backend.threads(), limitBytes);
      double flopsPerSecond =
          backend.threads() * Calibration.flopsPerSecond(device, study.precisions().getFirst());
      if (!json) {
        print(study, plan, choice, limitBytes, flopsPerSecond);
      }
      return document(study, plan, choice, limitBytes, flopsPerSecond);
    }
  }

  private void print(
      StudyCase study, Plan plan, Backends.Choice choice, double limitBytes, double perSecond) {
    terminal.out().println(study.study().name() + ": " + study.study().title());
    line("cells", "%d in %d batches", plan.cells(), plan.batches());
    String how = plan.exact() ? "fixed by the study" : "predicted by the infinite-width theory";
    line("steps", "%.3g in all, %s", plan.iterations(), how);
    line("operations", "%.3g flops, %.3g bytes moved", plan.flops(), plan.bytes());
    line("memory", "%.1f MiB of %.1f GiB", plan.memoryBytes() / MIB, limitBytes / GIB);
    line(
        "time",
        "about %.3g s on backend %s with %d threads, at %.3g Gflop/s in a short trial",
        plan.seconds(perSecond),
        choice.used().kind().label(),
        backend.threads(),
        perSecond / 1e9);
    terminal.out().println();
  }

  private void line(String what, String format, Object... values) {
    terminal.out().printf(Locale.ROOT, "  %-11s " + format + "%n", prepend(what, values));
  }

  private static Object[] prepend(String first, Object... rest) {
    Object[] all = new Object[rest.length + 1];
    all[0] = first;
    System.arraycopy(rest, 0, all, 1, rest.length);
    return all;
  }

  private SequencedMap<String, Object> document(
      StudyCase study, Plan plan, Backends.Choice choice, double limitBytes, double perSecond) {
    SequencedMap<String, Object> document = new LinkedHashMap<>();
    document.put("study", study.study().name());
    document.put("cells", plan.cells());
    document.put("batches", plan.batches());
    document.put("iterations", plan.iterations());
    document.put("exact", plan.exact());
    document.put("flops", plan.flops());
    document.put("bytes", plan.bytes());
    document.put("memoryBytes", plan.memoryBytes());
    document.put("limitBytes", limitBytes);
    document.put("backend", choice.used().kind().label());
    document.put("threads", backend.threads());
    document.put("flopsPerSecond", perSecond);
    document.put("seconds", plan.seconds(perSecond));
    return document;
  }
}
