package io.github.widthbench.experiment;

/**
 * A statement that an experiment judges, and where to see it.
 *
 * @param name experiment and name, such as {@code exponential.rate}
 * @param study built-in study that judges it within a minute
 * @param figure the picture of that study's report that shows it
 */
public record Statement(String name, String study, String figure) {}
