package io.github.widthbench.report.chart;

import java.util.List;

/** What a reader looks at instead of a table. */
public sealed interface Picture permits Chart, HeatMap {

  /** Names the picture within a study: the same in every study of one experiment. */
  String id();

  /** What is shown. */
  String title();

  /** How to read it, in a sentence or two. */
  String reading();

  /** Fitted slopes, and what was left out to bound the size. */
  List<String> notes();
}
