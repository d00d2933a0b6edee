/** What a user asks for: the study file, its schema, and the cells it expands to. */
@NullMarked
package io.github.widthbench.study;

import org.jspecify.annotations.NullMarked;
