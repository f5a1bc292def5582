package dev.nightshift.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.nightshift.exchange.TokenText;
import dev.nightshift.exchange.WrittenToken.Likely;
import dev.nightshift.serving.ServingException.Code;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What servers with OpenAI's API are asked for the likeliest tokens, and say. */
class LikeliestTokensTests {
  private static final String TELLING =
      "{\"choices\":[{\"message\":{\"content\":\"Par\"},\"finish_reason\":\"stop\",\"logprobs\":"
          + "{\"content\":[{\"token\":\"Par\",\"logprob\":-0.1,\"top_logprobs\":["
          + "{\"token\":\"Par\",\"logprob\":-0.1},"
          + "{\"token\":\"Rom\",\"logprob\":-2.5,\"bytes\":[82,111,109]}]}]}}]}";

  private static Generated ask(FakeStream server) {
    GenerationOptions telling =
        new GenerationOptions(8, 0, 1, 0, List.of(), Duration.ofMinutes(1), null, 2);
    try (ServerApi api = new ServerApi("API", server.url(), "a setting")) {
      return new CompatibleChat(api, new RequestQueue(1), "big")
          .answer(
              List.of(Turn.user("Capital?")),
              telling,
              Deadline.in(Duration.ofMinutes(1)),
              AnswerListener.NONE);
    }
  }

  @Test
  void they_are_asked_for_and_told() throws IOException {
    try (FakeStream server = FakeStream.of(200, TELLING)) {
      Generated answer = ask(server);

      assertThat(server.last.path("logprobs").booleanValue()).isTrue();
      assertThat(server.last.path("top_logprobs").intValue()).isEqualTo(2);
      assertThat(answer.tokens().getFirst().likeliest())
          .containsExactly(
              new Likely(TokenText.of("Par"), -0.1), new Likely(TokenText.of("Rom"), -2.5));
    }
  }

  @Test
  void a_server_that_does_not_tell_them_is_named() throws IOException {
    String silent = TELLING.replace("top_logprobs", "something_else");
    assertRefused(200, silent);
    assertRefused(200, silent.replace("logprobs", "nothing"));
    assertRefused(400, "{\"error\":{\"message\":\"logprobs are not supported\"}}");
  }

  private static void assertRefused(int status, String reply) throws IOException {
    try (FakeStream server = FakeStream.of(status, reply)) {
      assertThatExceptionOfType(ServingException.class)
          .isThrownBy(() -> ask(server))
          .withMessageContaining("big")
          .satisfies(e -> assertThat(e.code()).isEqualTo(Code.REQUEST));
      assertThat(server.last.has("top_logprobs")).as("it is not asked for less instead").isTrue();
    }
  }
}
