package io.github.widthbench.cli;

import io.github.widthbench.backend.BackendKind;
import io.github.widthbench.backend.Backends;
import io.github.widthbench.report.StudyReport;
import io.github.widthbench.results.Build;
import io.github.widthbench.results.Provenance;
import io.github.widthbench.results.RunFolder;
import io.github.widthbench.results.Summary;
import io.github.widthbench.study.StudyYaml;
import io.github.widthbench.sweep.CheckShare;
import io.github.widthbench.sweep.Shard;
import io.github.widthbench.sweep.Sweep;
import io.github.widthbench.sweep.SweepOptions;
import io.github.widthbench.sweep.SweepRequest;
import io.github.widthbench.sweep.SweepResult;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Trains, solves and judges studies. */
@Command(
    name = "run",
    description = "Trains, solves and judges; goes on where an earlier run of the same ended.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./widthbench run exponential-quick --set width=256   # one width",
      "  ./widthbench run exponential-quick --set seed='{count: 3}' --json",
      "  ./widthbench run recovery-quick --check 0.1          # a tenth twice"
    },
    mixinStandardHelpOptions = true,
    versionProvider = VersionText.class)
final class RunCommand implements Callable<Integer> {

  private final Terminal terminal;
  private final Interrupt interrupt;
  private final Experiments experiments;

  @Spec private CommandSpec spec;
  @Mixin private StudyArguments studies;
  @Mixin private BackendArguments backend;
  @Mixin private OutputArguments output;

  @Option(names = "--out", paramLabel = "DIR", description = "Where run folders go. Default: runs")
  private Path out = Path.of("runs");

  @Option(
      names = "--engine",
      paramLabel = "NAME",
      description =
          "local; or shard:I/N, the part I (from 0) of N; or shard, numbered by a Slurm array or"
              + " Kubernetes job.")
  private String engine = "local";

  @Option(names = "--retry", description = "Run cells again that failed.")
  private boolean retry;

  @Option(
      names = "--what-if",
      description =
          "Run cells that did not converge again with smaller steps, wider networks, ridge and other"
              + " starts, and say what helped.")
  private boolean whatIf;

  @Option(names = "--unfused", description = "Without the backend's fused passes.")
  private boolean unfused;

  @Option(
      names = "--time-limit",
      paramLabel = "SECONDS",
      description = "A cell that takes longer has failed.")
  private @Nullable Double timeLimit;

  @Option(
      names = "--check",
      paramLabel = "SHARE",
      description =
          "Compute this share of cells, 0 to 1, again on the fp64 reference; one that differs has"
              + " failed.")
  private double check;

  @Option(
      names = "--pilot",
      description =
          "Run the narrowest widths first, predict the rest, and go on only if the study's goal will be"
              + " met.")
  private boolean pilot;

  RunCommand(Terminal terminal, Interrupt interrupt, Experiments experiments) {
    this.terminal = terminal;
    this.interrupt = interrupt;
    this.experiments = experiments;
  }

  @Override
  public Integer call() {
    OutputArguments.Form form = output.form();
    SweepOptions options = options();
    List<StudyCase> cases = studies.read(experiments);
    List<Backends.Choice> choices = cases.stream().map(backend::choose).toList();
    Build build = Build.current();
    List<Summary.OfStudy> summaries = new ArrayList<>();
    try (Interrupt.Listening _ = interrupt.listen()) {
      for (int i = 0; i < cases.size(); i++) {
        SweepRequest request = request(cases.get(i), choices.get(i), build, options);
        OptionalInt ended =
            pilot ? new PilotRun(request, form, terminal).end() : OptionalInt.empty();
        if (ended.isPresent()) {
          return ended.getAsInt();
        }
        SweepResult result = sweep(request);
        if (result.interrupted() || options.shard().isPresent()) {
          result.messages().forEach(terminal::tell); // a whole study tells them when it closes
        }
        if (result.interrupted()) {
          tellResumable(result);
          return Exit.INTERRUPTED;
        }
        summaries.add(close(new Closing(cases.get(i), request.folder()), request, result, form));
        if (whatIf && !ask(cases.get(i), request, build, result, form)) {
          return Exit.INTERRUPTED;
        }
      }
    }
    return Closing.end(summaries, form, terminal);
  }

  private SweepOptions options() {
    if (timeLimit != null && !(timeLimit > 0)) {
      throw new ParameterException(
          spec.commandLine(), "--time-limit is " + timeLimit + "; it must be above 0");
    }
    OptionalDouble limit =
        timeLimit == null ? OptionalDouble.empty() : OptionalDouble.of(timeLimit);
    Optional<Shard> shard = Shard.engine(engine, System.getenv());
    if (pilot && shard.isPresent()) {
      throw new ParameterException(
          spec.commandLine(),
          "--pilot with --engine "
              + engine
              + "; a pilot speaks of the whole study: run it alone first");
    }
    if (whatIf && shard.isPresent()) {
      throw new ParameterException(
          spec.commandLine(), "--what-if asks about a whole study; leave --engine out");
    }
    return new SweepOptions(backend.threads(), shard, retry, limit, unfused, share());
  }

  private CheckShare share() {
    if (!(check >= 0 && check <= 1)) {
      throw new ParameterException(
          spec.commandLine(), "--check is " + check + "; it must be a share from 0 to 1");
    }
    return new CheckShare(check);
  }

  private SweepRequest request(
      StudyCase study, Backends.Choice choice, Build build, SweepOptions options) {
    BackendKind kind = choice.used().kind();
    RunFolder folder =
        options.unfused()
            ? RunFolder.ofUnfused(out, study.study(), kind, build)
            : RunFolder.of(out, study.study(), kind, build);
    return new SweepRequest(
        study.study(),
        study.experiment(),
        choice,
        folder,
        options,
        () -> describe(folder, study, choice, build, options.shard()),
        interrupt::asked,
        new ProgressLine(terminal, study.study().name(), output.quiet()));
  }

  /** Writes into the folder what was asked and what it is made with. */
  private void describe(
      RunFolder folder,
      StudyCase study,
      Backends.Choice choice,
      Build build,
      Optional<Shard> shard) {
    List<String> arguments = spec.commandLine().getParent().getParseResult().originalArgs();
    Provenance provenance = Provenance.of(folder, build, choice, arguments, Instant.now());
    folder.writeStudy(StudyYaml.write(study.study()));
    shard.ifPresentOrElse(
        part -> folder.write(provenance, part.index(), part.count()),
        () -> folder.write(provenance));
  }

  private SweepResult sweep(SweepRequest request) {
    if (!output.quiet()) {
      terminal.tell(
          "%s: %d cell%s on backend %s (%s)"
              .formatted(
                  request.study().name(),
                  request.cells().size(),
                  request.cells().size() == 1 ? "" : "s",
                  request.backend().used().kind().label(),
                  request.backend().why()));
    }
    return Sweep.run(request);
  }

  /** Runs the ways out of cells that did not converge; false where the user ended it. */
  private boolean ask(
      StudyCase study,
      SweepRequest request,
      Build build,
      SweepResult result,
      OutputArguments.Form form) {
    List<String> arguments = spec.commandLine().getParent().getParseResult().originalArgs();
    return new WhatIfRun(study, request, terminal)
        .after(
            result,
            form,
            folder ->
                folder.write(
                    Provenance.of(folder, build, request.backend(), arguments, Instant.now())));
  }

  private void tellResumable(SweepResult result) {
    int done = result.counts().total() - result.counts().missing();
    terminal.tell(
        "interrupted after %d of %d cells; the same command resumes"
            .formatted(done, result.counts().total()));
  }

  /** Judges a whole study; the parts of one are judged when they are merged. */
  private Summary.OfStudy close(
      Closing closing, SweepRequest request, SweepResult result, OutputArguments.Form form) {
    StudyReport report =
        request
            .options()
            .shard()
            .map(shard -> closing.part(result, shard))
            .orElseGet(() -> closing.close(result, terminal));
    closing.print(report, form, List.of(request.journal()), terminal);
    return report.summary();
  }
}
