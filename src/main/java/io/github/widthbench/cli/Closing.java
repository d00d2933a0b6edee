package io.github.widthbench.cli;

import io.github.widthbench.experiment.Findings;
import io.github.widthbench.experiment.Verdict;
import io.github.widthbench.report.ClosingReport;
import io.github.widthbench.report.Evidence;
import io.github.widthbench.report.HtmlReport;
import io.github.widthbench.report.MarkdownReport;
import io.github.widthbench.report.StudyReport;
import io.github.widthbench.results.CellRecord;
import io.github.widthbench.results.Records;
import io.github.widthbench.results.RunFolder;
import io.github.widthbench.results.Summary;
import io.github.widthbench.scaling.Scaling;
import io.github.widthbench.study.Cell;
import io.github.widthbench.sweep.Shard;
import io.github.widthbench.sweep.SweepResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** How a study ends: judged, summed up, written into its folder. */
record Closing(StudyCase study, RunFolder folder) {

  /**
   * Judges {@code result}, and writes {@code summary.json}, {@code report.md} and {@code
   * report.html}.
   */
  StudyReport close(SweepResult result, Terminal terminal) {
    return close(result, study.experiment().judge(result.finished()), terminal);
  }

  /** The same with findings that are made already. */
  StudyReport close(SweepResult result, Findings findings, Terminal terminal) {
    result.messages().forEach(terminal::tell);
    StudyReport report = report(result, findings);
    folder.write(Summary.of(exit(report.summary()), List.of(report.summary())));
    folder.writeScaling(Scaling.json(study.study().name(), report.scaling()));
    folder.writeReport(MarkdownReport.of(report));
    folder.writePage(HtmlReport.of(List.of(report), List.of()));
    return report;
  }

  /** What is known when one part of the study has run; nothing is judged or written. */
  StudyReport part(SweepResult result, Shard shard) {
    String sentence =
        "Shard %d of %d; `widthbench merge %s` joins and judges them."
            .formatted(shard.index(), shard.count(), folder.path());
    Findings none = new Findings(List.of(), List.of(), List.of(), sentence);
    return report(result, none);
  }

  /** Prints the closing report or the records, where one of them is wanted. */
  void print(
      StudyReport report, OutputArguments.Form form, List<Path> journals, Terminal terminal) {
    switch (form) {
      case TEXT -> {
        ClosingReport text = new ClosingReport(terminal.unicode(), terminal.colour());
        text.lines(report).forEach(terminal.out()::println);
        terminal.out().println();
      }
      case RECORDS -> printRecords(journals, terminal);
      case SUMMARY -> {} // printed once, for all studies together
    }
  }

  /** Prints the records of {@code journals} in the order of the study. */
  private void printRecords(List<Path> journals, Terminal terminal) {
    Map<String, CellRecord> byId = Records.read(journals).byId();
    for (Cell cell : study.study().cells()) {
      CellRecord found = byId.get(cell.id());
      if (found != null) {
        terminal.out().println(new String(found.line(), StandardCharsets.UTF_8));
      }
    }
  }

  /** The exit code of a command that closed these studies; prints the summary where wanted. */
  static int end(List<Summary.OfStudy> summaries, OutputArguments.Form form, Terminal terminal) {
    int exit = summaries.stream().mapToInt(Closing::exit).max().orElse(Exit.DONE);
    if (form == OutputArguments.Form.SUMMARY) {
      terminal.out().print(Summary.of(exit, summaries).json());
      terminal.out().flush();
    }
    return exit;
  }

  private static int exit(Summary.OfStudy summary) {
    boolean violated =
        summary.findings().verdicts().stream()
            .anyMatch(verdict -> verdict.says() == Verdict.Says.VIOLATED);
    boolean lacking = summary.cells().failed() > 0 || summary.cells().missing() > 0;
    return violated || lacking ? Exit.JUDGED : Exit.DONE;
  }

  private StudyReport report(SweepResult result, Findings findings) {
    String name = study.study().name();
    ProvenanceFile provenance = ProvenanceFile.of(folder.path());
    return new StudyReport(
        study.study().title(),
        new Summary.OfStudy(name, folder.path().toString(), result.counts(), findings),
        provenance.commands(),
        provenance.madeBy(),
        new Evidence(study.study(), result.finished(), result.records()));
  }
}
