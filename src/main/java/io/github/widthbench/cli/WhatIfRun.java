package io.github.widthbench.cli;

import io.github.widthbench.report.StudyReport;
import io.github.widthbench.results.OutputFailedException;
import io.github.widthbench.results.RunFolder;
import io.github.widthbench.study.Study;
import io.github.widthbench.sweep.Sweep;
import io.github.widthbench.sweep.SweepRequest;
import io.github.widthbench.sweep.SweepResult;
import io.github.widthbench.sweep.WhatIf;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** Runs the ways out of a study's cells that did not converge, in a folder inside the study's. */
record WhatIfRun(StudyCase study, SweepRequest request, Terminal terminal) {

  /**
   * Runs them, resuming what an earlier run began.
   *
   * @param result of the study itself
   * @param describe writes into the new folder what it is made with
   * @return whether it ran to its end; otherwise the user interrupted it
   */
  boolean after(SweepResult result, OutputArguments.Form form, Consumer<RunFolder> describe) {
    WhatIf whatIf = WhatIf.of(result.finished(), study.experiment());
    Study varied = whatIf.study(study.study());
    if (varied.cells().isEmpty()) {
      terminal.tell(whatIf.findings(List.of()).sentence());
      return true;
    }
    RunFolder folder = folder(varied);
    SweepRequest again =
        new SweepRequest(
            varied,
            request.experiment(),
            request.backend(),
            folder,
            request.options(),
            () -> describe.accept(folder),
            request.interrupted(),
            request.listener());
    SweepResult tried = Sweep.run(again);
    if (tried.interrupted()) {
      return false;
    }
    Closing closing = new Closing(new StudyCase(varied, study.experiment()), folder);
    StudyReport report = closing.close(tried, whatIf.findings(tried.finished()), terminal);
    if (form == OutputArguments.Form.TEXT) {
      closing.print(report, form, List.of(), terminal);
    }
    return true;
  }

  private RunFolder folder(Study varied) {
    Path path = request.folder().path().resolve("what-if");
    try {
      Files.createDirectories(path);
    } catch (IOException e) {
      throw new OutputFailedException(path, e);
    }
    return new RunFolder(path, varied.name(), request.folder().hash());
  }
}
