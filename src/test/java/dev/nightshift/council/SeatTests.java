package dev.nightshift.council;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ChatMessageType;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.nightshift.exchange.Answer;
import dev.nightshift.exchange.Exchange;
import dev.nightshift.serving.AdapterChoice;
import dev.nightshift.serving.BaseOnlyModel;
import dev.nightshift.serving.Question;
import dev.nightshift.serving.Turn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class SeatTests {
  private static final CouncilPrompt PROMPT =
      new CouncilPrompt(
          "system", List.of(new CouncilPrompt.Example("case", "ANSWER: so")), "user", 12);

  @Test
  void theDefaultSeatsAskTheBaseGreedily() {
    RecordingModel model = new RecordingModel();
    List<Seat> seats = Seats.of(CouncilSettings.defaults(), () -> model, "");

    assertThat(seats)
        .extracting(Seat::role)
        .containsExactly(Role.ANALYST, Role.CORRECTOR, Role.VERIFIER);
    assertThat(seats.getFirst().model()).isEqualTo("tiny");
    assertThat(seats.getFirst().reply(PROMPT, Duration.ofSeconds(3))).isEqualTo("ANSWER: x");
    assertThat(model.asked)
        .singleElement()
        .satisfies(
            question -> {
              assertThat(question.adapter()).isEqualTo(new AdapterChoice.Base());
              assertThat(question.turns())
                  .containsExactly(
                      Turn.system("system"),
                      Turn.user("case"),
                      Turn.assistant("ANSWER: so"),
                      Turn.user("user"));
              assertThat(question.options().temperature()).isZero();
              assertThat(question.options().maxTokens()).isEqualTo(12);
              assertThat(question.options().timeout()).isEqualTo(Duration.ofSeconds(3));
            });
  }

  @Test
  void anyChatModelCanTakeASeat() {
    List<ChatRequest> requests = new ArrayList<>();
    ChatModelSeat seat =
        seat(
            new ChatModel() {
              @Override
              public ChatResponse chat(ChatRequest request) {
                requests.add(request);
                return ChatResponse.builder().aiMessage(AiMessage.from("ANSWER: y")).build();
              }
            });

    assertThat(seat.reply(PROMPT, Duration.ofSeconds(5))).isEqualTo("ANSWER: y");
    assertThat(requests.getFirst().messages())
        .extracting(ChatMessage::type)
        .containsExactly(
            ChatMessageType.SYSTEM, ChatMessageType.USER, ChatMessageType.AI, ChatMessageType.USER);
    assertThat(requests.getFirst().maxOutputTokens()).isEqualTo(12);
  }

  @Test
  void aChatModelThatTakesTooLongIsATimeout() {
    CountDownLatch never = new CountDownLatch(1);
    ChatModelSeat seat =
        seat(
            new ChatModel() {
              @Override
              public ChatResponse chat(ChatRequest request) {
                try {
                  never.await();
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
                throw new IllegalStateException("interrupted");
              }
            });

    assertThatExceptionOfType(CouncilException.class)
        .isThrownBy(() -> seat.reply(PROMPT, Duration.ofMillis(50)))
        .extracting(CouncilException::code)
        .isEqualTo(CouncilException.Code.SEAT_TIMEOUT);
  }

  @Test
  void aChatModelThatThrowsIsAFailure() {
    ChatModelSeat seat =
        seat(
            new ChatModel() {
              @Override
              public ChatResponse chat(ChatRequest request) {
                throw new IllegalStateException("no such model");
              }
            });

    assertThatExceptionOfType(CouncilException.class)
        .isThrownBy(() -> seat.reply(PROMPT, Duration.ofSeconds(5)))
        .withMessageContaining("no such model");
  }

  @Test
  void aVoteWithoutWeightIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ModelSeat("a", Role.ANALYST, 0, 0, RecordingModel::new))
        .withMessageContaining("seat a");
  }

  private static ChatModelSeat seat(ChatModel model) {
    return new ChatModelSeat("guest", Role.VERIFIER, 1, 0.5, "guest-model", model);
  }

  private static final class RecordingModel extends BaseOnlyModel {
    private final List<Question> asked = new ArrayList<>();

    @Override
    public Answer answer(Question question) {
      asked.add(question);
      return new Answer("ANSWER: x", 1, "tiny", Exchange.BASE, "", Duration.ZERO, 1, 1, List.of());
    }
  }
}
