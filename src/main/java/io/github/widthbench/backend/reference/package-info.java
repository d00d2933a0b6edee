/** Plain FP64 loops: the specification that every other backend is tested against. */
@NullMarked
package io.github.widthbench.backend.reference;

import org.jspecify.annotations.NullMarked;
