package io.github.widthbench.sweep;

import io.github.widthbench.results.CellRecord;
import io.github.widthbench.results.Journal;
import io.github.widthbench.results.RefusedException;
import io.github.widthbench.results.RunFolder;
import io.github.widthbench.study.Study;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Joins the journals of shards into the one of their folder: in the order of the study, one line a
 * cell and attempt.
 */
public final class Merge {

  private final Map<String, Integer> positions = new HashMap<>();
  private final Map<Line, CellRecord> lines = new TreeMap<>();
  private final List<String> messages = new ArrayList<>();
  private final Study study;
  private final RunFolder target;
  private final Consumer<CellRecord> listener;

  private Merge(Study study, RunFolder target, Consumer<CellRecord> listener) {
    this.study = study;
    this.target = target;
    this.listener = listener;
    for (int i = 0; i < study.cells().size(); i++) {
      positions.putIfAbsent(study.cells().get(i).id(), i);
    }
  }

  /**
   * What a merge found.
   *
   * @param merged cells that have a record
   * @param total cells of the study
   * @param messages what could not be read, one sentence each
   */
  public record Merged(int merged, int total, List<String> messages) {

    /** Whether no cell is missing. */
    public boolean complete() {
      return merged == total;
    }

    /** The sum of it, for people. */
    public String sentence() {
      String sentence = "merged " + merged + " of " + total + " cells";
      return complete() ? sentence : sentence + "; " + (total - merged) + " are missing";
    }
  }

  /** Joins as below, heard by nobody. */
  public static Merged into(RunFolder target, Study study, List<Path> sources) {
    return into(target, study, sources, record -> {});
  }

  /**
   * Joins what {@code sources} (run folders and journals) hold of {@code study} with what is in
   * {@code target}, and writes it there; {@code listener} hears of every record that is read.
   *
   * @throws RefusedException if a source is of another study, backend or build
   */
  public static Merged into(
      RunFolder target, Study study, List<Path> sources, Consumer<CellRecord> listener) {
    Merge merge = new Merge(study, target, listener);
    Journal.rewrite(target.journal(), () -> merge.read(sources));
    Set<String> ids = new HashSet<>();
    merge.lines.values().forEach(record -> ids.add(record.id()));
    int merged = (int) study.cells().stream().filter(cell -> ids.contains(cell.id())).count();
    return new Merged(merged, study.cells().size(), List.copyOf(merge.messages));
  }

  /** The key of a line: position of its cell in the study, and attempt. */
  private record Line(int position, int attempt) implements Comparable<Line> {
    private static final Comparator<Line> ORDER =
        Comparator.comparingInt(Line::position).thenComparingInt(Line::attempt);

    @Override
    public int compareTo(Line other) {
      return ORDER.compare(this, other);
    }
  }

  private List<CellRecord> read(List<Path> sources) {
    SequencedSet<Path> journals = new LinkedHashSet<>(journals(target));
    for (Path source : sources) {
      journals.addAll(Files.isDirectory(source) ? journals(sameRun(source)) : journal(source));
    }
    for (Path journal : journals) {
      messages.addAll(Journal.read(journal, record -> take(journal, record)));
    }
    return List.copyOf(lines.values());
  }

  private void take(Path journal, CellRecord record) {
    listener.accept(record);
    Integer position = positions.get(record.id());
    if (position == null) {
      throw new RefusedException(
          "%s: cell %s is not of study %s; merge only what one study wrote"
              .formatted(journal, record.id(), study.name()));
    }
    lines.put(new Line(position, record.attempt()), record);
  }

  private RunFolder sameRun(Path source) {
    RunFolder folder = RunFolder.at(source);
    if (!folder.hash().equals(target.hash())) {
      throw new RefusedException(
          "%s is of another study, backend or build than %s: the hashes in their names differ"
              .formatted(source, target.path()));
    }
    return folder;
  }

  private static List<Path> journals(RunFolder folder) {
    List<Path> journals = new ArrayList<>();
    journals.add(folder.journal().toAbsolutePath().normalize());
    folder.shardJournals().forEach(shard -> journals.add(shard.toAbsolutePath().normalize()));
    return journals;
  }

  private static List<Path> journal(Path source) {
    if (!Files.isRegularFile(source)) {
      throw new RefusedException(source + " is neither a run folder nor a journal");
    }
    return List.of(source.toAbsolutePath().normalize());
  }
}
