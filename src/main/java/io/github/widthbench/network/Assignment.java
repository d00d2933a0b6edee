package io.github.widthbench.network;

import java.util.Arrays;

/**
 * The cheapest assignment of rows to columns, such as of the neurons of one network to those of
 * another: the Hungarian algorithm with potentials (H. Kuhn 1955; shortest augmenting paths as by
 * R. Jonker and A. Volgenant 1987).
 */
public final class Assignment {

  private Assignment() {}

  /**
   * The column of each row; every column is used once at most.
   *
   * @param cost finite, rows ≤ columns; cost of the algorithm rows²·columns
   * @throws IllegalArgumentException if there are more rows than columns
   */
  public static int[] cheapest(double[][] cost) {
    int rows = cost.length;
    int columns = rows == 0 ? 0 : cost[0].length;
    if (rows > columns) {
      throw new IllegalArgumentException(
          "an assignment needs rows ≤ columns, found " + rows + "×" + columns);
    }
    Search search = new Search(cost, rows, columns);
    for (int row = 1; row <= rows; row++) {
      search.place(row);
    }
    int[] assigned = new int[rows];
    for (int column = 1; column <= columns; column++) {
      if (search.rowOf[column] > 0) {
        assigned[search.rowOf[column] - 1] = column - 1;
      }
    }
    return assigned;
  }

  /** Rows placed so far; rows and columns count from 1, and 0 stands for none. */
  private static final class Search {
    private final double[][] cost;
    private final double[] rowPrice;
    private final double[] columnPrice;
    private final int[] rowOf;
    private final int[] before;

    Search(double[][] cost, int rows, int columns) {
      this.cost = cost;
      rowPrice = new double[rows + 1];
      columnPrice = new double[columns + 1];
      rowOf = new int[columns + 1];
      before = new int[columns + 1];
    }

    /** Extends the assignment by one row along a shortest path of reduced costs. */
    void place(int row) {
      rowOf[0] = row;
      double[] slack = new double[columnPrice.length];
      Arrays.fill(slack, Double.POSITIVE_INFINITY);
      boolean[] visited = new boolean[columnPrice.length];
      int column = 0;
      do {
        visited[column] = true;
        column = advance(column, slack, visited);
      } while (rowOf[column] != 0);
      while (column != 0) {
        rowOf[column] = rowOf[before[column]];
        column = before[column];
      }
    }

    /** Lowers the slacks from one column, and moves to the nearest that is not visited. */
    private int advance(int from, double[] slack, boolean[] visited) {
      int row = rowOf[from];
      int nearest = -1;
      for (int column = 1; column < slack.length; column++) {
        if (!visited[column]) {
          double reduced = cost[row - 1][column - 1] - rowPrice[row] - columnPrice[column];
          if (reduced < slack[column]) {
            slack[column] = reduced;
            before[column] = from;
          }
          if (nearest < 0 || slack[column] < slack[nearest]) {
            nearest = column;
          }
        }
      }
      shift(slack[nearest], slack, visited);
      return nearest;
    }

    private void shift(double delta, double[] slack, boolean[] visited) {
      for (int column = 0; column < slack.length; column++) {
        if (visited[column]) {
          rowPrice[rowOf[column]] += delta;
          columnPrice[column] -= delta;
        } else {
          slack[column] -= delta;
        }
      }
    }
  }
}
