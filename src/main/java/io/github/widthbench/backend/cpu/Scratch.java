package io.github.widthbench.backend.cpu;

import io.github.widthbench.math.Precision;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * Arrays that one pass leaves to the next. Training calls the passes again and again with the same
 * sizes, and fresh memory costs more than the arithmetic on it: zeros, page faults, the collector.
 * Thread-safe.
 */
final class Scratch {
  private final long most;
  private final Deque<Object> free = new ArrayDeque<>();
  private long bytes;

  /**
   * An empty store.
   *
   * @param most bytes to hold on to; beyond, what was given longest ago is dropped
   */
  Scratch(long most) {
    this.most = most;
  }

  /** An array of that length with any content. */
  Object take(Precision precision, int length) {
    synchronized (free) {
      for (Iterator<Object> i = free.iterator(); i.hasNext(); ) {
        Object array = i.next();
        if (Numbers.is(precision, array) && Numbers.length(array) == length) {
          i.remove();
          bytes -= bytes(array);
          return array;
        }
      }
    }
    return Numbers.allocate(precision, length);
  }

  /** Takes an array back; nobody uses it any more. */
  void give(Object array) {
    synchronized (free) {
      free.addLast(array);
      bytes += bytes(array);
      while (bytes > most) {
        bytes -= bytes(free.removeFirst());
      }
    }
  }

  private static long bytes(Object array) {
    return (long) Numbers.length(array) * (Numbers.is(Precision.FP64, array) ? 8 : 4);
  }
}
