package dev.nightshift.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.nightshift.exchange.Answer;
import dev.nightshift.serving.ServingException.Code;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GuardedLanguageModelTests {
  private static final CircuitSettings SETTINGS =
      new CircuitSettings(3, Duration.ofSeconds(30), Duration.ofSeconds(15));
  private static final Duration NO_TIME = Duration.ZERO;

  private final SetClock clock = new SetClock();
  private final Server server = new Server();
  private final GuardedLanguageModel model = new GuardedLanguageModel(server, SETTINGS, clock);

  @Test
  void a_server_that_fails_is_left_alone_and_tried_again() {
    fail(3, Code.UNAVAILABLE, NO_TIME);

    ServingException refused = ask();
    assertThat(refused.code()).isEqualTo(Code.UNAVAILABLE);
    assertThat(refused.retryAfter()).hasValue(Duration.ofSeconds(15));
    assertThat(server.asked).as("the server was not asked").isEqualTo(3);
    assertThat(model.trouble()).hasValueSatisfying(t -> assertThat(t).contains("left alone"));

    clock.now = clock.now.plusMillis(15_001);
    server.failure = null;
    assertThat(model.trouble()).as("somebody may try").isEmpty();
    assertThat(model.answer(Question.of("q", 5)).text()).isEqualTo("well");
    assertThat(model.answer(Question.of("q", 5)).text()).as("closed").isEqualTo("well");
    assertThat(model.trouble()).isEmpty();
  }

  @Test
  void one_that_fails_again_is_left_alone_again() {
    fail(3, Code.UNAVAILABLE, NO_TIME);
    clock.now = clock.now.plusMillis(15_001);
    fail(1, Code.UNAVAILABLE, NO_TIME);

    assertThat(ask().retryAfter()).hasValue(Duration.ofSeconds(15));
    assertThat(server.asked).isEqualTo(4);
  }

  @Test
  void a_stuck_server_opens_the_circuit() {
    fail(3, Code.TIMEOUT, Duration.ofMinutes(2));

    assertThat(ask().code()).isEqualTo(Code.UNAVAILABLE);
    assertThat(server.asked).isEqualTo(3);
  }

  @Test
  void impatient_clients_say_nothing_about_the_server() {
    fail(20, Code.TIMEOUT, Duration.ofSeconds(2));

    assertThat(server.asked).isEqualTo(20);
  }

  @Test
  void a_deadline_that_passes_while_others_are_answered_is_overload() {
    for (int i = 0; i < 20; i++) {
      server.failure = new ServingException(Code.TIMEOUT, "late");
      server.meanwhile = () -> answered();
      server.takes = Duration.ofMinutes(2);
      assertThat(ask().code()).isEqualTo(Code.TIMEOUT);
    }
  }

  /** Another request is answered while one waits. */
  private void answered() {
    ServingException failure = server.failure;
    server.failure = null;
    server.meanwhile = () -> {};
    server.takes = Duration.ofSeconds(1);
    model.answer(Question.of("another", 5));
    server.failure = failure;
  }

  @Test
  void what_the_server_replies_is_no_failure_of_it() {
    for (Code code : List.of(Code.REQUEST, Code.BUSY, Code.ADAPTER, Code.CANCELLED)) {
      fail(10, code, NO_TIME);
    }

    assertThat(server.asked).isEqualTo(40);
  }

  @Test
  void only_one_request_tries_again() {
    fail(3, Code.UNAVAILABLE, NO_TIME);
    clock.now = clock.now.plusMillis(15_001);
    server.failure = null;
    ServingException[] second = new ServingException[1];
    server.meanwhile = () -> second[0] = ask();

    model.answer(Question.of("q", 5));

    assertThat(second[0].code()).isEqualTo(Code.UNAVAILABLE);
    assertThat(second[0].retryAfter()).isPresent();
  }

  private void fail(int times, Code code, Duration takes) {
    server.failure = new ServingException(code, "told so");
    server.takes = takes;
    for (int i = 0; i < times; i++) {
      assertThat(ask().code()).isEqualTo(code);
    }
  }

  private ServingException ask() {
    return catchThrowableOfType(ServingException.class, () -> model.answer(Question.of("q", 5)));
  }

  /** Answers, or fails, after a time on the clock. */
  private final class Server extends BaseOnlyModel {
    private @Nullable ServingException failure;
    private Duration takes = Duration.ZERO;
    private Runnable meanwhile = () -> {};
    private int asked;

    @Override
    public Answer answer(Question question) {
      asked++;
      ServingException e = failure;
      clock.now = clock.now.plus(takes.dividedBy(2));
      meanwhile.run();
      clock.now = clock.now.plus(takes.dividedBy(2));
      if (e != null) {
        throw e;
      }
      return new Answer(
          "well", 0.9, "tiny", "base", "base", Duration.ofMillis(5), 1, 1, List.of(-0.1), false);
    }
  }

  private static final class SetClock extends Clock {
    private Instant now = Instant.parse("2026-11-21T18:00:00Z");

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
