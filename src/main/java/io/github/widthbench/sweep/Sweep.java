package io.github.widthbench.sweep;

import io.github.widthbench.backend.Backend;
import io.github.widthbench.backend.BackendKind;
import io.github.widthbench.backend.Backends;
import io.github.widthbench.experiment.Outcome;
import io.github.widthbench.experiment.Watch;
import io.github.widthbench.results.Host;
import io.github.widthbench.results.Journal;
import io.github.widthbench.results.Records;
import io.github.widthbench.study.Cell;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * Runs the cells of a study that have no record yet. Interrupted at any moment, by Ctrl-C or a
 * crash, it goes on where it ended; threads, batches and shards change no result.
 */
public final class Sweep {

  private final SweepRequest request;
  private final BackendSource backends;
  private final Stop stop;

  private Sweep(SweepRequest request, BackendSource backends) {
    this.request = request;
    this.backends = backends;
    this.stop = new Stop(request.interrupted());
  }

  /**
   * Runs what is left of a study.
   *
   * @throws io.github.widthbench.results.FolderLockedException if another run writes the folder
   * @throws io.github.widthbench.results.NewerSchemaException if a newer version wrote it
   * @throws io.github.widthbench.results.OutputFailedException if the disk fails; resumable
   * @throws io.github.widthbench.backend.BackendUnavailableException if the backend does not open
   */
  public static SweepResult run(SweepRequest request) {
    Backends.Choice chosen = request.backend();
    return run(
        request,
        (kind, threads, worker) ->
            kind == chosen.used().kind()
                ? chosen.open(threads, worker)
                : Backends.open(kind, threads));
  }

  static SweepResult run(SweepRequest request, BackendSource backends) {
    return new Sweep(request, backends).run();
  }

  private SweepResult run() {
    List<Cell> cells = request.cells();
    List<String> messages;
    boolean complete;
    try (Journal journal = Journal.open(request.journal())) {
      messages = journal.messages();
      request.prepare().run();
      complete = runAll(todo(cells, journal), journal);
    }
    Records records = Records.read(List.of(request.journal()));
    return SweepResult.of(cells, records, !complete, messages);
  }

  /** The cells to run, each once, even if two points of the study come to the same settings. */
  private List<Cell> todo(List<Cell> cells, Journal journal) {
    Set<String> seen = new HashSet<>();
    return cells.stream().filter(cell -> !isDone(cell, journal) && seen.add(cell.id())).toList();
  }

  private boolean isDone(Cell cell, Journal journal) {
    return journal
        .last(cell.id())
        .filter(last -> last.status() != Outcome.Status.FAILED || !request.options().retry())
        .isPresent();
  }

  /** Whether all were run; otherwise the user ended it. */
  private boolean runAll(List<Cell> todo, Journal journal) {
    if (todo.isEmpty()) {
      return true;
    }
    double memoryBytes = Runtime.getRuntime().maxMemory();
    Schedule schedule = schedule(todo, memoryBytes);
    int devices = request.backend().devices().size();
    Company company = Company.of(schedule.workers(), devices, Host.current().overloaded());
    Recorder recorder =
        new Recorder(
            journal,
            request.listener(),
            company,
            request.cells().size(),
            schedule.work(memoryBytes));
    Queue<Schedule.Batch> queue = new ConcurrentLinkedQueue<>(schedule.batches());
    try (ExecutorService workers =
        Executors.newFixedThreadPool(
            schedule.workers(), Thread.ofPlatform().name("sweep-", 0).factory())) {
      for (int i = 0; i < schedule.workers(); i++) {
        int worker = i;
        workers.execute(() -> work(worker, queue, schedule, recorder));
      }
    }
    stop.throwFailure();
    return recorder.complete();
  }

  private Schedule schedule(List<Cell> todo, double memoryBytes) {
    int workers = request.backend().workers(request.options().threads());
    try (Backend planner = backends.open(request.backend().used().kind(), 1, 0)) {
      return Schedule.of(todo, request.experiment(), planner, workers, memoryBytes);
    }
  }

  /** What one worker does: batch after batch, until there is none or the run must end. */
  private void work(int worker, Queue<Schedule.Batch> queue, Schedule schedule, Recorder recorder) {
    BackendKind kind = request.backend().used().kind();
    int threads = schedule.threadsEach();
    double memoryBytes = Runtime.getRuntime().maxMemory();
    Supplier<Backend> source = () -> backends.open(kind, threads, worker);
    Supplier<Backend> reference = () -> backends.open(BackendKind.REFERENCE, threads, worker);
    try (ReferenceCheck check = new ReferenceCheck(request, reference, stop);
        BatchRunner runner = new BatchRunner(request, source, stop, recorder, check)) {
      while (!stop.now()) {
        Schedule.Batch batch = queue.poll();
        if (batch == null) {
          return;
        }
        if (batch.memoryBytes() > memoryBytes) {
          runner.refuse(batch.cells(), Plan.memoryRefusal(batch.memoryBytes(), memoryBytes));
        } else {
          runner.run(batch.cells());
        }
      }
    } catch (Watch.StoppedException e) {
      // the run ends early; what finished is recorded
    } catch (Throwable e) { // of the run itself; a cell's own became its record
      stop.fail(e);
    }
  }
}
