/** Local recovery of a teacher by two-layer students (Zhang, Zhang, Luo). */
@NullMarked
package io.github.widthbench.experiment.recovery;

import org.jspecify.annotations.NullMarked;
