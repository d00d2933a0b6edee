package io.github.widthbench.sweep;

import io.github.widthbench.results.OutputFailedException;
import io.github.widthbench.study.Cell;
import io.github.widthbench.study.Study;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * A process that runs a study slowly, to be killed: its arguments are the folder of all runs and,
 * for one cell that fills the heap, {@code greedy}.
 */
final class CrashChild {

  static final Study STUDY = Probe.study(100, 2, 4);
  static final long GREEDY_SEED = 7;
  static final int OUTPUT_FAILED = 5;

  private static final long CELL_NANOS = 500_000;

  private CrashChild() {}

  @SuppressWarnings("SystemOut") // what it says is how the test knows what was acknowledged
  public static void main(String[] arguments) {
    boolean greedy = arguments.length > 1;
    Probe slow =
        new Probe((cell, backend, watch) -> {
          LockSupport.parkNanos(CELL_NANOS);
          if (greedy && Probe.seed(cell) == GREEDY_SEED) {
            fillTheHeap(cell);
          }
        });
    SweepOptions options = SweepOptions.threads(greedy ? 1 : 2);
    SweepRequest plain = Runs.request(Path.of(arguments[0]), STUDY, slow, options);
    SweepRequest request =
        new SweepRequest(
            STUDY,
            slow,
            plain.backend(),
            plain.folder(),
            plain.options(),
            plain.prepare(),
            plain.interrupted(),
            progress -> System.out.println(progress.done()));
    try {
      Sweep.run(request, new ProbeBackends());
    } catch (OutputFailedException e) {
      System.exit(OUTPUT_FAILED);
    }
  }

  private static void fillTheHeap(Cell cell) {
    List<long[]> hoard = new ArrayList<>();
    while (hoard.size() < Integer.MAX_VALUE) {
      hoard.add(new long[1 << 16]);
    }
    throw new IllegalStateException(cell.id() + " needs a smaller heap");
  }
}
