/** Tests of study files. */
@NullMarked
package io.github.widthbench.study;

import org.jspecify.annotations.NullMarked;
