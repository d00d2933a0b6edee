/** What width costs and what it is good for, told from the records of a study. */
@NullMarked
package io.github.widthbench.scaling;

import org.jspecify.annotations.NullMarked;
