package io.github.widthbench.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.widthbench.experiment.InfeasibleException;
import io.github.widthbench.results.CellRecord;
import io.github.widthbench.results.Summary;
import io.github.widthbench.study.Study;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReferenceCheckTest {

  private static final Study STUDY = Probe.study(20, 4, 8);
  private static final SweepOptions ALL = SweepOptions.threads(1).with(new CheckShare(1));

  private static final SweepOptions UNCHECKED = SweepOptions.threads(1);

  @TempDir private Path root;

  @Test
  void run_withoutCheck_saysNothingOfOne() {
    Runs.run(root, STUDY, Probe.WELL, SweepOptions.threads(2));

    assertThat(records(root)).allSatisfy(r -> assertThat(r.backend().checked()).isNull());
  }

  @Test
  void run_ofSoundCells_passesAndSaysSo() {
    ProbeBackends backends = new ProbeBackends();
    SweepResult result = Sweep.run(Runs.request(root, STUDY, Probe.WELL, ALL), backends);

    assertThat(result.counts()).isEqualTo(new Summary.Counts(40, 40, 0, 0));
    assertThat(records(root))
        .allSatisfy(r ->
            assertThat(r.backend().checked())
                .isEqualTo("agrees with the fp64 reference within 1.1e-08"));
    assertThat(backends.open()).isZero();
  }

  @Test
  void run_ofAShare_checksTheSameCellsWithAnyThreadsAndShards() {
    CheckShare share = new CheckShare(0.3);
    List<String> picked =
        STUDY.cells().stream().filter(share::picks).map(c -> c.id()).sorted().toList();
    for (int threads : new int[] {1, 3}) {
      Path out = root.resolve("threads" + threads);
      Runs.run(out, STUDY, Probe.WELL, SweepOptions.threads(threads).with(share));
      assertThat(checked(out)).isEqualTo(picked).hasSizeBetween(1, 39);
    }
    Path out = root.resolve("shards");
    IntStream.range(0, 3)
        .forEach(i -> Runs.run(out, STUDY, Probe.WELL, Runs.shard(i, 3).with(share)));
    Merge.into(Runs.folder(out, STUDY), STUDY, List.of());
    assertThat(checked(out)).isEqualTo(picked);
  }

  @Test
  void run_ofAWrongResult_failsThatCellAndNamesBothValues() {
    SweepResult result = Runs.run(root, STUDY, new WrongOnce(Probe.WELL, 5), ALL);

    assertThat(result.counts()).isEqualTo(new Summary.Counts(40, 38, 2, 0));
    assertThat(result.records())
        .filteredOn(r -> Objects.equals(r.cell().get("seed"), 5))
        .allSatisfy(r -> {
          assertThat(r.backend().checked()).isEqualTo("differs from the fp64 reference");
          assertThat(r.outcome().reason())
              .matches("check: finalLoss is .+, the fp64 reference has .+ \\(tolerance .+\\)");
        });
    assertThat(
            Runs.run(root.resolve("unchecked"), STUDY, new WrongOnce(Probe.WELL, 5), UNCHECKED)
                .counts()
                .failed())
        .as("only a check sees it")
        .isZero();
  }

  @Test
  void run_whereTheReferenceThrows_failsThatCellOnly() {
    SweepResult result =
        Runs.run(root, STUDY, second(new IllegalStateException("no reference")), ALL);

    assertThat(result.counts()).isEqualTo(new Summary.Counts(40, 39, 1, 0));
    assertThat(result.records())
        .filteredOn(r -> r.outcome().reason() != null)
        .extracting(r -> r.outcome().reason())
        .containsExactly(
            "check: the fp64 reference failed: java.lang.IllegalStateException: no reference");
  }

  @Test
  void run_whereTheReferenceCannot_keepsTheCellAndSaysSo() {
    SweepResult result = Runs.run(root, STUDY, second(new InfeasibleException("too many")), ALL);

    assertThat(result.counts()).isEqualTo(new Summary.Counts(40, 40, 0, 0));
    assertThat(records(root))
        .extracting(r -> r.backend().checked())
        .contains("no: the reference cannot run it: too many");
  }

  /** Throws where the cell (8, 3) runs for the second time, which is its check. */
  private static Probe second(RuntimeException thrown) {
    ConcurrentHashMap<String, Integer> runs = new ConcurrentHashMap<>();
    return new Probe((cell, backend, watch) -> {
      boolean again = runs.merge(cell.id(), 1, Integer::sum) > 1;
      if (again && Probe.seed(cell) == 3 && cell.settings().integer("width") == 8) {
        throw thrown;
      }
    });
  }

  private static List<String> checked(Path out) {
    TreeSet<String> ids = new TreeSet<>();
    records(out).stream().filter(r -> r.backend().checked() != null).forEach(r -> ids.add(r.id()));
    return List.copyOf(ids);
  }

  private static List<CellRecord> records(Path out) {
    return Runs.records(Runs.folder(out, STUDY).journal());
  }
}
