package io.github.widthbench.experiment.condensation;

import io.github.widthbench.backend.EigenSolver;
import io.github.widthbench.backend.Tensor;
import io.github.widthbench.math.Vectors;
import io.github.widthbench.network.DagWeights;
import io.github.widthbench.spectrum.SingularValues;
import java.util.Arrays;
import java.util.Optional;

/** Reads the weights of one network of a batch, split at the target direction. */
final class Look {

  /** Matrices with no more rows are solved by rotations, with more by their Gram matrix. */
  private static final int NARROW = 64;

  /** Wider ones are not solved: a look would cost more than training. */
  private static final int WIDEST = 1024;

  /** Below that share of the largest a root of an eigenvalue of a Gram matrix is rounding. */
  private static final double GRAM_CUT_OFF = 1e-7;

  private final Problem problem;
  private final DagWeights weights;
  private final int replica;
  private final EigenSolver solver;

  Look(Problem problem, DagWeights weights, int replica, EigenSolver solver) {
    this.problem = problem;
    this.weights = weights;
    this.replica = replica;
    this.solver = solver;
  }

  private double[] edge(int e) {
    return tensor(e).toArray();
  }

  private Tensor tensor(int e) {
    return weights.edge(e).replicas(replica, replica + 1);
  }

  /** The input weights as rows. */
  double[][] rows() {
    return rows(0);
  }

  private double[][] rows(int e) {
    double[] m = edge(e);
    int columns = problem.sizes().get(e);
    double[][] rows = new double[problem.sizes().get(e + 1)][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = Arrays.copyOfRange(m, i * columns, (i + 1) * columns);
    }
    return rows;
  }

  private InputWeights split(double[][] rows) {
    double[] along = new double[rows.length];
    double[] perpendicular = new double[rows.length];
    for (int i = 0; i < rows.length; i++) {
      along[i] = Vectors.dot(rows[i], problem.direction());
      double[] rest = rows[i].clone();
      Vectors.add(-along[i], problem.direction(), rest);
      perpendicular[i] = Vectors.norm(rest);
    }
    return new InputWeights(along, perpendicular);
  }

  /** The network as the effective dynamics sees it: its input weights are those along ẑ. */
  State state() {
    InputWeights inputs = split(rows());
    Chain chain = Chain.ofHidden(problem.sizes());
    double[] theta = Arrays.copyOf(inputs.along(), chain.count());
    for (int e = 1; e < problem.depth(); e++) {
      double[] m = edge(e);
      System.arraycopy(m, 0, theta, chain.offset(e + 1), m.length);
    }
    return new State(chain, theta, inputs.perpendicular());
  }

  /**
   * A look.
   *
   * @param signal (1/n)·Σ y·f
   */
  Snapshot snapshot(int step, double time, double loss, double signal) {
    double[][] rows = rows();
    InputWeights inputs = split(rows);
    double rho = Vectors.dot(inputs.along(), inputs.along());
    for (int e = 1; e < problem.depth(); e++) {
      double[] m = edge(e);
      rho += Vectors.dot(m, m);
    }
    Optional<SingularValues> hidden =
        problem.depth() < 3 ? Optional.empty() : singularValues(problem.depth() - 2);
    return new Snapshot(
        step,
        time,
        loss,
        Math.sqrt(rho),
        signal / problem.rate(),
        hidden.map(SingularValues::effectiveRank).orElse(Double.NaN),
        hidden
            .map(SingularValues::values)
            .filter(v -> v.length > 1)
            .map(v -> v[1])
            .orElse(Double.NaN),
        inputs,
        rows,
        edge(problem.depth() - 1));
  }

  /** Of the matrix of an edge; empty where it is too wide or not finite. */
  private Optional<SingularValues> singularValues(int e) {
    double[][] rows = rows(e);
    int n = rows.length;
    if (n > Math.min(WIDEST, solver.limit())
        || !Arrays.stream(rows).flatMapToDouble(Arrays::stream).allMatch(Double::isFinite)) {
      return Optional.empty();
    }
    if (n <= NARROW) {
      return Optional.of(SingularValues.of(rows));
    }
    double[] gram = new double[n * n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        gram[i * n + j] = Vectors.dot(rows[i], rows[j]);
        gram[j * n + i] = gram[i * n + j];
      }
    }
    double[] ascending = solver.eigenvalues(gram, n);
    double[] values = new double[n];
    for (int i = 0; i < n; i++) {
      values[i] = Math.sqrt(Math.max(0, ascending[n - 1 - i]));
    }
    return Optional.of(new SingularValues(values, GRAM_CUT_OFF));
  }
}
