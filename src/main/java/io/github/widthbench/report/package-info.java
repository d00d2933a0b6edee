/** Records and summaries as text for people: terminal and Markdown. */
@NullMarked
package io.github.widthbench.report;

import org.jspecify.annotations.NullMarked;
