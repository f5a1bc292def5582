package dev.nightshift.serving;

import dev.nightshift.exchange.Answer;
import dev.nightshift.exchange.TokenText;
import dev.nightshift.exchange.WrittenToken;
import dev.nightshift.exchange.WrittenToken.Likely;
import dev.nightshift.inference.AdapterWeights;
import dev.nightshift.inference.AnswerToken;
import dev.nightshift.inference.Completion;
import dev.nightshift.inference.CompletionRequest;
import dev.nightshift.inference.EmbeddedEngine;
import dev.nightshift.inference.EngineException;
import dev.nightshift.model.ChatMessage;
import dev.nightshift.model.ModelException;
import dev.nightshift.serving.ServingException.Code;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers with the embedded engine and one adapter, or none. The messages are those of the question
 * and nothing else: training renders the same ones.
 */
final class EngineSource implements AnswerSource {
  private static final int TOGETHER = 64;

  private final EmbeddedEngine engine;
  private final @Nullable AdapterWeights adapter;
  private final AnswerPace pace;

  /**
   * Answers with an engine.
   *
   * @param pace of all that it answers, with other adapters too
   */
  EngineSource(EmbeddedEngine engine, @Nullable AdapterWeights adapter, AnswerPace pace) {
    this.engine = engine;
    this.adapter = adapter;
    this.pace = pace;
  }

  @Override
  public Generated answer(
      List<Turn> turns, GenerationOptions options, Deadline deadline, AnswerListener listener) {
    CompletionRequest request = request(turns, options, deadline.remainingOrThrow(), listener);
    try {
      return generated(pace.measured(() -> told(() -> engine.complete(request), adapter != null)));
    } catch (ServingException e) {
      throw e.code() == Code.BUSY ? full(e) : e;
    }
  }

  private ServingException full(ServingException e) {
    int waiting = engine.waiting();
    QueueLoad load = new QueueLoad(waiting, engine.queueSize(), pace.of(waiting));
    return new ServingException(Code.BUSY, String.valueOf(e.getMessage()), load.retryAfter());
  }

  @Override
  public List<Generated> answerAll(List<Question> questions, IntConsumer answered) {
    if (questions.stream().anyMatch(question -> question.options().temperature() != 0)) {
      return AnswerSource.super.answerAll(questions, answered);
    }
    List<Generated> answers = new ArrayList<>(questions.size());
    for (int from = 0; from < questions.size(); from += TOGETHER) {
      List<CompletionRequest> requests =
          questions.subList(from, Math.min(from + TOGETHER, questions.size())).stream()
              .map(q -> request(q.turns(), q.options(), q.options().timeout(), AnswerListener.NONE))
              .toList();
      told(() -> engine.completeAll(requests), adapter != null)
          .forEach(completion -> answers.add(generated(completion)));
      answered.accept(answers.size());
    }
    return answers;
  }

  private CompletionRequest request(
      List<Turn> turns, GenerationOptions options, Duration timeout, AnswerListener listener) {
    return new CompletionRequest(
        turns.stream().map(EngineSource::message).toList(),
        options.maxTokens(),
        options.temperature(),
        options.topP(),
        options.seed(),
        options.stop(),
        adapter,
        timeout,
        listener::cancelled,
        listener.hears() ? piece -> listener.piece(piece.text(), written(piece.tokens())) : null,
        options.constraint(),
        options.topTokens());
  }

  static ChatMessage message(Turn turn) {
    return switch (turn.role()) {
      case SYSTEM -> ChatMessage.system(turn.content());
      case USER -> ChatMessage.user(turn.content());
      case ASSISTANT -> ChatMessage.assistant(turn.content());
    };
  }

  private Generated generated(Completion completion) {
    return new Generated(
        completion.text(),
        completion.logProbabilities(),
        completion.promptTokens(),
        completion.answerTokens(),
        switch (completion.finishReason()) {
          case STOP -> Answer.Finish.STOP;
          case LENGTH -> Answer.Finish.LENGTH;
        },
        written(completion.tokens()));
  }

  private List<WrittenToken> written(List<AnswerToken> tokens) {
    return tokens.stream()
        .map(
            token ->
                new WrittenToken(
                    text(token.id()),
                    token.logProbability(),
                    token.likeliest().stream()
                        .map(likely -> new Likely(text(likely.id()), likely.logProbability()))
                        .toList()))
        .toList();
  }

  private TokenText text(int id) {
    return TokenText.of(engine.prompts().tokenizer().bytes(id));
  }

  /**
   * Does it, and tells the engine's failures as those of serving.
   *
   * @param adapted whether numbers that are none are the adapter's fault
   */
  static <T> T told(Supplier<T> work, boolean adapted) {
    try {
      return work.get();
    } catch (EngineException e) {
      throw new ServingException(code(e.code(), adapted), String.valueOf(e.getMessage()), e);
    } catch (ModelException e) {
      throw new ServingException(Code.REQUEST, String.valueOf(e.getMessage()), e);
    }
  }

  static Code code(EngineException.Code code, boolean adapted) {
    return switch (code) {
      case BUSY -> Code.BUSY;
      case TIMEOUT -> Code.TIMEOUT;
      case CANCELLED -> Code.CANCELLED;
      case CONTEXT, CONSTRAINT -> Code.REQUEST;
      case CLOSED, MEMORY, NATIVE -> Code.UNAVAILABLE;
      case NUMBERS -> adapted ? Code.ADAPTER : Code.UNAVAILABLE;
      case ADAPTER_UNREADABLE, ADAPTER_BASE, ADAPTER_EMPTY, ADAPTER_SHAPE, ADAPTER_NUMBERS ->
          Code.ADAPTER;
    };
  }
}
