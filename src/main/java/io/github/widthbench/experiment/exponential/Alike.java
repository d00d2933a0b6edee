package io.github.widthbench.experiment.exponential;

import io.github.widthbench.experiment.Experiment.Finished;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Finds beside each cell the plain one with the same settings, seed among them, but for some. */
final class Alike {
  private final Collection<String> but;
  private final Map<Object, Finished> plain = new HashMap<>();

  /**
   * Among {@code cells}.
   *
   * @param but fields in which a cell may differ from its plain one
   * @param isPlain which cells others are set beside
   */
  Alike(List<Finished> cells, Collection<String> but, Predicate<Finished> isPlain) {
    this.but = but;
    cells.stream().filter(isPlain).forEach(cell -> plain.putIfAbsent(key(cell), cell));
  }

  /** The plain cell beside this one. */
  Optional<Finished> to(Finished cell) {
    return Optional.ofNullable(plain.get(key(cell)));
  }

  private Object key(Finished cell) {
    Map<String, @Nullable Object> settings = new HashMap<>();
    cell.cell()
        .settings()
        .root()
        .entries()
        .forEach((name, node) -> settings.put(name, node.plain()));
    settings.keySet().removeAll(but);
    return settings;
  }
}
