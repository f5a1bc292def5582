package dev.nightshift.generation;

import dev.nightshift.exchange.Answer;
import dev.nightshift.serving.AnswerListener;
import dev.nightshift.serving.LanguageModel;
import dev.nightshift.serving.Question;
import dev.nightshift.serving.ServableAdapter;
import dev.nightshift.serving.ServingException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Answers what it was told to, in order, and the last for ever; or fails. */
public final class ScriptedModel implements LanguageModel {
  public final List<Question> asked = new CopyOnWriteArrayList<>();
  public volatile @Nullable ServingException failure;

  /** Another way to answer. */
  public volatile @Nullable Function<AnswerListener, Answer> script;

  volatile boolean closed;
  private final String name;
  private final Deque<String> answers = new ArrayDeque<>();

  public ScriptedModel(String name, String... answers) {
    this.name = name;
    says(answers);
  }

  /** Says these from now on. */
  public synchronized void says(String... texts) {
    answers.clear();
    answers.addAll(List.of(texts));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Answer answer(Question question, AnswerListener listener) {
    Function<AnswerListener, Answer> other = script;
    if (other != null) {
      return other.apply(listener);
    }
    Answer answer = answer(question);
    listener.piece(answer.text(), answer.tokens());
    return answer;
  }

  @Override
  public synchronized Answer answer(Question question) {
    ServingException e = failure;
    if (e != null) {
      throw e;
    }
    asked.add(question);
    String text = answers.size() > 1 ? answers.removeFirst() : answers.getFirst();
    return new Answer(
        text,
        0.9,
        name,
        "base",
        "no adapter is active",
        Duration.ofMillis(10),
        5,
        2,
        List.of(Math.log(0.9)),
        question.informed() != null);
  }

  static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void activate(ServableAdapter adapter) {
    throw new AssertionError("nobody gives it an adapter");
  }

  @Override
  public void deactivate() {
    throw new AssertionError("nobody takes an adapter away");
  }

  @Override
  public Optional<ServableAdapter> active() {
    return Optional.empty();
  }

  @Override
  public void close() {
    closed = true;
  }
}
