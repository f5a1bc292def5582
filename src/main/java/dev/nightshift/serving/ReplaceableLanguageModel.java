package dev.nightshift.serving;

import dev.nightshift.exchange.Answer;
import dev.nightshift.serving.ServingException.Code;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A model that can be closed and opened anew while it is served: what runs is finished first, what
 * comes meanwhile is refused, and the adapter that is wanted is active again. An adapter made
 * active, or taken away, during a pause is what comes back with the model. Thread-safe.
 */
public final class ReplaceableLanguageModel implements LanguageModel {
  private static final Logger LOG = LoggerFactory.getLogger(ReplaceableLanguageModel.class);
  private static final Duration RETRY = Duration.ofSeconds(10);

  private final String name;
  private final Supplier<LanguageModel> usual;
  private final ModelPlace place;
  private final Duration retry;

  /**
   * Serves a model.
   *
   * @param usual opens it again, without an adapter
   */
  public ReplaceableLanguageModel(LanguageModel model, Supplier<LanguageModel> usual) {
    this(model, usual, RETRY);
  }

  /** The same with another pause between attempts to open it. */
  ReplaceableLanguageModel(LanguageModel model, Supplier<LanguageModel> usual, Duration retry) {
    this.name = model.name();
    this.usual = usual;
    this.place = new ModelPlace(model);
    this.retry = retry;
  }

  /**
   * Finishes what runs and closes the model, which frees what it took. Questions are refused with
   * the reason until it is resumed.
   *
   * @param patience for what runs; a question has a time limit of its own
   * @throws ServingException TIMEOUT when something still runs then, the model serves on;
   *     UNAVAILABLE when it is paused already or closed
   */
  public void pause(String reason, Duration patience) {
    place
        .empty(reason, patience)
        .ifPresent(
            old -> {
              try {
                old.unload();
              } catch (RuntimeException e) {
                // The pause has begun: what cannot be freed properly must not undo it.
                LOG.warn("{} may still take memory: {}", name, e.getMessage());
              }
              old.close();
            });
  }

  /** Ends a pause with the model as it was at first. */
  public void resume() {
    resumeWith(usual);
  }

  /**
   * Ends a pause with a model that is opened in another way, until the next pause. One that cannot
   * be opened is tried again in the background until it can.
   *
   * @param opener opens it, without an adapter
   */
  public void resumeWith(Supplier<LanguageModel> opener) {
    int turn = place.reserve();
    if (!open(opener, turn)) {
      Thread.ofVirtual().name("model-reopen").start(() -> openLater(opener, turn));
    }
  }

  private void openLater(Supplier<LanguageModel> opener, int turn) {
    try {
      do {
        Thread.sleep(retry);
      } while (place.isReserved(turn) && !open(opener, turn));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether no further attempt is needed. */
  private boolean open(Supplier<LanguageModel> opener, int turn) {
    try {
      LanguageModel opened = opener.get();
      if (!place.fill(opened, turn, this::activateWanted)) {
        opened.close();
      }
      return true;
    } catch (RuntimeException e) {
      LOG.error("{} could not be opened again, it is tried again: {}", name, e.getMessage());
      place.failed(turn, String.valueOf(e.getMessage()));
      return false;
    }
  }

  /** An adapter that has been damaged must not keep the base from answering. */
  private void activateWanted(LanguageModel opened, ServableAdapter wanted) {
    try {
      opened.activate(wanted);
    } catch (ServingException e) {
      if (e.code() != Code.ADAPTER) {
        opened.close();
        throw e;
      }
      LOG.error("{} cannot be used, so the base answers: {}", wanted.version(), e.getMessage());
    }
  }

  private <T> T use(Function<LanguageModel, T> work) {
    LanguageModel model = place.enter();
    try {
      return work.apply(model);
    } finally {
      place.leave();
    }
  }

  /** Looks at the model if it is there; what nobody can say while it is not has a default. */
  private <T> T peek(Function<LanguageModel, T> look, T otherwise) {
    Optional<LanguageModel> model = place.enterIfThere();
    if (model.isEmpty()) {
      return otherwise;
    }
    try {
      return look.apply(model.get());
    } finally {
      place.leave();
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Answer answer(Question question) {
    return use(model -> model.answer(question));
  }

  @Override
  public Answer answer(Question question, AnswerListener listener) {
    return use(model -> model.answer(question, listener));
  }

  @Override
  public List<Answer> answerAll(List<Question> questions, IntConsumer answered) {
    return use(model -> model.answerAll(questions, answered));
  }

  @Override
  public void activate(ServableAdapter adapter) {
    place.want(Optional.of(adapter), model -> model.activate(adapter));
  }

  @Override
  public void deactivate() {
    place.want(Optional.empty(), LanguageModel::deactivate);
  }

  @Override
  public Optional<ServableAdapter> active() {
    return peek(LanguageModel::active, place.wanted());
  }

  @Override
  public void unload() {
    use(
        model -> {
          model.unload();
          return true;
        });
  }

  @Override
  public boolean keepsConstraints() {
    return peek(LanguageModel::keepsConstraints, false);
  }

  @Override
  public double arithmetic() {
    return peek(LanguageModel::arithmetic, 0.0);
  }

  @Override
  public Optional<String> trouble() {
    Optional<String> absent = place.trouble();
    return absent.isPresent() ? absent : peek(LanguageModel::trouble, Optional.empty());
  }

  @Override
  public Optional<String> computing() {
    return peek(LanguageModel::computing, Optional.empty());
  }

  @Override
  public Optional<String> device() {
    return peek(LanguageModel::device, Optional.empty());
  }

  @Override
  public OptionalInt countTokens(String text) {
    return peek(model -> model.countTokens(text), OptionalInt.empty());
  }

  @Override
  public OptionalInt contextTokens() {
    return peek(LanguageModel::contextTokens, OptionalInt.empty());
  }

  @Override
  public Optional<QueueLoad> queue() {
    return peek(LanguageModel::queue, Optional.empty());
  }

  @Override
  public void close() {
    place.close().ifPresent(LanguageModel::close);
  }
}
