package io.github.widthbench.report;

/** Text of others in a Markdown document: it stays text, on its line and in its cell of a table. */
final class MarkdownText {

  private MarkdownText() {}

  /** {@code text} without what would end its line, start an element of HTML, code or a link. */
  static String of(String text) {
    return text.replaceAll("\\R|\\p{Cntrl}", " ")
        .replace("<", "\\<")
        .replace("`", "\\`")
        .replace("](", "]\\(");
  }
}
