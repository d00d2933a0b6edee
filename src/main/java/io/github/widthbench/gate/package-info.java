/**
 * The regression gate: exact metrics must be equal, timed ones are tested over pairs of fresh
 * forks, convergence is compared over seeds, history is searched for steps.
 */
@NullMarked
package io.github.widthbench.gate;

import org.jspecify.annotations.NullMarked;
