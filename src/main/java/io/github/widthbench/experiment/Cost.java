package io.github.widthbench.experiment;

/**
 * What a cell is predicted to cost.
 *
 * @param iterations predicted training steps (capped)
 * @param flops floating-point operations of training and spectra
 * @param bytes least memory traffic of training
 * @param memoryBytes peak memory while it runs
 * @param exact whether {@code iterations} is certain; otherwise it is the infinite-width prediction
 */
public record Cost(
    double iterations, double flops, double bytes, double memoryBytes, boolean exact) {}
