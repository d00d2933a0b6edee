/** JMH benchmarks, one class an operation or step; {@code widthbench bench} runs them. */
@NullMarked
package io.github.widthbench.benchmarks;

import org.jspecify.annotations.NullMarked;
