/** What a paper's experiment is: a pure function of a batch of cells, and its verdicts. */
@NullMarked
package io.github.widthbench.experiment;

import org.jspecify.annotations.NullMarked;
