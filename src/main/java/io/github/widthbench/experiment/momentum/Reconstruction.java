package io.github.widthbench.experiment.momentum;

import io.github.widthbench.backend.EigenSolver;
import io.github.widthbench.spectrum.BestRank;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How well a network keeps its inputs.
 *
 * @param meanSquare mean squared error of a pixel
 * @param psnr 10·log10(peak²/meanSquare), peak the largest pixel of the training images
 * @param ssim mean structural similarity over images; NaN where inputs are no square images
 * @param best the mean squared error of the best linear code of the same size; NaN without a code
 * @param bestPsnr of {@code best}
 * @param heldOut the same of the held-out images, without {@code best}; null where there are none
 */
record Reconstruction(
    double meanSquare,
    double psnr,
    double ssim,
    double best,
    double bestPsnr,
    @Nullable Reconstruction heldOut) {

  /** Side of the windows of structural similarity. */
  private static final int WINDOW = 8;

  private static final double K1 = 0.01;
  private static final double K2 = 0.03;

  static Reconstruction of(
      double[][] images, double[] outputs, double[][] held, double[] heldOutputs, double best) {
    double peak =
        Arrays.stream(images).flatMapToDouble(Arrays::stream).map(Math::abs).max().orElse(1);
    Reconstruction others = held.length == 0 ? null : of(held, heldOutputs, peak, Double.NaN, null);
    return of(images, outputs, peak, best, others);
  }

  private static Reconstruction of(
      double[][] images,
      double[] outputs,
      double peak,
      double best,
      @Nullable Reconstruction heldOut) {
    int d = images[0].length;
    int side = (int) Math.round(Math.sqrt(d));
    double squared = 0;
    double similar = 0;
    for (int i = 0; i < images.length; i++) {
      double[] output = Arrays.copyOfRange(outputs, i * d, (i + 1) * d);
      for (int p = 0; p < d; p++) {
        squared += (output[p] - images[i][p]) * (output[p] - images[i][p]);
      }
      similar += side * side == d ? ssim(images[i], output, side, peak) : Double.NaN;
    }
    double mean = squared / images.length / d;
    return new Reconstruction(
        mean, psnr(mean, peak), similar / images.length, best, psnr(best, peak), heldOut);
  }

  /** Mean squared error of the best rank-k map; NaN where there is no code. */
  static double bestLinear(double[][] images, int k, EigenSolver solver) {
    int d = images[0].length;
    if (k == 0 || d > solver.limit()) {
      return Double.NaN;
    }
    return BestRank.error(images, Math.min(k, d), solver) / images.length / d;
  }

  private static double psnr(double meanSquare, double peak) {
    return 10 * StrictMath.log10(peak * peak / meanSquare);
  }

  /**
   * The mean over all windows of 8×8 pixels, or the whole of a smaller image, of the structural
   * similarity (Z. Wang, A. Bovik, H. Sheikh, E. Simoncelli, 2004), with equal weights.
   */
  static double ssim(double[] a, double[] b, int side, double range) {
    int window = Math.min(WINDOW, side);
    int places = side - window + 1;
    double sum = 0;
    for (int row = 0; row < places; row++) {
      for (int column = 0; column < places; column++) {
        sum += ssim(a, b, row * side + column, side, window, range);
      }
    }
    return sum / places / places;
  }

  private static double ssim(double[] a, double[] b, int from, int side, int window, double range) {
    double count = (double) window * window;
    double meanA = 0;
    double meanB = 0;
    double aa = 0;
    double bb = 0;
    double ab = 0;
    for (int i = 0; i < window; i++) {
      for (int j = 0; j < window; j++) {
        int p = from + i * side + j;
        meanA += a[p] / count;
        meanB += b[p] / count;
        aa += a[p] * a[p] / count;
        bb += b[p] * b[p] / count;
        ab += a[p] * b[p] / count;
      }
    }
    double c1 = K1 * K1 * range * range;
    double c2 = K2 * K2 * range * range;
    double variances = aa - meanA * meanA + (bb - meanB * meanB);
    double covariance = ab - meanA * meanB;
    return (2 * meanA * meanB + c1)
        * (2 * covariance + c2)
        / ((meanA * meanA + meanB * meanB + c1) * (variances + c2));
  }
}
