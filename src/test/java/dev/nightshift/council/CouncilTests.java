package dev.nightshift.council;

import static dev.nightshift.council.ScriptedSeat.answering;
import static dev.nightshift.council.ScriptedSeat.failing;
import static dev.nightshift.council.ScriptedSeat.saying;
import static dev.nightshift.council.ScriptedSeat.weighing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.nightshift.council.CouncilSettings.RewriteCorrections;
import dev.nightshift.council.Deliberation.Abstained;
import dev.nightshift.council.Deliberation.Basis;
import dev.nightshift.council.Deliberation.Rewritten;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class CouncilTests {
  private static final CouncilCase CAPITAL =
      new CouncilCase("What is the capital of Norway?", "Stockholm", null, List.of());

  @Test
  void twoOfThreeSeatsThatAgreeRewriteTheAnswer() {
    Deliberation deliberation =
        deliberate(
            CAPITAL,
            answering("a", "Oslo"),
            answering("b", "Bergen"),
            answering("c", "The capital is Oslo."));

    assertThat(deliberation)
        .isInstanceOfSatisfying(
            Rewritten.class,
            rewritten -> {
              assertThat(rewritten.answer()).isEqualTo("Oslo");
              assertThat(rewritten.reasoning()).isEqualTo("by a");
              assertThat(rewritten.agreement()).isCloseTo(2 / 3.0, within(1e-9));
              assertThat(rewritten.basis()).isEqualTo(Basis.SEATS);
              assertThat(rewritten.votes())
                  .extracting(vote -> ((Vote.Cast) vote.ballot()).agreed())
                  .containsExactly(true, false, true);
            });
  }

  @Test
  void threeDifferentAnswersAreAnAbstention() {
    Deliberation deliberation =
        deliberate(
            CAPITAL, answering("a", "Oslo"), answering("b", "Bergen"), answering("c", "Trondheim"));

    assertThat(deliberation).isInstanceOf(Abstained.class);
    assertThat(deliberation.agreement()).isCloseTo(1 / 3.0, within(1e-9));
    assertThat(((Abstained) deliberation).reason())
        .isEqualTo("the seats agree by 0.33, less than 0.60");
  }

  @Test
  void sixtyPercentOfTheWeightIsEnoughAndAHairLessIsNot() {
    assertThat(
            deliberate(
                CAPITAL,
                weighing("a", 0.2, "ANSWER: Oslo"),
                weighing("b", 0.4, "ANSWER: Oslo"),
                weighing("c", 0.4, "ANSWER: Bergen")))
        .isInstanceOf(Rewritten.class);
    assertThat(
            deliberate(
                CAPITAL,
                weighing("a", 0.59, "ANSWER: Oslo"),
                weighing("b", 0.41, "ANSWER: Bergen")))
        .isInstanceOf(Abstained.class);
  }

  @Test
  void malformedRepliesAndFailedSeatsAreNoVotesButCountAsSeats() {
    Deliberation deliberation =
        deliberate(CAPITAL, answering("a", "Oslo"), saying("b", "it is Oslo"), failing("c"));

    assertThat(deliberation).isInstanceOf(Abstained.class);
    assertThat(deliberation.agreement()).isCloseTo(1 / 3.0, within(1e-9));
    assertThat(deliberation.votes().get(1).ballot()).isEqualTo(new Vote.Malformed("it is Oslo"));
    assertThat(deliberation.votes().get(2).ballot())
        .isInstanceOfSatisfying(
            Vote.Silent.class, silent -> assertThat(silent.reason()).contains("down"));
  }

  @Test
  void noUsableReplyAtAllIsAnAbstention() {
    assertThat(deliberate(CAPITAL, failing("a"), failing("b")))
        .isInstanceOfSatisfying(
            Abstained.class, abstained -> assertThat(abstained.agreement()).isZero());
  }

  @Test
  void repeatingTheFailedAnswerIsNoRewrite() {
    assertThat(
            deliberate(
                CAPITAL, answering("a", "Stockholm is the capital."), answering("b", "stockholm")))
        .isInstanceOfSatisfying(
            Abstained.class, abstained -> assertThat(abstained.reason()).contains("repeat"));
  }

  @Test
  void aPersonsCorrectionDecidesAndNoSeatIsAsked() {
    ScriptedSeat seat = answering("a", "Bergen");

    Deliberation deliberation = deliberate(corrected("Oslo "), seat, seat, seat);

    assertThat(deliberation)
        .isInstanceOfSatisfying(
            Rewritten.class,
            rewritten -> {
              assertThat(rewritten.answer()).isEqualTo("Oslo");
              assertThat(rewritten.agreement()).isEqualTo(1);
              assertThat(rewritten.basis()).isEqualTo(Basis.CORRECTION_AS_GIVEN);
            });
    assertThat(seat.asked()).isEmpty();
  }

  @Test
  void aTerseCorrectionBecomesASentenceWhenThatIsConfigured() {
    ScriptedSeat seat = saying("a", "The capital of Norway is Oslo. It is lovely.");

    Rewritten rewritten = (Rewritten) rewriting(corrected("Oslo"), seat);

    assertThat(rewritten.answer()).isEqualTo("The capital of Norway is Oslo.");
    assertThat(rewritten.basis()).isEqualTo(Basis.CORRECTION_AS_SENTENCE);
    assertThat(seat.asked()).hasSize(1);
  }

  @Test
  void aSentenceThatLosesOrAddsSomethingIsDiscarded() {
    for (String reply :
        List.of("The capital is Bergen.", "Oslo, founded in 1040, is it.", "Oslo?", "Oslo", "")) {
      Rewritten rewritten = (Rewritten) rewriting(corrected("Oslo"), saying("a", reply));
      assertThat(rewritten.answer()).as(reply).isEqualTo("Oslo");
      assertThat(rewritten.basis()).isEqualTo(Basis.CORRECTION_AS_GIVEN);
    }
    assertThat(((Rewritten) rewriting(corrected("Oslo"), failing("a"))).answer()).isEqualTo("Oslo");
  }

  @Test
  void aCorrectionThatIsASentenceOrAnObjectStandsWhateverIsConfigured() {
    ScriptedSeat seat = saying("a", "x");
    Rewritten rewritten = (Rewritten) rewriting(corrected("The capital is Oslo."), seat);
    assertThat(rewritten.answer()).isEqualTo("The capital is Oslo.");

    Rewritten object = (Rewritten) rewriting(corrected("{\"side\":\"LONG\"}"), seat);
    assertThat(object.answer()).isEqualTo("{\"side\":\"LONG\"}");
    assertThat(seat.asked()).isEmpty();
  }

  @Test
  void seatsAreShownTheCaseAndPastCorrections() {
    ScriptedSeat seat = answering("a", "Oslo");
    deliberate(
        new CouncilCase(
            "What is the capital of Norway?",
            "Stockholm",
            null,
            List.of(new PastCorrection("Where is the king of Norway?", "In Oslo.", "e9", "c9"))),
        seat);

    assertThat(seat.asked())
        .singleElement()
        .satisfies(
            prompt -> {
              assertThat(prompt.system()).contains("REASONING:", "ANSWER:");
              assertThat(prompt.user())
                  .contains(
                      "Where is the king of Norway? In Oslo.", "What is the capital", "Stockholm");
            });
  }

  @Test
  void aCouncilNeedsASeat() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new Council(List.of(), WordEmbedder.ofAllWords(), CouncilSettings.defaults()));
  }

  private static CouncilCase corrected(String correction) {
    return new CouncilCase(
        "What is the capital of Norway?",
        "Stockholm",
        new PersonsCorrection(correction, "ada"),
        List.of());
  }

  private static Deliberation deliberate(CouncilCase theCase, Seat... seats) {
    return new Council(List.of(seats), WordEmbedder.ofAllWords(), CouncilSettings.defaults())
        .deliberate(theCase);
  }

  private static Deliberation rewriting(CouncilCase theCase, Seat... seats) {
    CouncilSettings settings =
        new CouncilSettings(
            0.6, 0.85, 160, Duration.ofSeconds(5), RewriteCorrections.TERSE, List.of());
    return new Council(List.of(seats), WordEmbedder.ofAllWords(), settings).deliberate(theCase);
  }
}
