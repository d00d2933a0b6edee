/** NVIDIA GPUs through JCuda and JCublas. */
@NullMarked
package io.github.widthbench.backend.cuda;

import org.jspecify.annotations.NullMarked;
