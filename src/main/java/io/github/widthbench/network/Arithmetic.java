package io.github.widthbench.network;

import io.github.widthbench.math.FloatFormat;

/**
 * How an exponential network is computed and what of it is rounded. Sums are in FP64 whatever is
 * stored. Rounded are
 *
 * <ul>
 *   <li>to {@code weights}: the weights at the start and after every step
 *   <li>to {@code activations}: inputs, exponents, the values and slopes that the form gives, and
 *       the mean over neurons of each entry of the Gram matrix, as a matrix product writes it
 * </ul>
 *
 * <p>Outputs, residuals, output weights and row factors are not.
 *
 * @param softmax whether the values of a sample are divided by their mean, so that they are m times
 *     a softmax
 */
public record Arithmetic(
    ExponentForm form, FloatFormat weights, FloatFormat activations, boolean softmax) {}
