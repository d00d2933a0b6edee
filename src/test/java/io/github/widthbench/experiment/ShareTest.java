package io.github.widthbench.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.widthbench.experiment.Verdict.Origin;
import io.github.widthbench.experiment.Verdict.Says;
import org.junit.jupiter.api.Test;

class ShareTest {
  private final Share quarter = new Share("a.b", Origin.RE_DERIVED, 0.25);

  @Test
  void judge_ofTheStatedShare_holds() {
    Verdict verdict = quarter.judge(98, 400);
    assertThat(verdict.says()).isEqualTo(Says.HOLDS);
    assertThat(verdict.margin()).isBetween(0.0, 0.5);
    assertThat(verdict.reason()).isNull();
  }

  @Test
  void judge_ofAnotherShare_isViolated() {
    Verdict verdict = quarter.judge(200, 400);
    assertThat(verdict.says()).isEqualTo(Says.VIOLATED);
    assertThat(verdict.margin()).isNegative();
    assertThat(verdict.reason()).contains("of 400, stated 0.25");
  }

  @Test
  void judge_ofFewTrials_isUndecided() {
    assertThat(quarter.judge(1, 4).says()).isEqualTo(Says.UNDECIDED);
    assertThat(quarter.judge(0, 0).says()).isEqualTo(Says.UNDECIDED);
    assertThat(quarter.judge(120, 400).says()).isEqualTo(Says.UNDECIDED); // 2.3 σ
  }
}
