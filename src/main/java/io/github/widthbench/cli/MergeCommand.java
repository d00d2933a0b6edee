package io.github.widthbench.cli;

import io.github.widthbench.report.StudyReport;
import io.github.widthbench.results.Records;
import io.github.widthbench.results.Summary;
import io.github.widthbench.study.Study;
import io.github.widthbench.sweep.Merge;
import io.github.widthbench.sweep.SweepResult;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Joins the shards of one study and judges the whole. */
@Command(
    name = "merge",
    description = {
      "Joins the shards of one study into the first FOLDER, and judges the whole.",
      "The others are folders of the same name from elsewhere."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./widthbench run recovery-quick --quiet --engine shard:0/2",
      "  ./widthbench run recovery-quick --quiet --engine shard:1/2",
      "  ./widthbench merge runs/*   # joins and judges them"
    },
    mixinStandardHelpOptions = true,
    versionProvider = VersionText.class)
final class MergeCommand implements Callable<Integer> {

  private final Terminal terminal;
  private final Experiments experiments;

  @Mixin private FolderArguments folders;
  @Mixin private OutputArguments output;

  MergeCommand(Terminal terminal, Experiments experiments) {
    this.terminal = terminal;
    this.experiments = experiments;
  }

  @Override
  public Integer call() {
    OutputArguments.Form form = output.form();
    Closing closing = folders.open(folders.paths().getFirst(), experiments);
    Study study = closing.study().study();
    int cells = study.cells().size();
    ReadingProgress reading = ReadingProgress.of(study.name(), cells, terminal, output.quiet());
    Merge.Merged merged =
        Merge.into(closing.folder(), study, folders.paths(), record -> reading.read());
    reading.end();
    List<Path> journals = List.of(closing.folder().journal());
    SweepResult result =
        SweepResult.of(study.cells(), Records.read(journals), false, merged.messages());
    StudyReport report = closing.close(result, terminal);
    closing.print(report, form, journals, terminal);
    terminal.tell(merged.sentence());
    List<Summary.OfStudy> summaries = List.of(report.summary());
    return Closing.end(summaries, form, terminal);
  }
}
