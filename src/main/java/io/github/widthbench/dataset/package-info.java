/** Inputs and labels: generated, read from CSV, the shipped digits, or given inline. */
@NullMarked
package io.github.widthbench.dataset;

import org.jspecify.annotations.NullMarked;
