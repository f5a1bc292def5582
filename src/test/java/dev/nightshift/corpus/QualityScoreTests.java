package dev.nightshift.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class QualityScoreTests {
  @Test
  void anAnswerWithNothingMoreScoresHalf() {
    assertThat(QualityScore.score("abcd", "efgh")).isEqualTo(0.5);
  }

  @Test
  void longerThanOneAndAHalfTimesGivesAFifthMore() {
    assertThat(QualityScore.score("abcd", "abcdef"))
        .as("exactly 1.5 times is not longer")
        .isEqualTo(0.5);
    assertThat(QualityScore.score("abcd", "abcdefg")).isEqualTo(0.7);
    assertThat(QualityScore.score("", "x")).isEqualTo(0.7);
  }

  @Test
  void explainingGivesFifteenHundredthsOnceWhateverTheCase() {
    assertThat(QualityScore.score("a long enough bad answer", "BECAUSE")).isEqualTo(0.65);
    assertThat(QualityScore.score("a long enough bad answer", "First step")).isEqualTo(0.65);
    assertThat(QualityScore.score("a long enough bad answer", "Therefore")).isEqualTo(0.65);
  }

  @Test
  void aCodeFenceCountsOnlyWhenTheBadAnswerHadNone() {
    assertThat(QualityScore.score("0123456789", "```x```")).isEqualTo(0.6);
    assertThat(QualityScore.score("0123456```", "```x```")).isEqualTo(0.5);
  }

  @Test
  void allTogetherScoreNinetyFive() {
    assertThat(QualityScore.score("x", "```code``` because")).isEqualTo(0.95);
  }

  @Test
  void lengthCountsCharactersAsPeopleSeeThem() {
    assertThat(QualityScore.score("🙂🙂", "🙂🙂🙂")).isEqualTo(0.5);
    assertThat(QualityScore.score("🙂🙂", "🙂🙂🙂🙂")).isEqualTo(0.7);
  }

  @Property
  void everyScoreIsOneOfEight(@ForAll String bad, @ForAll String better) {
    assertThat(QualityScore.score(bad, better)).isIn(0.5, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.95);
  }

  @Property
  void lengthDecidesExactlyAtOneAndAHalf(
      @ForAll @IntRange(max = 500) int bad, @ForAll @IntRange(max = 800) int better) {
    double expected = better > 1.5 * bad ? 0.7 : 0.5;
    assertThat(QualityScore.score("x".repeat(bad), "y".repeat(better))).isEqualTo(expected);
  }

  @Property
  void sayingBecauseNeverLowersTheScore(@ForAll String bad, @ForAll String better) {
    Assume.that(!better.isEmpty());
    assertThat(QualityScore.score(bad, better + " because"))
        .isGreaterThanOrEqualTo(QualityScore.score(bad, better));
  }
}
