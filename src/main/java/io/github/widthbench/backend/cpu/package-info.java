/** Vector API kernels and OpenBLAS through java.lang.foreign. */
@NullMarked
package io.github.widthbench.backend.cpu;

import org.jspecify.annotations.NullMarked;
