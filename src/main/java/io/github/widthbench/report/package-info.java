/** Records and summaries as text for people: terminal, Markdown and HTML. */
@NullMarked
package io.github.widthbench.report;

import org.jspecify.annotations.NullMarked;
