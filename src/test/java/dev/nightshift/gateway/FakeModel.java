package dev.nightshift.gateway;

import dev.nightshift.exchange.Answer;
import dev.nightshift.exchange.TokenText;
import dev.nightshift.exchange.WrittenToken;
import dev.nightshift.exchange.WrittenToken.Likely;
import dev.nightshift.serving.AnswerListener;
import dev.nightshift.serving.LanguageModel;
import dev.nightshift.serving.Question;
import dev.nightshift.serving.QueueLoad;
import dev.nightshift.serving.ServableAdapter;
import dev.nightshift.serving.ServingException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Answers "Paris", or fails as told. */
final class FakeModel implements LanguageModel {
  /** Another way to answer. */
  interface Script {
    Answer answer(Question question, AnswerListener listener);
  }

  volatile @Nullable Script script;
  volatile @Nullable ServingException failure;
  volatile @Nullable String trouble;
  volatile QueueLoad load = new QueueLoad(0, 32);
  volatile boolean keepsConstraints;
  volatile int lastMaxTokens;
  volatile Duration lastTimeout = Duration.ZERO;
  volatile Runnable meanwhile = () -> {};
  final AtomicInteger asked = new AtomicInteger();
  volatile @Nullable Question lastQuestion;

  @Override
  public String name() {
    return "tiny";
  }

  @Override
  public Answer answer(Question question) {
    return answer(question, AnswerListener.NONE);
  }

  @Override
  public Answer answer(Question question, AnswerListener listener) {
    asked.incrementAndGet();
    lastTimeout = question.options().timeout();
    meanwhile.run();
    lastQuestion = question;
    Script other = script;
    if (other != null) {
      return other.answer(question, listener);
    }
    Answer answer = paris(question);
    listener.piece("Pa", answer.tokens().subList(0, 1));
    listener.piece("ris", answer.tokens().subList(1, 2));
    return answer;
  }

  private Answer paris(Question question) {
    ServingException e = failure;
    if (e != null) {
      throw e;
    }
    lastMaxTokens = question.options().maxTokens();
    List<Double> logs = List.of(Math.log(0.9), Math.log(0.9));
    return new Answer(
        "Paris",
        0.9,
        "tiny",
        "adapter_1",
        "in scope",
        Duration.ofMillis(42),
        5,
        2,
        logs,
        question.informed() != null,
        Answer.Finish.STOP,
        List.of(token("Pa", question), token("ris", question)));
  }

  private static WrittenToken token(String text, Question question) {
    List<Likely> likeliest =
        List.of(
            new Likely(TokenText.of(text), Math.log(0.9)),
            new Likely(TokenText.of("Rom"), Math.log(0.05)));
    int told = Math.min(likeliest.size(), question.options().topTokens());
    return new WrittenToken(TokenText.of(text), Math.log(0.9), likeliest.subList(0, told));
  }

  @Override
  public void activate(ServableAdapter adapter) {
    throw new UnsupportedOperationException("the gateway never switches adapters itself");
  }

  @Override
  public void deactivate() {
    throw new UnsupportedOperationException("the gateway never switches adapters itself");
  }

  @Override
  public Optional<ServableAdapter> active() {
    return Optional.of(new ServableAdapter("adapter_1", Path.of("adapter_1")));
  }

  @Override
  public boolean keepsConstraints() {
    return keepsConstraints;
  }

  @Override
  public Optional<QueueLoad> queue() {
    return Optional.of(load);
  }

  @Override
  public Optional<String> device() {
    return Optional.of("cpu");
  }

  @Override
  public Optional<String> trouble() {
    return Optional.ofNullable(trouble);
  }

  @Override
  public void close() {}
}
