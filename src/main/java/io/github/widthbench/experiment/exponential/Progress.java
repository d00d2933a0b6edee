package io.github.widthbench.experiment.exponential;

import io.github.widthbench.experiment.Monitors.Alarm;
import io.github.widthbench.spectrum.Spectrum;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is written down of one network while it trains: curve points and its Gram matrix's spectrum.
 */
final class Progress {

  /** Larger sample counts keep no outputs and spectra in their records. */
  private static final int MOST_LISTED = 64;

  private final List<SequencedMap<String, Object>> curve = new ArrayList<>();
  private final SortedMap<Integer, double[]> outputs = new TreeMap<>();
  private double[] firstGram = new double[0];
  private double[] firstOutputs = new double[0];
  private double drift;
  private @Nullable Spectrum first;
  private @Nullable Spectrum last;
  private double lowest = Double.POSITIVE_INFINITY;
  private int lowestAt;
  private double highest = Double.NEGATIVE_INFINITY;
  private int highestAt;
  private @Nullable Alarm alarm;

  /** H(t) with its eigenvalues. */
  @SuppressWarnings("ArrayRecordComponent") // shared, never compared
  record Tangent(double[] gram, Spectrum spectrum) {}

  /**
   * Adds the point after {@code step} steps.
   *
   * @param outputs F
   * @param tangent null where it is not solved for
   */
  void add(int step, double loss, double residual, double[] outputs, @Nullable Tangent tangent) {
    SequencedMap<String, Object> point = new LinkedHashMap<>();
    point.put("t", step);
    point.put("loss", loss);
    point.put("residual", residual);
    if (tangent != null) {
      add(step, tangent, point);
    }
    if (outputs.length <= MOST_LISTED) {
      point.put("outputs", asList(outputs));
    }
    if (curve.isEmpty()) {
      firstOutputs = outputs;
    }
    curve.add(point);
    this.outputs.put(step, outputs);
  }

  /** Adds the Gram matrix at the last point. */
  void end(Tangent tangent) {
    SequencedMap<String, Object> point = curve.getLast();
    add((int) Objects.requireNonNull(point.get("t")), tangent, point);
  }

  private void add(int step, Tangent tangent, SequencedMap<String, Object> point) {
    Spectrum spectrum = tangent.spectrum();
    point.put("lambdaMin", spectrum.smallest());
    point.put("lambdaMax", spectrum.largest());
    if (first == null) {
      first = spectrum;
      firstGram = tangent.gram();
    }
    drift = Spectrum.frobeniusDistance(tangent.gram(), firstGram);
    last = spectrum;
    if (!(spectrum.smallest() >= lowest)) { // NaN counts as lowest
      lowest = spectrum.smallest();
      lowestAt = step;
    }
    if (!(spectrum.largest() <= highest)) {
      highest = spectrum.largest();
      highestAt = step;
    }
  }

  /** What the monitors read at the last point. */
  void watched(Map<String, Double> values) {
    curve.getLast().putAll(values);
  }

  /** A monitor has ended the run. */
  void halt(Alarm by) {
    alarm = by;
  }

  /** The monitor that ended the run, if one did. */
  Optional<Alarm> alarm() {
    return Optional.ofNullable(alarm);
  }

  /** F at every point of the curve, by its step. */
  SortedMap<Integer, double[]> outputs() {
    return outputs;
  }

  List<SequencedMap<String, Object>> curve() {
    return curve;
  }

  /** |H(T) − H(0)|_F. */
  double drift() {
    return drift;
  }

  /** H(0), row-major. */
  double[] firstGram() {
    return firstGram;
  }

  /** F(0). */
  double[] firstOutputs() {
    return firstOutputs;
  }

  Spectrum first() {
    return known(first);
  }

  Spectrum last() {
    return known(last);
  }

  /** The smallest lambdaMin(H(t)) over the recorded points. */
  double lowest() {
    return lowest;
  }

  /** The step of {@link #lowest}. */
  int lowestAt() {
    return lowestAt;
  }

  /** The largest lambdaMax(H(t)) over the recorded points. */
  double highest() {
    return highest;
  }

  /** The step of {@link #highest}. */
  int highestAt() {
    return highestAt;
  }

  static boolean isListed(int n) {
    return n <= MOST_LISTED;
  }

  static List<Double> asList(double[] values) {
    List<Double> list = new ArrayList<>(values.length);
    for (double value : values) {
      list.add(value);
    }
    return list;
  }

  private static Spectrum known(@Nullable Spectrum spectrum) {
    if (spectrum == null) {
      throw new IllegalStateException("no point was recorded");
    }
    return spectrum;
  }
}
