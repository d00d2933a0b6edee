package io.github.widthbench.experiment;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/**
 * Keeps what was made last, as much of it as a budget of numbers allows. A missing value is made
 * under the lock, so that workers that want the same one make it once.
 */
public final class RecentlyUsed<V> {
  private final Map<Object, V> values = new LinkedHashMap<>(16, 0.75f, true);
  private final long budget;
  private final ToLongFunction<V> size;

  /**
   * An empty memory.
   *
   * @param budget numbers kept in all; the newest value is kept whatever its size
   * @param size numbers that a value holds
   */
  public RecentlyUsed(long budget, ToLongFunction<V> size) {
    this.budget = budget;
    this.size = size;
  }

  /** The value of {@code key}, made if it is not kept. */
  public synchronized V get(Object key, Supplier<V> maker) {
    V kept = values.get(key);
    if (kept != null) {
      return kept;
    }
    V made = maker.get();
    values.put(key, made);
    long total = values.values().stream().mapToLong(size).sum();
    while (total > budget && values.size() > 1) {
      Object eldest = values.keySet().iterator().next();
      total -= size.applyAsLong(Objects.requireNonNull(values.remove(eldest)));
    }
    return made;
  }
}
