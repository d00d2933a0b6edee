package io.github.widthbench.results;

import io.github.widthbench.experiment.Findings;
import io.github.widthbench.study.StudyException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * What a command found: the content of {@code summary.json} and of {@code --json}.
 *
 * @param exit status of the command
 * @param error what was wrong with the input where {@code exit} is 2; null otherwise
 */
public record Summary(int exit, List<OfStudy> studies, @Nullable Problem error) {

  /** Name and major version of its form. */
  public static final String SCHEMA = "widthbench/summary/1";

  public Summary {
    studies = List.copyOf(studies);
  }

  /**
   * What one study found.
   *
   * @param folder of its records
   */
  public record OfStudy(String study, String folder, Counts cells, Findings findings) {}

  /** Cells of a study by how they ended; those of {@code total} left over have not run. */
  public record Counts(int total, int ok, int failed, int infeasible) {

    /** Cells without a record. */
    public int missing() {
      return total - ok - failed - infeasible;
    }
  }

  /** One thing wrong with the input. */
  public record Problem(
      @Nullable String file,
      @Nullable Integer line,
      @Nullable String field,
      String found,
      String allowed) {

    /** The problem that {@code e} names. */
    public static Problem of(StudyException e) {
      Integer line = e.at().line() > 0 ? (Integer) e.at().line() : null;
      return new Problem(e.at().source(), line, e.field(), e.found(), e.allowed());
    }
  }

  /** The summary of a command that ran. */
  public static Summary of(int exit, List<OfStudy> studies) {
    return new Summary(exit, studies, null);
  }

  /** The summary of a command that refused its input: exit 2, nothing was run. */
  public static Summary refused(Problem error) {
    return new Summary(2, List.of(), error);
  }

  /** The content of {@code summary.json}. */
  public String json() {
    SequencedMap<String, @Nullable Object> plain = new LinkedHashMap<>();
    plain.put("schema", SCHEMA);
    plain.put("exit", exit);
    plain.put("studies", studies.stream().map(Summary::plain).toList());
    if (error != null) {
      plain.put("error", plain(error));
    }
    return Json.pretty(plain);
  }

  private static Map<String, Object> plain(OfStudy study) {
    Findings findings = study.findings();
    Map<String, Object> plain = new LinkedHashMap<>();
    plain.put("study", study.study());
    plain.put("folder", study.folder());
    plain.put("cells", plain(study.cells()));
    plain.put("columns", findings.columns().stream().map(Summary::plain).toList());
    plain.put("table", findings.rows().stream().map(Plain::row).toList());
    plain.put("verdicts", findings.verdicts().stream().map(VerdictJson::ofStudy).toList());
    plain.put("sentence", findings.sentence());
    return plain;
  }

  private static Map<String, Object> plain(Counts cells) {
    Map<String, Object> plain = new LinkedHashMap<>();
    plain.put("total", cells.total());
    plain.put("ok", cells.ok());
    plain.put("failed", cells.failed());
    plain.put("infeasible", cells.infeasible());
    return plain;
  }

  private static Map<String, Object> plain(Findings.Column column) {
    Map<String, Object> plain = new LinkedHashMap<>();
    plain.put("key", column.key());
    plain.put("heading", column.heading());
    return plain;
  }

  private static Map<String, @Nullable Object> plain(Problem problem) {
    Map<String, @Nullable Object> plain = new LinkedHashMap<>();
    plain.put("file", problem.file());
    plain.put("line", problem.line());
    plain.put("field", problem.field());
    plain.put("found", problem.found());
    plain.put("allowed", problem.allowed());
    return plain;
  }
}
