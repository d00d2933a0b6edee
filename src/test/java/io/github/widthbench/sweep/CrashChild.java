package io.github.widthbench.sweep;

import io.github.widthbench.results.OutputFailedException;
import io.github.widthbench.study.Study;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/** A process that runs a study slowly, to be killed: its argument is the folder of all runs. */
final class CrashChild {

  static final Study STUDY = Probe.study(100, 2, 4);
  static final int OUTPUT_FAILED = 5;

  private static final long CELL_NANOS = 500_000;

  private CrashChild() {}

  @SuppressWarnings("SystemOut") // what it says is how the test knows what was acknowledged
  public static void main(String[] arguments) {
    Probe slow = new Probe((cell, backend, watch) -> LockSupport.parkNanos(CELL_NANOS));
    SweepRequest plain = Runs.request(Path.of(arguments[0]), STUDY, slow, SweepOptions.threads(2));
    SweepRequest request =
        new SweepRequest(
            STUDY,
            slow,
            plain.backend(),
            plain.folder(),
            plain.options(),
            plain.prepare(),
            plain.interrupted(),
            (done, total, failed, seconds) -> System.out.println(done));
    try {
      Sweep.run(request, new ProbeBackends());
    } catch (OutputFailedException e) {
      System.exit(OUTPUT_FAILED);
    }
  }
}
