package dev.nightshift.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.serving.ServingException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SharedModelTests {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private volatile Instant now = Instant.parse("2026-11-21T12:00:00Z");
  private final AtomicInteger tried = new AtomicInteger();

  @Test
  void it_is_opened_once_however_many_ask() throws Exception {
    ScriptedModel model = new ScriptedModel("tiny");
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    SharedModel shared =
        SharedModel.of(
            "tiny",
            () -> {
              tried.incrementAndGet();
              begun.countDown();
              ScriptedModel.await(go);
              return model;
            },
            PATIENCE,
            () -> now);
    assertThat(shared.standing().state()).isEqualTo(Standing.State.WAITING);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> first = threads.submit(shared::get);
      begun.await();
      Future<?> second = threads.submit(shared::get);
      go.countDown();
      assertThat(first.get()).isSameAs(model);
      assertThat(second.get()).isSameAs(model);
    }
    assertThat(tried).hasValue(1);
    assertThat(shared.standing()).isEqualTo(new Standing(Standing.State.LOADED, "tiny"));
    shared.close();
    assertThat(model.closed).isTrue();
  }

  @Test
  void one_that_cannot_be_opened_is_tried_again_later_and_not_at_every_request() {
    SharedModel shared =
        SharedModel.of(
            "tiny",
            () -> {
              if (tried.incrementAndGet() < 2) {
                throw new ServingException(ServingException.Code.UNAVAILABLE, "no server there");
              }
              return new ScriptedModel("tiny");
            },
            PATIENCE,
            () -> now);

    assertNotLoaded(shared, "no server there");
    assertNotLoaded(shared, "no server there");
    assertThat(tried).hasValue(1);
    assertThat(shared.standing().state()).isEqualTo(Standing.State.FAILED);
    assertThat(shared.standing().detail()).contains("no server there");
    now = now.plus(SharedModel.RETRY);
    assertThat(shared.get().name()).isEqualTo("tiny");
    assertThat(shared.standing()).isEqualTo(new Standing(Standing.State.LOADED, "tiny"));
  }

  @Test
  void memory_that_runs_out_is_a_model_that_is_not_loaded() {
    SharedModel shared =
        SharedModel.of(
            "huge",
            () -> {
              throw new OutOfMemoryError("Java heap space");
            },
            PATIENCE,
            () -> now);

    assertNotLoaded(shared, "Java heap space");
  }

  @Test
  void a_borrowed_model_stays_open_and_a_closed_one_is_not_opened() {
    ScriptedModel model = new ScriptedModel("base");
    SharedModel borrowed = SharedModel.borrowed("base", () -> model, PATIENCE, () -> now);
    borrowed.get();
    borrowed.close();

    assertThat(model.closed).isFalse();
    assertNotLoaded(borrowed, "base is closed");
  }

  private static void assertNotLoaded(SharedModel shared, String why) {
    assertThatThrownBy(shared::get)
        .isInstanceOf(GenerationException.class)
        .hasMessageContaining(why)
        .extracting(e -> ((GenerationException) e).code())
        .isEqualTo(GenerationException.Code.NOT_LOADED);
  }
}
