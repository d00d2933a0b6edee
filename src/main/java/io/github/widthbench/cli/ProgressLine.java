package io.github.widthbench.cli;

import io.github.widthbench.sweep.SweepListener;
import java.io.PrintWriter;
import java.util.Locale;

/**
 * How far a sweep is, on stderr: one line rewritten in place where a person watches, else a plain
 * line every few seconds.
 */
final class ProgressLine implements SweepListener {

  private static final double REWRITE_SECONDS = 0.2;
  private static final double PLAIN_SECONDS = 5;
  private static final double LEAST_SECONDS = 1e-9;
  private static final int WIDTH = 78;

  private final PrintWriter err;
  private final boolean inPlace;
  private final String study;
  private final boolean quiet;
  private double shownSeconds = Double.NEGATIVE_INFINITY;
  private int doneBefore = -1;
  private String counts;

  ProgressLine(Terminal terminal, String study, boolean quiet) {
    this.err = terminal.err();
    this.quiet = quiet;
    this.inPlace = terminal.watched();
    this.study = study;
    this.counts = study;
  }

  @Override
  public void progress(Progress progress) {
    if (quiet) {
      return;
    }
    if (doneBefore < 0) {
      doneBefore = progress.done() - 1;
    }
    boolean whole = progress.done() == progress.total();
    if (!whole && progress.seconds() - shownSeconds < pause()) {
      return;
    }
    shownSeconds = progress.seconds();
    counts = text(progress);
    show(counts);
    if (whole && inPlace) {
      err.println();
    }
  }

  @Override
  public void running(String state, double seconds) {
    if (!quiet && seconds - shownSeconds >= pause()) {
      shownSeconds = seconds;
      show(inPlace ? state + " · " + counts : counts + " · " + state);
    }
  }

  private double pause() {
    return inPlace ? REWRITE_SECONDS : PLAIN_SECONDS;
  }

  private String text(Progress progress) {
    double seconds = Math.max(progress.seconds(), LEAST_SECONDS);
    return String.format(
        Locale.ROOT,
        "%s: %d of %d cells%s, %.3g a second, %s left",
        study,
        progress.done(),
        progress.total(),
        progress.failed() > 0 ? ", " + progress.failed() + " failed" : "",
        (progress.done() - doneBefore) / seconds,
        duration(progress.secondsLeft()));
  }

  private void show(String text) {
    if (inPlace) {
      String line = text.length() > WIDTH ? text.substring(0, WIDTH) : text;
      err.print("\r" + line + " ".repeat(WIDTH - line.length()));
      err.flush();
    } else {
      err.println(text);
    }
  }

  /** {@code 40 s}, {@code 2 min 5 s}, {@code 1 h 3 min}. */
  static String duration(double seconds) {
    long whole = Math.round(seconds);
    if (whole < 60) {
      return whole + " s";
    }
    return whole < 3600
        ? "%d min %d s".formatted(whole / 60, whole % 60)
        : "%d h %d min".formatted(whole / 3600, whole % 3600 / 60);
  }
}
