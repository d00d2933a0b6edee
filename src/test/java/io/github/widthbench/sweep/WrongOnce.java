package io.github.widthbench.sweep;

import io.github.widthbench.backend.Backend;
import io.github.widthbench.experiment.Cost;
import io.github.widthbench.experiment.Experiment;
import io.github.widthbench.experiment.Findings;
import io.github.widthbench.experiment.Outcome;
import io.github.widthbench.experiment.Statement;
import io.github.widthbench.experiment.Watch;
import io.github.widthbench.study.Cell;
import io.github.widthbench.study.Schema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A planted fault: the first result of each cell of one seed has a loss that is 10⁻⁶ off. */
record WrongOnce(Probe sound, long seed, Set<String> ran) implements Experiment {

  WrongOnce(Probe sound, long seed) {
    this(sound, seed, ConcurrentHashMap.newKeySet());
  }

  @Override
  public String name() {
    return sound.name();
  }

  @Override
  public Schema schema() {
    return sound.schema();
  }

  @Override
  public Set<String> batchedFields() {
    return sound.batchedFields();
  }

  @Override
  public void check(Cell cell) {
    sound.check(cell);
  }

  @Override
  public Cost cost(Cell cell, Backend backend) {
    return sound.cost(cell, backend);
  }

  @Override
  public List<Outcome> run(List<Cell> batch, Backend backend, Watch watch) {
    List<Outcome> outcomes = new ArrayList<>(sound.run(batch, backend, watch));
    for (int i = 0; i < batch.size(); i++) {
      if (Probe.seed(batch.get(i)) == seed && ran.add(batch.get(i).id())) {
        outcomes.set(i, wrong(outcomes.get(i)));
      }
    }
    return outcomes;
  }

  @Override
  public List<Statement> statements() {
    return sound.statements();
  }

  @Override
  public Findings judge(List<Finished> cells) {
    return sound.judge(cells);
  }

  private static Outcome wrong(Outcome right) {
    SequencedMap<String, Object> metrics = new LinkedHashMap<>(right.metrics());
    metrics.put("finalLoss", right.number("finalLoss") * (1 + 1e-6));
    return new Outcome(
        right.status(), right.reason(), metrics, right.reasons(), right.curve(), right.verdicts());
  }
}
