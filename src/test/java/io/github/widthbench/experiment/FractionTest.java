package io.github.widthbench.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.widthbench.experiment.Verdict.Origin;
import io.github.widthbench.experiment.Verdict.Says;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class FractionTest {
  private static final Fraction TENTH = new Fraction("test.rare", Origin.RE_DERIVED, 0.1);
  private static final Fraction NEVER = new Fraction("test.rare", Origin.RE_DERIVED, 0);

  @Test
  void share_withinItsProbability_holds() {
    assertThat(TENTH.judge(List.of(cells(95, 5, 3))).says()).isEqualTo(Says.HOLDS);
    assertThat(NEVER.judge(List.of(cells(1, 0, 0))).says()).isEqualTo(Says.HOLDS);
  }

  @Test
  void share_clearlyAbove_isViolated_andNamesTheFirst() {
    Verdict verdict = TENTH.judge(List.of(cells(50, 50, 0)));
    assertThat(verdict.says()).isEqualTo(Says.VIOLATED);
    assertThat(verdict.reason()).contains("50 of 100").contains("observed 3.0, bound 2.0");
    assertThat(NEVER.judge(List.of(cells(1000, 1, 0))).says()).isEqualTo(Says.VIOLATED);
  }

  @Test
  void share_thatChanceExplains_isUndecided() {
    assertThat(TENTH.judge(List.of(cells(8, 2, 0))).says()).isEqualTo(Says.UNDECIDED);
  }

  @Test
  void oneBrokenStratum_isNotHiddenByTheOthers() {
    List<List<Verdict>> strata = new ArrayList<>(Collections.nCopies(13, cells(20, 0, 0)));
    strata.add(cells(0, 20, 0));
    assertThat(TENTH.judge(strata).says()).isEqualTo(Says.VIOLATED);
  }

  @Test
  void oneUnluckySeed_inEveryStratum_isNoAlarm() {
    assertThat(TENTH.judge(Collections.nCopies(50, cells(0, 1, 0))).says())
        .isEqualTo(Says.UNDECIDED);
  }

  @Test
  void nothingJudged_isUndecided_withTheCommonReason() {
    Verdict verdict = TENTH.judge(List.of(cells(0, 0, 4)));
    assertThat(verdict.says()).isEqualTo(Says.UNDECIDED);
    assertThat(verdict.reason()).isEqualTo("hypothesis: warm, found 0, needed 9 (so in 4 cells)");
    assertThat(TENTH.judge(List.of()).reason())
        .isEqualTo("hypothesis: finished cells, found none, needed some");
  }

  @Test
  void clopperPearson_hasTheKnownLimits() {
    // 3 of 20 at 95 %: the classical table
    Verdict.Interval interval = Fraction.clopperPearson(3, 20, 0.05);
    assertThat(interval.low()).isCloseTo(0.03207, within(1e-4));
    assertThat(interval.high()).isCloseTo(0.37893, within(1e-4));
    assertThat(Fraction.clopperPearson(0, 10, 0.05).low()).isZero();
    assertThat(Fraction.clopperPearson(10, 10, 0.05).high()).isEqualTo(1);
  }

  private static List<Verdict> cells(int hold, int violate, int undecided) {
    List<Verdict> cells = new ArrayList<>();
    for (int i = 0; i < hold; i++) {
      cells.add(Verdict.atMost("test.rare", Origin.RE_DERIVED, 1, 2));
    }
    for (int i = 0; i < violate; i++) {
      cells.add(Verdict.atMost("test.rare", Origin.RE_DERIVED, 3, 2));
    }
    for (int i = 0; i < undecided; i++) {
      String reason = "hypothesis: warm, found " + i + ", needed 9";
      cells.add(Verdict.undecided("test.rare", Origin.RE_DERIVED, reason));
    }
    cells.add(Verdict.atMost("test.other", Origin.RE_DERIVED, 3, 2));
    return cells;
  }
}
