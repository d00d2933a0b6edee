/** From a study to records: batches, engines, resuming. */
@NullMarked
package io.github.widthbench.sweep;

import org.jspecify.annotations.NullMarked;
