package io.github.widthbench.report.chart;

import java.util.List;
import java.util.Set;

/**
 * A grid of coloured cells, first row on top.
 *
 * @param xLabel what the columns are
 * @param yLabel what the rows are
 * @param values by row, then column; NaN where nothing was measured
 * @param unit of the values, for people
 * @param range of the colours: a diverging scale where it is symmetric about 0
 * @param marks cells on the boundary that is predicted
 */
public record HeatMap(
    String id,
    String title,
    String reading,
    String xLabel,
    String yLabel,
    List<String> columns,
    List<String> rows,
    List<List<Double>> values,
    String unit,
    Range range,
    Set<Place> marks,
    List<String> notes)
    implements Picture {

  /** Ends of the colour scale. */
  public record Range(double low, double high) {
    static final Range SHARE = new Range(0, 1);
    static final Range COSINE = new Range(-1, 1);
  }

  /** A cell of the grid. */
  public record Place(int row, int column) {}

  /** The same with {@code run} in its title, and an id of its own. */
  HeatMap of(String run) {
    return new HeatMap(
        id + "-" + run,
        title + " · " + run,
        reading,
        xLabel,
        yLabel,
        columns,
        rows,
        values,
        unit,
        range,
        marks,
        notes);
  }
}
