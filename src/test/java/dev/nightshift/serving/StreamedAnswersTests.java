package dev.nightshift.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.nightshift.exchange.Answer;
import dev.nightshift.gguf.GgufFile;
import dev.nightshift.gguf.GgufType;
import dev.nightshift.model.ControlTexts;
import dev.nightshift.model.PromptEncoder;
import dev.nightshift.model.TinyModel;
import dev.nightshift.serving.ServingException.Code;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Answers that servers stream, in the lines that real ones were seen to send. */
class StreamedAnswersTests {
  private static final String[] OLLAMA = {
    "{\"message\":{\"content\":\"Pa\"},\"logprobs\":[{\"token\":\"Pa\",\"bytes\":[80,97],"
        + "\"logprob\":-0.5}],\"done\":false}",
    "{\"message\":{\"content\":\"ris\"},\"logprobs\":[{\"token\":\"ris\",\"logprob\":-0.25}],"
        + "\"done\":false}",
    "{\"message\":{\"content\":\"\"},\"done\":true,\"done_reason\":\"length\","
        + "\"prompt_eval_count\":9,\"eval_count\":2}"
  };
  private static final String[] LLAMA_SERVER = {
    "data: {\"content\":\"Pa\",\"stop\":false,\"completion_probabilities\":"
        + "[{\"id\":4,\"token\":\"Pa\",\"bytes\":[80,97],\"logprob\":-0.5}]}",
    "",
    "data: {\"content\":\"ris\",\"stop\":false,\"completion_probabilities\":"
        + "[{\"id\":5,\"token\":\"ris\",\"bytes\":[114,105,115],\"logprob\":-0.25}]}",
    "",
    "data: {\"content\":\"\",\"stop\":false,\"completion_probabilities\":"
        + "[{\"id\":2,\"token\":\"\",\"bytes\":[],\"logprob\":-0.125}]}",
    "",
    "data: {\"content\":\"\",\"stop\":true,\"stop_type\":\"eos\",\"tokens_predicted\":3,"
        + "\"tokens_evaluated\":9}",
    "",
    "data: [DONE]"
  };

  private static final OllamaPrompt NOTHING_TOLD =
      new OllamaPrompt(Optional.empty(), Optional.empty(), new ControlTexts(List.of()));

  @TempDir private Path folder;
  private final Hearing listener = new Hearing();
  private AnswerListener heardBy = listener;

  /** Hears pieces until it has heard enough. */
  private static final class Hearing implements AnswerListener {
    private final List<String> pieces = new ArrayList<>();
    private volatile int enough = Integer.MAX_VALUE;

    @Override
    public void piece(String text) {
      pieces.add(text);
    }

    @Override
    public boolean cancelled() {
      return pieces.size() >= enough;
    }
  }

  private interface Asking {
    Generated ask(FakeStream server);
  }

  private Generated ask(AnswerSource source) {
    return source.answer(
        List.of(Turn.user("Capital?")),
        GenerationOptions.greedy(8),
        Deadline.in(Duration.ofSeconds(60)),
        heardBy);
  }

  private Generated ollama(FakeStream server) {
    try (ServerApi api = ServerApi.ofOllama(server.url())) {
      return ask(
          new OllamaChat(
              api,
              new RequestQueue(1),
              "tiny",
              false,
              NOTHING_TOLD,
              new OllamaResources(0, 0),
              () -> {}));
    }
  }

  private Generated llamaServer(FakeStream server) {
    Path tiny = TinyModel.write(folder.resolve("tiny.gguf"), "llama", GgufType.F32);
    try (GgufFile file = GgufFile.open(tiny);
        PromptTokens prompts = new PromptTokens(PromptEncoder.of(file));
        LlamaServer api = new LlamaServer(server.url())) {
      return ask(new LlamaServerChat(api, new RequestQueue(1), prompts, Optional.empty()));
    }
  }

  private void assertParis(Generated answer, FakeStream server) {
    assertThat(server.last.path("stream").booleanValue()).isTrue();
    assertThat(listener.pieces).containsExactly("Pa", "ris");
    assertThat(answer.text()).isEqualTo("Paris");
    assertThat(answer.logProbabilities()).containsExactly(-0.5, -0.25);
    assertThat(answer.tokens())
        .extracting(token -> token.text().text())
        .containsExactly("Pa", "ris");
    assertThat(answer.promptTokens()).isEqualTo(9);
    assertThat(answer.answerTokens()).isEqualTo(2);
  }

  @Test
  void pieces_of_an_ollama_server_are_heard_as_they_come() throws IOException {
    try (FakeStream server = FakeStream.of(200, OLLAMA)) {
      Generated answer = ollama(server);

      assertParis(answer, server);
      assertThat(answer.finish()).isEqualTo(Answer.Finish.LENGTH);
    }
  }

  @Test
  void pieces_of_a_llama_server_are_heard_as_they_come_and_its_end_token_is_none()
      throws IOException {
    try (FakeStream server = FakeStream.of(200, LLAMA_SERVER)) {
      Generated answer = llamaServer(server);

      assertParis(answer, server);
      assertThat(answer.finish()).isEqualTo(Answer.Finish.STOP);
    }
  }

  private void assertFails(Code code, String words, Asking asking, FakeStream server) {
    assertThatExceptionOfType(ServingException.class)
        .isThrownBy(() -> asking.ask(server))
        .withMessageContaining(words)
        .satisfies(e -> assertThat(e.code()).isEqualTo(code));
  }

  @Test
  void an_answer_that_breaks_off_is_none() throws IOException {
    try (FakeStream ollama = FakeStream.of(200, OLLAMA[0]);
        FakeStream llama = FakeStream.of(200, LLAMA_SERVER[0]);
        FakeStream nothing = FakeStream.of(200)) {
      assertFails(Code.UNAVAILABLE, "broke off", this::ollama, ollama);
      assertFails(Code.UNAVAILABLE, "broke off", this::llamaServer, llama);
      assertFails(Code.UNAVAILABLE, "broke off", this::ollama, nothing);
      assertFails(Code.UNAVAILABLE, "broke off", this::llamaServer, nothing);
    }
  }

  @Test
  void errors_are_told_whether_they_come_first_or_later() throws IOException {
    try (FakeStream busy = FakeStream.of(503, "{\"error\":\"loading\"}");
        FakeStream later = FakeStream.of(200, OLLAMA[0], "{\"error\":\"runner died\"}");
        FakeStream event =
            FakeStream.of(200, LLAMA_SERVER[0], "", "data: {\"error\":{\"message\":\"died\"}}")) {
      assertFails(Code.BUSY, "loading", this::ollama, busy);
      assertFails(Code.BUSY, "loading", this::llamaServer, busy);
      assertFails(Code.UNAVAILABLE, "runner died", this::ollama, later);
      assertFails(Code.UNAVAILABLE, "died", this::llamaServer, event);
    }
  }

  @Test
  void cancelling_closes_the_connection_while_an_answer_comes() throws IOException {
    listener.enough = 1;
    try (FakeStream ollama = FakeStream.endless(OLLAMA[0]);
        FakeStream llama = FakeStream.endless(LLAMA_SERVER[0], "")) {
      ollama.speak();
      assertFails(Code.CANCELLED, "cancelled", this::ollama, ollama);
      ollama.awaitLeaving();
      listener.pieces.clear();
      llama.speak();
      assertFails(Code.CANCELLED, "cancelled", this::llamaServer, llama);
      llama.awaitLeaving();
    }
  }

  @Test
  void cancelling_does_not_wait_for_a_server_that_says_nothing() throws IOException {
    try (FakeStream server = FakeStream.endless(OLLAMA[0])) {
      Thread.ofVirtual()
          .start(
              () -> {
                server.awaitQuestion();
                listener.enough = 0;
              });
      assertFails(Code.CANCELLED, "cancelled", this::ollama, server);
      server.speak();
      server.awaitLeaving();
    }
  }

  @Test
  void a_whole_answer_that_nobody_wants_any_more_closes_its_connection_too() throws IOException {
    abandoned(FakeStream.endless(OLLAMA[0]), this::ollama);
    abandoned(FakeStream.endless(LLAMA_SERVER[0], ""), this::llamaServer);
  }

  private void abandoned(FakeStream endless, Asking asking) throws IOException {
    AtomicBoolean gone = new AtomicBoolean();
    heardBy = AnswerListener.endedBy(gone::get);
    try (FakeStream server = endless) {
      Thread.ofVirtual()
          .start(
              () -> {
                server.awaitQuestion();
                gone.set(true);
              });
      assertFails(Code.CANCELLED, "cancelled", asking, server);
      assertThat(server.last.path("stream").booleanValue()).isFalse();
      server.speak();
      server.awaitLeaving();
    }
  }
}
