package dev.nightshift.serving;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.exchange.Answer;
import dev.nightshift.scope.ScopePolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class AdapterRouterTests {
  private static final Duration PATIENCE = Duration.ofMillis(300);

  private final ServableAdapter adapter = new ServableAdapter("a1", Path.of("a1"));

  /** Loading takes longer than a question may take, the first time. */
  private LoadedAdapter slowly(AtomicBoolean loaded) {
    if (!loaded.getAndSet(true)) {
      LockSupport.parkNanos(PATIENCE.multipliedBy(2).toNanos());
    }
    AnswerSource source =
        (turns, options, deadline) -> {
          deadline.remainingOrThrow();
          return new Generated("adapted", List.of(), 1, 1);
        };
    return new LoadedAdapter(adapter, AnswerScope.everything(), source);
  }

  @Test
  void the_time_of_loading_an_adapter_is_not_the_questions() {
    AtomicBoolean loaded = new AtomicBoolean();
    AdapterRouter router =
        new AdapterRouter(
            "tiny", new FakeSource("base"), ScopePolicy.ALWAYS, asked -> slowly(loaded));
    GenerationOptions hasty = new GenerationOptions(4, 0, 1, 0, List.of(), PATIENCE);

    Answer answer =
        router.answer(
            new Question(
                List.of(Turn.user("x")), hasty, new AdapterChoice.Exactly(adapter, false)));

    assertThat(answer.text()).isEqualTo("adapted");
    assertThat(answer.latency()).isLessThan(PATIENCE);
  }
}
