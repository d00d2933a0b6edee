/** Charts as data, made from records: one class an experiment; drawn elsewhere. */
@NullMarked
package io.github.widthbench.report.chart;

import org.jspecify.annotations.NullMarked;
