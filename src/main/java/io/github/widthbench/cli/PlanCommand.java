package io.github.widthbench.cli;

import io.github.widthbench.backend.Backends;
import io.github.widthbench.pilot.Effort;
import io.github.widthbench.pilot.Pilot;
import io.github.widthbench.pilot.PilotDocument;
import io.github.widthbench.results.Build;
import io.github.widthbench.results.RunFolder;
import io.github.widthbench.sweep.SweepListener;
import io.github.widthbench.sweep.SweepOptions;
import io.github.widthbench.sweep.SweepRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Predicts what a run would cost, and refuses what cannot fit. */
@Command(
    name = "plan",
    description = {
      "Says what a run would cost: cells, operations, memory, time.",
      "It tries the study for some seconds, and keeps the records of that in the user's cache."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./widthbench plan exponential-quick   # how long it would take here",
      "  ./widthbench plan exponential --threads 1 --json"
    },
    mixinStandardHelpOptions = true,
    versionProvider = VersionText.class)
final class PlanCommand implements Callable<Integer> {

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
      document.put("schema", "widthbench/plan/2");
      document.put("plans", plans);
      terminal.out().println(Json.text(document));
    }
    return Exit.DONE;
  }

  private SequencedMap<String, Object> plan(StudyCase study) {
    Backends.Choice choice = backend.choose(study);
    Pilot.Found found = Pilot.run(request(study, choice), Effort.PLAN);
    if (!json) {
      terminal.out().println(study.study().name() + ": " + study.study().title());
      PilotText.lines(found).forEach(line -> terminal.out().println("  " + line));
      terminal
          .out()
          .println("  backend     %s (%s)".formatted(choice.used().kind().label(), choice.why()));
      terminal.out().println();
    }
    SequencedMap<String, Object> document = new LinkedHashMap<>();
    document.put("study", study.study().name());
    document.put("backend", choice.used().kind().label());
    document.put("why", choice.why());
    document.put("threads", backend.threads());
    document.put("limitBytes", Runtime.getRuntime().maxMemory());
    document.putAll(PilotDocument.of(found));
    return document;
  }

  private SweepRequest request(StudyCase study, Backends.Choice choice) {
    RunFolder folder =
        RunFolder.of(
            UserCache.folder("trials"), study.study(), choice.used().kind(), Build.current());
    return new SweepRequest(
        study.study(),
        study.experiment(),
        choice,
        folder,
        SweepOptions.threads(backend.threads()),
        () -> {},
        () -> false,
        SweepListener.NONE);
  }
}
