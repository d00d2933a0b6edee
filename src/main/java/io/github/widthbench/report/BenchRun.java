package io.github.widthbench.report;

/**
 * A bench folder, as a page or a document shows it.
 *
 * @param made where it comes from
 */
public record BenchRun(BenchReport report, MadeOf made) {}
