package dev.nightshift.serving;

import dev.nightshift.exchange.Answer;
import dev.nightshift.exchange.Exchange;
import dev.nightshift.scope.ScopePolicy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Decides for every question who answers it, and says so in the answer. The active adapter is
 * replaced atomically: a question that has been routed is answered by what it was routed to.
 */
final class AdapterRouter {
  private final String model;
  private final AnswerSource base;
  private final ScopePolicy policy;
  private final AdapterLoader loader;
  private volatile @Nullable LoadedAdapter active;

  /**
   * Routes for one base model.
   *
   * @param loader loads adapters that are asked for without being active
   */
  AdapterRouter(String model, AnswerSource base, ScopePolicy policy, AdapterLoader loader) {
    this.model = model;
    this.base = base;
    this.policy = policy;
    this.loader = loader;
  }

  void activate(LoadedAdapter adapter) {
    active = adapter;
  }

  void deactivate() {
    active = null;
  }

  Optional<ServableAdapter> active() {
    return Optional.ofNullable(active).map(LoadedAdapter::adapter);
  }

  /**
   * An adapter that is not at hand is loaded first, however long merging or uploading takes. What
   * may have to be replaced by the base's answer is told when it is known to stand.
   */
  Answer answer(Question question, AnswerListener listener) {
    switch (question.adapter()) {
      case AdapterChoice.Exactly exactly -> loader.load(exactly.adapter());
      case AdapterChoice.Unchecked(var adapter) when adapter != null -> loader.load(adapter);
      case AdapterChoice.Active _, AdapterChoice.Base _, AdapterChoice.Unchecked _ -> {}
    }
    Deadline deadline = Deadline.in(question.options().timeout());
    Route route = route(question);
    boolean live = route.stands() || !listener.hears();
    AnswerListener told = live ? listener : listener.unheard();
    Generated generated = route.source().answer(route.turns(), question.options(), deadline, told);
    if (!route.taught().test(generated.text())) {
      route = instead(route, question);
      generated = base.answer(route.turns(), question.options(), deadline, listener);
    } else if (!live && !generated.text().isEmpty()) {
      listener.piece(generated.text(), generated.tokens());
    }
    return answer(route, generated, deadline.elapsed());
  }

  /**
   * The base's way, for a question to which the adapter did not say what it was taught. It is not
   * told the corrections either: the adapter knows them, so the question is about something else.
   */
  Route instead(Route route, Question question) {
    String reason =
        route.reason() + ", but " + route.adapter() + " said nothing that it was taught";
    return new Route(base, Exchange.BASE, reason, AnswerScope.ANY_REPLY, question.turns(), false);
  }

  /** The answer that a route gave. */
  Answer answer(Route route, Generated generated, Duration latency) {
    return new Answer(
        generated.text(),
        Answer.confidence(generated.logProbabilities()),
        model,
        route.adapter(),
        route.reason(),
        latency,
        generated.promptTokens(),
        generated.answerTokens(),
        generated.logProbabilities(),
        route.informed(),
        generated.finish(),
        generated.tokens());
  }

  /** Who answers this question. */
  Route route(Question question) {
    return switch (question.adapter()) {
      case AdapterChoice.Base _ -> toBase("the base was asked for", question);
      case AdapterChoice.Exactly exactly -> {
        LoadedAdapter asked = loader.load(exactly.adapter());
        yield exactly.scoped()
            ? byScope(asked, question)
            : toAdapter(asked, asked.adapter().version() + " was asked for", question);
      }
      case AdapterChoice.Active _ -> active(question);
      case AdapterChoice.Unchecked(var adapter) ->
          (adapter == null ? active(question) : byScope(loader.load(adapter), question))
              .unchecked();
    };
  }

  private Route active(Question question) {
    LoadedAdapter now = active;
    return now == null ? toBase("no adapter is active", question) : byPolicy(now, question);
  }

  private Route byPolicy(LoadedAdapter adapter, Question question) {
    return switch (policy) {
      case SCOPED -> byScope(adapter, question);
      case ALWAYS ->
          toAdapter(
              adapter,
              adapter.adapter().version() + " answers everything: scope is always",
              question);
      case OFF -> toBase("the base answers everything: scope is off", question);
    };
  }

  /**
   * An adapter in scope is told corrections as the base is, which reminds it of what it was taught.
   * One that came after its training is the base's to answer.
   */
  private Route byScope(LoadedAdapter adapter, Question question) {
    AnswerScope.Ruling ruling = adapter.scope().judge(question.text());
    String version = adapter.adapter().version();
    if (!ruling.within()) {
      return toBase(ruling.why(), question);
    }
    Informed informed = question.informed();
    Predicate<String> learned = ruling.learned();
    if (informed != null && learned != null && !learned.test(informed.answers().getFirst())) {
      return toBase(ruling.why() + ", but " + version + " was not taught the correction", question);
    }
    return route(adapter.source(), version, ruling.why(), ruling.taught(), question);
  }

  private Route toBase(String reason, Question question) {
    return route(base, Exchange.BASE, reason, AnswerScope.ANY_REPLY, question);
  }

  private static Route toAdapter(LoadedAdapter adapter, String reason, Question question) {
    return route(
        adapter.source(), adapter.adapter().version(), reason, AnswerScope.ANY_REPLY, question);
  }

  private static Route route(
      AnswerSource source,
      String adapter,
      String reason,
      Predicate<String> taught,
      Question question) {
    return new Route(
        source, adapter, reason, taught, question.informedTurns(), question.informed() != null);
  }

  /**
   * Who answers a question.
   *
   * @param adapter its version, or {@code base}
   * @param reason why, in words
   * @param taught whether a reply may stand; the base answers in the place of any other
   * @param turns what it is asked
   * @param informed whether there are corrections in the turns
   */
  record Route(
      AnswerSource source,
      String adapter,
      String reason,
      Predicate<String> taught,
      List<Turn> turns,
      boolean informed) {
    /** Whether the reply stands whatever it is. */
    boolean stands() {
      return taught == AnswerScope.ANY_REPLY;
    }

    private Route unchecked() {
      return new Route(source, adapter, reason, AnswerScope.ANY_REPLY, turns, informed);
    }
  }
}
