package io.github.widthbench.results;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.widthbench.experiment.Findings;
import io.github.widthbench.experiment.Verdict;
import io.github.widthbench.study.Position;
import io.github.widthbench.study.StudyException;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SummaryTest {

  private static final Summary REFUSED =
      Summary.refused(
          Summary.Problem.of(
              new StudyException(
                  new Position("study.yaml", 4), "axes.width", "7", "an even integer")));

  @ParameterizedTest
  @ValueSource(strings = {"", "de-DE", "ar-EG"})
  void json_anyLocale_isTheGoldenOne(String locale) {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag(locale));
    try {
      assertThat(full().json()).isEqualTo(PublishedSchema.resource("golden/summary.json"));
      assertThat(REFUSED.json()).isEqualTo(PublishedSchema.resource("golden/refused.json"));
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void json_doneAndRefused_fitThePublishedSchema() {
    PublishedSchema.SUMMARY.accepts(full().json());
    PublishedSchema.SUMMARY.accepts(REFUSED.json());
    PublishedSchema.SUMMARY.accepts(Summary.of(0, List.of()).json());
    PublishedSchema.SUMMARY.refuses(REFUSED.json().replace("\"exit\": 2", "\"exit\": 0"));
  }

  @Test
  void counts_cellsWithoutRecord_areMissing() {
    assertThat(new Summary.Counts(10, 4, 2, 1).missing()).isEqualTo(3);
  }

  private static Summary full() {
    List<Findings.Column> columns =
        List.of(new Findings.Column("width", "width m"), new Findings.Column("rate", "rate"));
    Verdict fitted =
        new Verdict(
            "exponential.concentration",
            Verdict.Says.HOLDS,
            0.25,
            null,
            Verdict.Origin.RE_DERIVED,
            -0.5,
            new Verdict.Interval(-0.53, -0.47),
            "initialization=coupled");
    Verdict undecided =
        Verdict.undecided("exponential.rate", Verdict.Origin.ABSTRACT, "hypothesis: none");
    Findings findings =
        new Findings(
            columns,
            List.of(
                RecordSamples.map("width", 64L, "rate", 1234.5),
                RecordSamples.map("width", 128L, "rate", Double.NaN)),
            List.of(fitted, undecided),
            "Wider is faster.");
    Summary.OfStudy study =
        new Summary.OfStudy(
            "exponential-quick",
            "runs/exponential-quick-0123456789ab",
            new Summary.Counts(20, 19, 1, 0),
            findings);
    return Summary.of(1, List.of(study));
  }
}
