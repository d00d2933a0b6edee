/** The command line: one class a command; the only place that reads arguments or prints. */
@NullMarked
package io.github.widthbench.cli;

import org.jspecify.annotations.NullMarked;
