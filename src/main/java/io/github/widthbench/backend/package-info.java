/** The contract between the theory and a device: tensors, operations, eigen-solves. */
@NullMarked
package io.github.widthbench.backend;

import org.jspecify.annotations.NullMarked;
