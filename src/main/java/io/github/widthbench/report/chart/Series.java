package io.github.widthbench.report.chart;

import java.util.List;

/**
 * Points that belong together.
 *
 * @param name in the legend; series of one name are shown and hidden together
 * @param colour index of the colour; series that belong together share it
 * @param run which of several runs side by side it is of, from 0: series of one colour are told
 *     apart by it
 */
public record Series(String name, Form form, int colour, int run, List<Point> points) {

  public Series {
    points = points.stream().filter(p -> Double.isFinite(p.x()) && Double.isFinite(p.y())).toList();
  }

  Series(String name, Form form, int colour, List<Point> points) {
    this(name, form, colour, 0, points);
  }

  /** How points are drawn. */
  public enum Form {
    /** A line through medians or shares, with a band where the points have a spread. */
    LINE,
    /** One thin line of many. */
    CURVE,
    /** Points, with whiskers where they have a spread. */
    POINTS,
    /** Large marks: what the points are held against. */
    MARKS,
    /** A dashed line: a theory, a bound, a fit. */
    THEORY
  }

  /** The same as one of a run among several. */
  Series of(String runName, int ofRun) {
    return new Series(name + " · " + runName, form, colour, ofRun, points);
  }
}
