package io.github.widthbench.backend.cpu;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A fixed number of threads that share out numbered tasks, the calling one among them. Which thread
 * runs a task is open, so a task must not depend on it.
 */
final class Workers implements AutoCloseable {
  private final int threads;
  private final ExecutorService others;

  Workers(int threads) {
    this.threads = threads;
    this.others =
        Executors.newFixedThreadPool(
            Math.max(1, threads - 1), Thread.ofPlatform().daemon().name("cpu-", 0).factory());
  }

  int threads() {
    return threads;
  }

  /** Runs {@code task} for 0 … count−1 and waits for all; throws the first error of a task. */
  void forEach(int count, Task task) {
    if (threads == 1 || count == 1) { // without allocation: steps of descent come here
      for (int i = 0; i < count; i++) {
        task.run(0, i);
      }
      return;
    }
    AtomicInteger next = new AtomicInteger();
    List<Future<?>> shares = new ArrayList<>();
    for (int worker = 1; worker < Math.min(threads, count); worker++) {
      int number = worker;
      shares.add(others.submit(() -> share(next, count, number, task)));
    }
    Throwable failure = failureOf(() -> share(next, count, 0, task));
    for (Future<?> share : shares) { // all of them: the arrays are in use until the last ends
      if (failure != null) {
        next.set(count);
      }
      Throwable other = failureOf(() -> join(share));
      failure = failure == null ? other : failure;
    }
    switch (failure) {
      case null -> {}
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> throw new IllegalStateException(failure);
    }
  }

  private static @Nullable Throwable failureOf(Runnable work) {
    try {
      work.run();
      return null;
    } catch (Throwable e) { // thrown again once nothing runs any more
      return e;
    }
  }

  private static void share(AtomicInteger next, int count, int worker, Task task) {
    for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
      task.run(worker, i);
    }
  }

  private static void join(Future<?> share) {
    boolean interrupted = false;
    while (true) {
      try {
        share.get();
        break;
      } catch (InterruptedException e) {
        interrupted = true; // the arrays are in use until the task ends
      } catch (ExecutionException e) {
        if (e.getCause() instanceof RuntimeException cause) {
          throw cause;
        }
        if (e.getCause() instanceof Error cause) {
          throw cause;
        }
        throw new IllegalStateException(e.getCause());
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    others.shutdownNow();
  }

  /** One of the numbered tasks, run by the worker 0 … threads−1. */
  interface Task {
    void run(int worker, int index);
  }
}
