package io.github.widthbench.dataset;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

/**
 * 1,797 images of handwritten digits, 8×8 pixels of 0 … 16 each: the test part of "Optical
 * Recognition of Handwritten Digits" (E. Alpaydin, C. Kaynak, 1998; UCI Machine Learning
 * Repository, CC BY 4.0).
 */
final class Digits {

  /** Number of images. */
  static final int COUNT = 1797;

  /** Number of pixels of an image. */
  static final int PIXELS = 64;

  private static final String RESOURCE = "digits.csv.gz";

  /** Rows as shipped: the pixels, then the digit. Never written to. */
  private static final double[][] ROWS = load();

  private Digits() {}

  /** Images as rows of norm {@code radius}; a new array. */
  static double[][] images(int[] indices, double radius) {
    return Arrays.stream(indices)
        .mapToObj(i -> {
          double[] image = Arrays.copyOf(ROWS[i], PIXELS);
          Generator.scaleTo(radius, image);
          return image;
        })
        .toArray(double[][]::new);
  }

  /** +1 for odd digits, −1 for even ones, one a row. */
  static double[][] parities(int[] indices) {
    return Arrays.stream(indices)
        .mapToObj(i -> new double[] {ROWS[i][PIXELS] % 2 == 1 ? 1 : -1})
        .toArray(double[][]::new);
  }

  private static double[][] load() {
    try (InputStream packed = Digits.class.getResourceAsStream(RESOURCE)) {
      if (packed == null) {
        throw new IllegalStateException("resource " + RESOURCE + " is missing from this build");
      }
      byte[] bytes = new GZIPInputStream(packed).readAllBytes();
      return Table.parse(RESOURCE, new String(bytes, StandardCharsets.US_ASCII), false).rows();
    } catch (IOException e) {
      throw new UncheckedIOException("resource " + RESOURCE + " is damaged", e);
    }
  }
}
