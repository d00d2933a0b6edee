package io.github.widthbench.experiment;

import java.util.function.DoubleBinaryOperator;

/**
 * How a network does on points that it was not trained on.
 *
 * @param loss of one sample by output and label
 * @param outputs on the training points, whose labels may be noisy
 * @param heldOut outputs on the points held out
 */
@SuppressWarnings("ArrayRecordComponent") // a view for one call, never compared
public record Generalisation(
    DoubleBinaryOperator loss,
    double[] outputs,
    double[] labels,
    double[] heldOut,
    double[] heldOutLabels) {

  /**
   * Puts the mean loss of a sample and the share of right signs on either set, and the gaps between
   * them, each above 0 where the network does worse on points that it has not seen.
   */
  public void putTo(Metrics metrics) {
    double trainLoss = mean(loss, outputs, labels);
    double testLoss = mean(loss, heldOut, heldOutLabels);
    double trainAccuracy = mean(Generalisation::agrees, outputs, labels);
    double testAccuracy = mean(Generalisation::agrees, heldOut, heldOutLabels);
    metrics.put("trainAccuracy", trainAccuracy);
    metrics.put("heldOutAccuracy", testAccuracy);
    metrics.put("heldOutMeanSquare", mean((o, y) -> (o - y) * (o - y), heldOut, heldOutLabels));
    metrics.put("trainLoss", trainLoss);
    metrics.put("testLoss", testLoss);
    metrics.put("lossGap", testLoss - trainLoss);
    metrics.put("accuracyGap", trainAccuracy - testAccuracy);
  }

  private static double agrees(double output, double label) {
    return output * label > 0 ? 1 : 0;
  }

  private static double mean(DoubleBinaryOperator each, double[] outputs, double[] labels) {
    double sum = 0;
    for (int i = 0; i < labels.length; i++) {
      sum += each.applyAsDouble(outputs[i], labels[i]);
    }
    return sum / labels.length;
  }
}
