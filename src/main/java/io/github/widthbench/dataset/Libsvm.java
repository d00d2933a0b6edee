package io.github.widthbench.dataset;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * LIBSVM's text format: a line a point, its label and then {@code index:value} pairs with indices
 * from 1 in ascending order; entries left out are 0, and {@code #} begins a comment.
 */
final class Libsvm {

  private static final Pattern SPACES = Pattern.compile("\\s+");

  private final DataFile file;
  private int line;

  private Libsvm(DataFile file) {
    this.file = file;
  }

  /**
   * Points with their labels in the last column.
   *
   * @param inputDim of every point; 0 for the largest index of the file
   * @throws io.github.widthbench.study.StudyException naming the line of what is wrong
   */
  static double[][] read(DataFile file, int inputDim) {
    return new Libsvm(file).rows(inputDim);
  }

  @SuppressWarnings("ArrayRecordComponent") // lives only while a file is read
  private record Point(int line, double label, int[] indices, double[] values) {}

  private double[][] rows(int inputDim) {
    Point[] points =
        file.text().lines().flatMap(text -> point(text).stream()).toArray(Point[]::new);
    if (points.length == 0) {
      throw file.atLine(0, "no points", "at least one");
    }
    int largest =
        Arrays.stream(points).flatMapToInt(p -> Arrays.stream(p.indices())).max().orElse(1);
    int d = inputDim == 0 ? largest : inputDim;
    for (Point point : points) {
      long numbers = points.length * (d + 1L);
      int last = point.indices().length == 0 ? 0 : point.indices()[point.indices().length - 1];
      if (last > d || (numbers > DataFile.MOST_NUMBERS && last == largest)) {
        throw file.atLine(
            point.line(),
            "index " + last,
            inputDim == 0 ? "at most " + DataFile.MOST_NUMBERS + " numbers in all" : "1 to " + d);
      }
    }
    return Arrays.stream(points).map(point -> row(point, d)).toArray(double[][]::new);
  }

  private static double[] row(Point point, int d) {
    double[] row = new double[d + 1];
    for (int k = 0; k < point.indices().length; k++) {
      row[point.indices()[k] - 1] = point.values()[k];
    }
    row[d] = point.label();
    return row;
  }

  /** The point of the next line, unless there is none on it. */
  private Optional<Point> point(String text) {
    line++;
    int comment = text.indexOf('#');
    String content = (comment < 0 ? text : text.substring(0, comment)).strip();
    if (content.isEmpty()) {
      return Optional.empty();
    }
    String[] words = SPACES.split(content, -1);
    int[] indices = new int[words.length - 1];
    double[] values = new double[words.length - 1];
    for (int k = 0; k < indices.length; k++) {
      String[] pair = words[k + 1].split(":", -1);
      indices[k] = pair.length == 2 && pair[0].matches("\\d{1,9}") ? Integer.parseInt(pair[0]) : 0;
      if (indices[k] <= (k == 0 ? 0 : indices[k - 1])) {
        throw file.atLine(
            line, "\"" + words[k + 1] + "\"", "index:value, indices from 1 and ascending");
      }
      values[k] = number(pair[1]);
    }
    return Optional.of(new Point(line, number(words[0]), indices, values));
  }

  private double number(String word) {
    double number = Table.number(word);
    if (Double.isFinite(number)) {
      return number;
    }
    throw file.atLine(line, "\"" + word + "\"", "a finite number");
  }
}
