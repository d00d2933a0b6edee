/** What a study will cost and reach, told from its narrow widths. */
@NullMarked
package io.github.widthbench.pilot;

import org.jspecify.annotations.NullMarked;
