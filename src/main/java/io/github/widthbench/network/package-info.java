/** Networks as data, and their initialization. */
@NullMarked
package io.github.widthbench.network;

import org.jspecify.annotations.NullMarked;
