/** Records, the journal that keeps them, provenance, and the summary of a study. */
@NullMarked
package io.github.widthbench.results;

import org.jspecify.annotations.NullMarked;
