package io.github.widthbench.experiment.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BranchesTest {

  @ParameterizedTest
  @CsvSource({
    "1, 2, 1 2, 3, 8",
    "1, 3, 1 6 3, 10, 38",
    "1, 4, 1 14 18 4, 37, 208",
    "1, 6, 1 62 270 260 75 6, 674, 8760",
    "2, 3, 6 6, 12, 72",
    "2, 4, 14 36 12, 62, 560",
    "2, 6, 62 540 780 300 30, 1712, 36248",
    "3, 4, 36 24, 60, 768",
    "3, 5, 150 240 60, 450, 9120",
    "3, 6, 540 1560 900 120, 3120, 99840"
  })
  void count_small_isTheGolden(int m0, int m, String byGroups, long total, long odd) {
    Branches branches = new Branches(m0, m);
    assertThat(IntStream.rangeClosed(m0, m).mapToObj(r -> branches.count(r).longValueExact()))
        .containsExactlyElementsOf(
            Arrays.stream(byGroups.split(" ", -1)).map(Long::valueOf).toList());
    assertThat(branches.total()).isEqualTo(total);
    assertThat(branches.totalOdd()).isEqualTo(odd);
  }

  @Test
  void count_large_isTheGolden() {
    assertThat(new Branches(2, 10).total()).isEqualTo(2293862);
    assertThat(new Branches(5, 10).total()).isEqualTo(42106680);
  }

  @ParameterizedTest
  @CsvSource({"1, 2, 12", "1, 3, 68", "2, 3, 96", "2, 4, 896"})
  void totalOddWithZeros_isTheGolden(int m0, int m, long total) {
    assertThat(new Branches(m0, m).totalOddWithZeros()).isEqualTo(total);
  }

  /** Every map of neurons to labelled groups or to unlabelled ones, counted one by one. */
  @ParameterizedTest
  @CsvSource({"1, 2", "1, 4", "2, 3", "2, 5", "3, 5"})
  void total_isWhatEnumerationCounts(int m0, int m) {
    assertThat(new Branches(m0, m).total()).isEqualTo(enumerate(m0, new int[m], 0, m0));
  }

  /** Restricted growth strings: labels below m0 are teacher neurons, the others in order. */
  private static long enumerate(int m0, int[] labels, int from, int next) {
    if (from == labels.length) {
      long onTeacher = Arrays.stream(labels).filter(l -> l < m0).distinct().count();
      return onTeacher == m0 ? 1 : 0;
    }
    long count = 0;
    for (int label = 0; label <= next; label++) {
      labels[from] = label;
      count += enumerate(m0, labels, from + 1, Math.max(next, label + 1));
    }
    return count;
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, 2, 1, 3, 1",
    "1, 1, 2, 2, 3, 1",
    "2, 1, 2, 1, 5, 1",
    "2, 1, 2, 2, 4, 2",
    "2, 2, 4, 2, 10, 2",
    "2, 2, 4, 3, 9, 3",
    "2, 2, 4, 4, 8, 4",
    "5, 3, 6, 3, 33, 3",
    "5, 3, 6, 4, 29, 7",
    "5, 3, 6, 5, 25, 11",
    "5, 3, 6, 6, 21, 15"
  })
  void separation_isTheGolden(int d, int m0, int m, int r, int samples, int dimension) {
    Branches branches = new Branches(m0, m);
    assertThat(branches.separation(r, d)).isEqualTo(samples);
    assertThat(branches.dimension(r, d)).isEqualTo(dimension);
    assertThat(m * (d + 1) - dimension).isEqualTo(samples);
  }
}
