package io.github.widthbench.training;

import io.github.widthbench.network.Dag;
import io.github.widthbench.network.DagLoss;
import io.github.widthbench.network.DagWeights;
import java.util.Arrays;
import java.util.List;

/**
 * Gradient descent with momentum on a batch of networks, Δw ← −η·g + τ_n·Δw and w ← w + Δw, each
 * replica by a rule of its own. Full batch.
 *
 * <p>Adaptive momentum takes τ_n = τ·|g|/|Δw| and 0 where Δw is 0, so that (η − τ)|g| ≤ |Δw| ≤ (η +
 * τ)|g| at every step. With scope {@code NODE} each block has a factor of its own, from the
 * gradient and the last step of the weights of its incoming edges.
 */
public final class AdaptiveMomentum implements AutoCloseable {

  /** How the factor of the last step is chosen. */
  public enum Kind {
    /** τ·|g|/|Δw|. */
    ADAPTIVE,
    /** A constant. */
    HEAVY_BALL,
    /** 0. */
    DESCENT
  }

  /** What shares one adaptive factor. */
  public enum Scope {
    GLOBAL,
    NODE
  }

  /**
   * How a replica steps.
   *
   * @param learningRate η
   * @param momentum τ of adaptive momentum, a length like η; the factor itself of the heavy ball
   */
  public record Rule(Kind kind, Scope scope, double learningRate, double momentum) {}

  private final DagLoss loss;
  private final List<Rule> rules;
  private final DagWeights change;

  /** For each edge the place of its group of weights among those that may share a factor. */
  private final int[] nodes;

  private final int nodeCount;

  // by group, then replica
  private double[][] squaredGradients;
  private double[][] squaredSteps;
  private double[][] factors;

  /** Steps on the weights of {@code loss}, one rule a replica. */
  public AdaptiveMomentum(DagLoss loss, List<Rule> rules) {
    this.loss = loss;
    this.rules = List.copyOf(rules);
    DagWeights weights = loss.forward().weights();
    Dag dag = weights.dag();
    change = weights.zerosLike();
    nodes = dag.edges().stream().mapToInt(edge -> dag.place(edge.to())).toArray();
    nodeCount = dag.blocks().size();
    squaredGradients = new double[nodeCount][rules.size()];
    squaredSteps = new double[nodeCount][rules.size()];
    factors = new double[nodeCount][rules.size()];
  }

  /** Reads the gradient that {@link DagLoss#differentiate} has written; comes before a step. */
  public void look() {
    squaredGradients = squares(loss.gradient());
  }

  /** Moves the replicas marked {@code active}; the others stay where they are. */
  public void step(boolean[] active) {
    factors = new double[nodeCount][rules.size()];
    for (int b = 0; b < rules.size(); b++) {
      chooseFactors(b);
    }
    DagWeights weights = loss.forward().weights();
    for (int e = 0; e < nodes.length; e++) {
      double[] kept = new double[rules.size()];
      double[] against = new double[rules.size()];
      for (int b = 0; b < kept.length; b++) {
        kept[b] = factors[nodes[e]][b] - 1;
        against[b] = -rules.get(b).learningRate();
      }
      change.addTo(e, kept, change);
      change.addTo(e, against, loss.gradient());
    }
    double[] one = new double[rules.size()];
    for (int b = 0; b < one.length; b++) {
      one[b] = active[b] ? 1 : 0;
    }
    weights.add(one, change);
    squaredSteps = squares(change);
  }

  private void chooseFactors(int b) {
    Rule rule = rules.get(b);
    double gradient = squaredGradient(b);
    double step = squaredStep(b);
    for (int node = 0; node < nodeCount; node++) {
      factors[node][b] =
          switch (rule.kind()) {
            case DESCENT -> 0;
            case HEAVY_BALL -> rule.momentum();
            case ADAPTIVE ->
                rule.scope() == Scope.GLOBAL
                    ? adaptive(rule.momentum(), gradient, step)
                    : adaptive(rule.momentum(), squaredGradients[node][b], squaredSteps[node][b]);
          };
    }
  }

  private static double adaptive(double tau, double squaredGradient, double squaredStep) {
    return squaredStep == 0 ? 0 : tau * Math.sqrt(squaredGradient) / Math.sqrt(squaredStep);
  }

  private double[][] squares(DagWeights vector) {
    double[][] squares = new double[nodeCount][rules.size()];
    for (int e = 0; e < nodes.length; e++) {
      double[] part = vector.dotOf(e, vector);
      for (int b = 0; b < part.length; b++) {
        squares[nodes[e]][b] += part[b];
      }
    }
    return squares;
  }

  /** |g|² of the replica at the last look. */
  public double squaredGradient(int replica) {
    return total(squaredGradients, replica);
  }

  /** |g|² of the weights into the block at {@code place}. */
  public double squaredGradient(int replica, int place) {
    return squaredGradients[place][replica];
  }

  /** |Δw|² of the replica at the last step. */
  public double squaredStep(int replica) {
    return total(squaredSteps, replica);
  }

  /** τ_n of the replica at the last step, the largest where blocks have their own. */
  public double factor(int replica) {
    return Arrays.stream(factors).mapToDouble(node -> node[replica]).max().orElse(0);
  }

  private static double total(double[][] squares, int replica) {
    double sum = 0;
    for (double[] node : squares) {
      sum += node[replica];
    }
    return sum;
  }

  @Override
  public void close() {
    change.close();
  }
}
