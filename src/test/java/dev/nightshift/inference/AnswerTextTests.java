package dev.nightshift.inference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.gguf.GgufFile;
import dev.nightshift.gguf.GgufType;
import dev.nightshift.inference.Completion.FinishReason;
import dev.nightshift.model.TinyModel;
import dev.nightshift.model.TinyTexts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnswerTextTests {
  @TempDir private Path folder;
  private final List<AnswerPiece> pieces = new ArrayList<>();
  private GgufFile file;

  @BeforeEach
  void open() {
    file = GgufFile.open(TinyModel.write(folder.resolve("tiny.gguf"), "llama", GgufType.F32));
  }

  @AfterEach
  void close() {
    file.close();
  }

  private AnswerText answer(String... stops) {
    return new AnswerText(TinyTexts.stream(file), List.of(stops), pieces::add);
  }

  private String text(int token) {
    return TinyTexts.stream(file).next(token);
  }

  /** Some tokens whose texts are words of their own. */
  private List<AnswerToken> tokens(int count) {
    return IntStream.range(3, 200)
        .filter(token -> text(token).matches("[ a-zA-Z]+"))
        .limit(count)
        .mapToObj(token -> new AnswerToken(token, -0.5 * token, List.of()))
        .toList();
  }

  private List<AnswerToken> told() {
    return pieces.stream().flatMap(piece -> piece.tokens().stream()).toList();
  }

  private String said() {
    return String.join("", pieces.stream().map(AnswerPiece::text).toList());
  }

  @Test
  void each_token_is_told_with_the_text_that_it_begins() {
    AnswerText answer = answer();
    for (AnswerToken token : tokens(3)) {
      assertThat(answer.add(token)).isFalse();
      assertThat(pieces.getLast()).isEqualTo(new AnswerPiece(text(token.id()), List.of(token)));
    }
    Completion whole = answer.complete(5, FinishReason.STOP);

    assertThat(pieces).hasSize(3);
    assertThat(whole.tokens()).isEqualTo(told());
    assertThat(whole.logProbabilities())
        .isEqualTo(tokens(3).stream().map(AnswerToken::logProbability).toList());
  }

  @Test
  void what_may_be_a_stop_text_is_held_back_with_its_tokens() {
    List<AnswerToken> tokens = tokens(3);
    String stop = text(tokens.get(1).id()) + text(tokens.get(2).id());
    AnswerText answer = answer(stop);

    assertThat(answer.add(tokens.get(0))).isFalse();
    assertThat(answer.add(tokens.get(1))).isFalse();
    assertThat(told()).containsExactly(tokens.get(0));
    assertThat(answer.add(tokens.get(2))).isTrue();
    Completion whole = answer.complete(5, FinishReason.STOP);

    assertThat(said()).isEqualTo(whole.text()).isEqualTo(text(tokens.get(0).id()));
    assertThat(told()).isEqualTo(whole.tokens()).containsExactly(tokens.get(0));
  }

  @Test
  void what_was_held_back_in_vain_is_told_in_the_end() {
    List<AnswerToken> tokens = tokens(2);
    AnswerText answer = answer(text(tokens.get(1).id()) + "\u0000");
    tokens.forEach(answer::add);
    assertThat(told()).containsExactly(tokens.get(0));

    assertThat(answer.complete(5, FinishReason.LENGTH).tokens()).isEqualTo(told());
    assertThat(told()).isEqualTo(tokens);
  }
}
