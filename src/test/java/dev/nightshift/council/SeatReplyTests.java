package dev.nightshift.council;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeatReplyTests {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "REASONING: it is known ANSWER: Oslo",
        "REASONING: it is known\nANSWER: Oslo",
        "Reasoning: it is known\n\nAnswer: Oslo\n",
        "**REASONING:** it is known\n**ANSWER:** Oslo",
        "### Reasoning: it is known\n### Final Answer: Oslo",
        "Sure!\nreasoning: it is known\nfinal answer: Oslo",
        "ANSWER: Oslo\nREASONING: it is known",
        "REASONING: it is known\nANSWER: Oslo\nREASONING: again\nANSWER: Bergen",
        "<think>\nANSWER: Bergen?\n</think>\nREASONING: it is known\nANSWER: Oslo",
      })
  void theFormIsReadTolerantly(String text) {
    assertThat(SeatReply.parse(text)).hasValue(new SeatReply("it is known", "Oslo"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Oslo",
        "I think the answer is Oslo.",
        "REASONING: it is known",
        "REASONING: it is known\nANSWER:",
        "REASONING: x\nANSWER: ...",
        "REASONING: x\nANSWER: <answer>",
        "REASONING: one short sentence\nANSWER: the answer and nothing else",
      })
  void withoutAnAnswerItIsMalformed(String text) {
    assertThat(SeatReply.parse(text)).isEmpty();
  }

  @Test
  void anAnswerMayHaveManyLinesAndCode() {
    assertThat(
            SeatReply.parse("REASONING: a\nANSWER: Do this:\n```\nx: 1\n```")
                .orElseThrow()
                .answer())
        .isEqualTo("Do this:\n```\nx: 1\n```");
  }

  @Test
  void reasoningMayBeMissing() {
    assertThat(SeatReply.parse("ANSWER: Oslo")).hasValue(new SeatReply("", "Oslo"));
  }

  @Test
  void aReplyWithoutEndIsMalformed() {
    assertThat(SeatReply.parse("ANSWER: " + "x".repeat(9000))).isEmpty();
  }

  @Property
  void whatIsWrittenInTheFormIsReadBack(
      @ForAll @AlphaChars @StringLength(min = 1, max = 60) String reasoning,
      @ForAll @AlphaChars @StringLength(min = 1, max = 60) String answer) {
    assertThat(SeatReply.parse("REASONING: " + reasoning + "\nANSWER: " + answer))
        .hasValue(new SeatReply(reasoning, answer));
  }

  @Property
  void noTextMakesTheParserFail(@ForAll String text) {
    SeatReply.parse(text).ifPresent(reply -> assertThat(reply.answer()).isNotBlank());
    SeatReply.parse("ANSWER:" + text + "REASONING:" + text + "\nanswer:" + text)
        .ifPresent(reply -> assertThat(reply.answer()).isNotBlank());
  }
}
