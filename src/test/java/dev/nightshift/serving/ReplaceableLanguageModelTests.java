package dev.nightshift.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.nightshift.exchange.Answer;
import dev.nightshift.serving.ServingException.Code;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReplaceableLanguageModelTests {
  private static final Duration SOON = Duration.ofMillis(50);
  private static final Duration LATE = Duration.ofSeconds(30);
  private static final ServableAdapter ADAPTER = new ServableAdapter("a1", Path.of("absent"));

  private final List<String> log = new ArrayList<>();
  private volatile boolean cannotOpen;
  private final Model first = new Model("first");
  private final ReplaceableLanguageModel model =
      new ReplaceableLanguageModel(first, () -> open("again"), Duration.ofMillis(1));

  private Model open(String name) {
    if (cannotOpen) {
      throw new ServingException(Code.UNAVAILABLE, "no memory");
    }
    return new Model(name);
  }

  private String ask() {
    return model.answer(Question.of("Why?", 1)).text();
  }

  private void refused(String because) {
    assertThatExceptionOfType(ServingException.class)
        .isThrownBy(this::ask)
        .withMessageContaining(because)
        .satisfies(e -> assertThat(e.code()).isEqualTo(Code.UNAVAILABLE));
  }

  @Test
  void a_paused_model_is_unloaded_and_closed_and_refuses_with_the_reason() {
    assertThat(ask()).isEqualTo("first");

    model.pause("training has the GPU", LATE);

    assertThat(log).containsExactly("first unloaded", "first closed");
    refused("training has the GPU");
    assertThat(model.trouble()).hasValue("training has the GPU");
    assertThatExceptionOfType(ServingException.class)
        .isThrownBy(() -> model.pause("once more", LATE))
        .withMessageContaining("paused already");
  }

  @Test
  void the_adapter_that_was_active_is_active_again() {
    model.activate(ADAPTER);
    model.pause("a while", LATE);
    assertThat(model.active()).hasValue(ADAPTER);

    model.resume();

    assertThat(ask()).isEqualTo("again with a1");
    assertThat(model.trouble()).isEmpty();
  }

  @Test
  void what_runs_is_finished_first() throws Exception {
    first.gate = new CountDownLatch(1);
    CompletableFuture<String> running =
        CompletableFuture.supplyAsync(this::ask, Thread::startVirtualThread);
    first.entered.await();
    CompletableFuture<Void> pausing =
        CompletableFuture.runAsync(() -> model.pause("x", LATE), Thread::startVirtualThread);
    while (model.trouble().isEmpty() && !pausing.isDone()) {
      Thread.onSpinWait();
    }
    assertThat(log).isEmpty();

    first.gate.countDown();

    assertThat(running.get()).isEqualTo("first");
    pausing.get();
    assertThat(log).containsExactly("first unloaded", "first closed");
  }

  @Test
  void what_is_not_finished_in_time_keeps_the_model_serving() throws Exception {
    first.gate = new CountDownLatch(1);
    CompletableFuture<String> running =
        CompletableFuture.supplyAsync(this::ask, Thread::startVirtualThread);
    first.entered.await();

    assertThatExceptionOfType(ServingException.class)
        .isThrownBy(() -> model.pause("x", SOON))
        .satisfies(e -> assertThat(e.code()).isEqualTo(Code.TIMEOUT));

    first.gate.countDown();
    running.get();
    assertThat(ask()).isEqualTo("first");
    assertThat(log).isEmpty();
  }

  @Test
  void another_way_of_opening_holds_until_the_next_pause() {
    model.pause("a while", LATE);
    model.resumeWith(() -> open("on the processor"));
    assertThat(ask()).isEqualTo("on the processor");

    model.pause("back", LATE);
    model.resume();

    assertThat(ask()).isEqualTo("again");
  }

  @Test
  void one_that_cannot_be_opened_says_so_and_is_tried_until_it_can() throws Exception {
    cannotOpen = true;
    model.pause("a while", LATE);
    model.resume();

    refused("no memory");
    assertThat(model.trouble()).hasValueSatisfying(why -> assertThat(why).contains("no memory"));
    cannotOpen = false;
    while (model.trouble().isPresent()) {
      Thread.sleep(1);
    }
    assertThat(ask()).isEqualTo("again");
  }

  @Test
  void an_adapter_changed_during_a_pause_is_what_comes_back() {
    model.activate(ADAPTER);
    model.pause("a while", LATE);
    ServableAdapter other = new ServableAdapter("a2", Path.of("absent"));
    model.activate(other);
    assertThat(model.active()).hasValue(other);
    model.resume();
    assertThat(ask()).isEqualTo("again with a2");

    model.pause("a while", LATE);
    model.deactivate();
    model.resume();
    assertThat(ask()).isEqualTo("again");
    assertThat(model.active()).isEmpty();
  }

  @Test
  void an_adapter_changed_while_the_model_is_loaded_is_what_comes_back() {
    model.activate(ADAPTER);
    model.pause("a while", LATE);
    model.resumeWith(
        () -> {
          model.deactivate();
          return open("again");
        });

    assertThat(ask()).isEqualTo("again");
  }

  @Test
  void an_adapter_that_was_refused_is_not_wanted() {
    model.activate(ADAPTER);
    first.refusal = new ServingException(Code.ADAPTER, "torn");
    assertThatExceptionOfType(ServingException.class)
        .isThrownBy(() -> model.activate(new ServableAdapter("a2", Path.of("absent"))));

    model.pause("a while", LATE);
    model.resume();

    assertThat(ask()).isEqualTo("again with a1");
  }

  @Test
  void every_wrapper_passes_everything_on() {
    for (Class<?> wrapper : List.of(ReplaceableLanguageModel.class, GuardedLanguageModel.class)) {
      List<String> own =
          Arrays.stream(wrapper.getDeclaredMethods())
              .map(ReplaceableLanguageModelTests::name)
              .toList();
      for (Method method : LanguageModel.class.getMethods()) {
        boolean byAnswer = name(method).startsWith("answerAll");
        assertThat(byAnswer || own.contains(name(method))).as(wrapper + " " + method).isTrue();
      }
    }
  }

  private static String name(Method method) {
    return method.getName() + Arrays.toString(method.getParameterTypes());
  }

  @Test
  void an_adapter_that_cannot_be_used_any_more_leaves_the_base() {
    model.activate(ADAPTER);
    model.pause("a while", LATE);
    model.resumeWith(
        () -> {
          Model opened = open("base");
          opened.refusal = new ServingException(Code.ADAPTER, "torn");
          return opened;
        });

    assertThat(ask()).isEqualTo("base");
    assertThat(model.active()).isEmpty();

    model.pause("once more", LATE);
    model.resume();
    assertThat(ask()).isEqualTo("again with a1");
  }

  @Test
  void a_closed_model_is_not_opened_again() {
    model.close();

    refused("closed");
    assertThat(log).containsExactly("first closed");
  }

  private final class Model extends BaseOnlyModel {
    private final String name;
    private final CountDownLatch entered = new CountDownLatch(1);
    private @Nullable CountDownLatch gate;
    private @Nullable ServingException refusal;
    private @Nullable ServableAdapter active;

    Model(String name) {
      this.name = name;
    }

    @Override
    public Answer answer(Question question) {
      entered.countDown();
      try {
        if (gate != null) {
          gate.await();
        }
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      String text = active == null ? name : name + " with " + active.version();
      return new Answer(text, 1, "tiny", "base", "r", Duration.ZERO, 1, 1, List.of());
    }

    @Override
    public void activate(ServableAdapter adapter) {
      if (refusal != null) {
        throw refusal;
      }
      active = adapter;
    }

    @Override
    public void deactivate() {
      active = null;
    }

    @Override
    public Optional<ServableAdapter> active() {
      return Optional.ofNullable(active);
    }

    @Override
    public void unload() {
      log.add(name + " unloaded");
    }

    @Override
    public void close() {
      log.add(name + " closed");
    }
  }
}
