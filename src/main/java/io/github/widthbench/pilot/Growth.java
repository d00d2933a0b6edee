package io.github.widthbench.pilot;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * How a positive quantity goes on with the width: log q = c + a·g(m), with a constant c for each
 * setting and one of several shapes g. A constant, 1/m and 1/√m come to rest at a limit, log m is a
 * power law. Narrow widths seldom tell these apart, so a prediction is the mean over all that
 * explain them (weights of Akaike, corrected for few samples), and its interval holds the 95 %
 * prediction interval of each.
 */
final class Growth {

  /** A shape this much worse than the best by the criterion is not believed. */
  private static final double WORSE = 6;

  private static final double CONFIDENCE = 0.95;

  /** The forms that the logarithm may take over the width. */
  enum Shape {
    CONSTANT,
    INVERSE,
    INVERSE_ROOT,
    POWER;

    double at(double width) {
      return switch (this) {
        case CONSTANT -> 0;
        case INVERSE -> 1 / width;
        case INVERSE_ROOT -> 1 / Math.sqrt(width);
        case POWER -> Math.log(width);
      };
    }
  }

  /** One value at a width of a setting. */
  record Sample(Object setting, double width, double value) {}

  private final List<Fit> fits;

  private Growth(List<Fit> fits) {
    this.fits = fits;
  }

  /**
   * The growth that {@code samples} show.
   *
   * @param samples of positive values
   * @param shapes to choose from
   */
  static Growth of(List<Sample> samples, List<Shape> shapes) {
    List<Fit> fits = new ArrayList<>();
    for (Shape shape : shapes) {
      Fit fit = new Fit(shape, samples);
      if (fit.freedom() >= 1) {
        fits.add(fit);
      }
    }
    double best = fits.stream().mapToDouble(Fit::criterion).min().orElse(0);
    fits.removeIf(fit -> !(fit.criterion() <= best + WORSE) && fits.size() > 1);
    return new Growth(List.copyOf(fits));
  }

  /** Whether there were samples enough to tell a spread. */
  boolean isKnown() {
    return !fits.isEmpty();
  }

  /**
   * The mean logarithm of {@code count} values of {@code setting} at {@code width}, as a value; of
   * a setting without samples by those of the others.
   */
  Estimate at(Object setting, double width, int count) {
    double best = fits.stream().mapToDouble(Fit::criterion).min().orElseThrow();
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    double sum = 0;
    double weights = 0;
    for (Fit fit : fits) {
      double mean = fit.mean(setting, width);
      double reach = fit.reach(setting, width, count);
      double weight = Math.exp((best - fit.criterion()) / 2);
      low = Math.min(low, mean - reach);
      high = Math.max(high, mean + reach);
      sum += weight * mean;
      weights += weight;
    }
    return new Estimate(Math.exp(low), Math.exp(sum / weights), Math.exp(high));
  }

  /** Least squares with one shape, a constant for each setting and one slope for all. */
  private static final class Fit {

    /** Spread of a logarithm below which no sample is believed: counts of steps are whole. */
    private static final double LEAST_SPREAD = 0.01;

    private final Shape shape;
    private final SequencedMap<Object, Centre> centres = new LinkedHashMap<>();
    private final int count;
    private final double variance;
    private final double slope;
    private final double spreadOfSettings;
    private double squares;

    /** Number of samples of a setting, and their mean. */
    private record Centre(int count, double g, double log) {}

    Fit(Shape shape, List<Sample> samples) {
      this.shape = shape;
      this.count = samples.size();
      Map<Object, List<Sample>> bySetting =
          samples.stream()
              .collect(
                  Collectors.groupingBy(Sample::setting, LinkedHashMap::new, Collectors.toList()));
      bySetting.forEach((setting, own) -> centres.put(setting, centre(own)));
      double products = 0;
      for (Sample sample : samples) {
        Centre centre = Objects.requireNonNull(centres.get(sample.setting()));
        double g = shape.at(sample.width()) - centre.g();
        squares += g * g;
        products += g * (Math.log(sample.value()) - centre.log());
      }
      slope = squares > 0 ? products / squares : 0;
      variance = residual(samples) / Math.max(1, freedom());
      spreadOfSettings = spreadOfSettings();
    }

    private Centre centre(List<Sample> samples) {
      double g = samples.stream().mapToDouble(s -> shape.at(s.width())).average().orElseThrow();
      double log = samples.stream().mapToDouble(s -> Math.log(s.value())).average().orElseThrow();
      return new Centre(samples.size(), g, log);
    }

    private double residual(List<Sample> samples) {
      double sum = 0;
      for (Sample sample : samples) {
        double error = Math.log(sample.value()) - mean(sample.setting(), sample.width());
        sum += error * error;
      }
      return sum + count * LEAST_SPREAD * LEAST_SPREAD;
    }

    private double spreadOfSettings() {
      double mean = centres.values().stream().mapToDouble(Centre::log).average().orElse(0);
      double sum = 0;
      for (Centre centre : centres.values()) {
        sum += (centre.log() - mean) * (centre.log() - mean);
      }
      return sum / Math.max(1, centres.size() - 1);
    }

    private int parameters() {
      return centres.size() + (shape == Shape.CONSTANT ? 0 : 1);
    }

    /** Samples beyond the parameters; none for a slope that the samples do not show. */
    int freedom() {
      return shape == Shape.CONSTANT || squares > 0 ? count - parameters() : 0;
    }

    /** n·ln σ² + 2k, corrected for few samples (Hurvich and Tsai 1989). */
    double criterion() {
      double k = parameters() + 1.0;
      double left = count - k - 1;
      double correction = left > 0 ? 2 * k * (k + 1) / left : 2 * k * (k + 1);
      return count * Math.log(variance * freedom() / count) + 2 * k + correction;
    }

    double mean(Object setting, double width) {
      Centre centre = centre(setting);
      return centre.log() + slope * (shape.at(width) - centre.g());
    }

    double reach(Object setting, double width, int values) {
      Centre centre = centre(setting);
      double g = shape.at(width) - centre.g();
      double leverage = squares > 0 ? g * g / squares : 0;
      double own = variance * (1.0 / values + 1.0 / centre.count() + leverage);
      double other =
          centres.containsKey(setting) ? 0 : spreadOfSettings * (1 + 1.0 / centres.size());
      double t = TDistribution.of(freedom()).inverseSurvivalProbability((1 - CONFIDENCE) / 2);
      return t * Math.sqrt(own + other);
    }

    /** Of a setting, or of the middle one where it has none. */
    private Centre centre(Object setting) {
      Centre own = centres.get(setting);
      return own != null
          ? own
          : centres.values().stream()
              .sorted(Comparator.comparingDouble(Centre::log))
              .skip(centres.size() / 2)
              .findFirst()
              .orElseThrow();
    }
  }
}
