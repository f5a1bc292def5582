package dev.nightshift.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.gguf.GgufType;
import dev.nightshift.inference.EngineException.Code;
import dev.nightshift.inference.EngineSettings.Computing;
import dev.nightshift.inference.EngineSettings.Precision;
import dev.nightshift.model.ChatMessage;
import dev.nightshift.model.Projection;
import dev.nightshift.model.TinyModel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several callers of an engine that computes with the kernels. */
class AnsweringTogetherIntegrationTests {
  @TempDir Path folder;

  @SuppressWarnings("NullAway.Init")
  private EmbeddedEngine engine;

  /** An engine in which so many requests may wait. */
  private void load(int queue) {
    Path model = TinyModel.write(folder.resolve("tiny.gguf"), "llama", GgufType.F32);
    engine =
        EmbeddedEngine.load(
            model, new EngineSettings(Precision.FLOAT32, 2, 256, queue, 3, 6, 0, Computing.BLOCKS));
  }

  @AfterEach
  void close() {
    engine.close();
  }

  @Test
  void answers_to_several_at_once_with_different_adapters_are_those_to_each_alone() {
    load(6);
    List<CompletionRequest> requests = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      CompletionRequest request = ask("Who? ".repeat(i + 1), () -> false, null);
      requests.add(i % 3 == 0 ? request : request.with(adapter(0.1 * (i % 3 + 1))));
    }
    List<Completion> alone = requests.stream().map(engine::complete).toList();
    List<CompletableFuture<Completion>> together = requests.stream().map(this::start).toList();
    for (int i = 0; i < requests.size(); i++) {
      assertThat(together.get(i).join().text()).isEqualTo(alone.get(i).text());
    }
    assertThat(alone.get(0).text()).isNotEqualTo(alone.get(1).text());
  }

  @Test
  void a_cancelled_request_frees_its_place_whether_it_waits_or_is_being_answered() {
    load(1);
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    AtomicBoolean cancelled = new AtomicBoolean();
    Completion expected = engine.complete(ask("Then?", () -> false, null));
    // The listener holds the engine's thread.
    CompletableFuture<Completion> answered =
        start(
            ask(
                "First",
                cancelled::get,
                piece -> {
                  begun.countDown();
                  await(goOn);
                }));
    await(begun);
    AtomicBoolean second = new AtomicBoolean();
    CompletableFuture<Completion> waiting = start(ask("Second", second::get, null));
    until(() -> engine.waiting() == 1);
    assertThatThrownBy(() -> engine.complete(ask("Third", () -> false, null)))
        .isInstanceOfSatisfying(
            EngineException.class, e -> assertThat(e.code()).isEqualTo(Code.BUSY));
    second.set(true);
    assertCancelled(waiting);
    CompletableFuture<Completion> then = start(ask("Then?", () -> false, null));
    until(() -> engine.waiting() == 1);
    cancelled.set(true);
    goOn.countDown();
    assertCancelled(answered);
    assertThat(then.join().text()).isEqualTo(expected.text());
  }

  private AdapterWeights adapter(double strength) {
    Path file = folder.resolve("adapter" + strength + ".gguf");
    List<Projection> all = List.of(Projection.values());
    return engine.adapter(TinyAdapter.write(file, engine.spec(), strength, all));
  }

  private static CompletionRequest ask(
      String text, BooleanSupplier cancelled, @Nullable Consumer<AnswerPiece> listener) {
    return new CompletionRequest(
        List.of(ChatMessage.user(text)),
        48,
        0,
        1,
        0,
        List.of(),
        null,
        Duration.ofMinutes(2),
        cancelled,
        listener);
  }

  private CompletableFuture<Completion> start(CompletionRequest request) {
    return CompletableFuture.supplyAsync(
        () -> engine.complete(request), Executors.newVirtualThreadPerTaskExecutor());
  }

  private static void assertCancelled(CompletableFuture<Completion> asked) {
    assertThatThrownBy(() -> asked.orTimeout(60, TimeUnit.SECONDS).join())
        .isInstanceOf(CompletionException.class)
        .cause()
        .isInstanceOfSatisfying(
            EngineException.class, e -> assertThat(e.code()).isEqualTo(Code.CANCELLED));
  }

  private static void until(BooleanSupplier holds) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!holds.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(end);
      Thread.onSpinWait();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
