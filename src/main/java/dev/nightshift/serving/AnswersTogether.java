package dev.nightshift.serving;

import dev.nightshift.exchange.Answer;
import dev.nightshift.exchange.Exchange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;

/**
 * Many questions at once: each source gets all of its own together, the base last, because it also
 * answers where an adapter did not say what it was taught. For one call.
 */
final class AnswersTogether {
  private final AdapterRouter router;
  private final List<Question> questions;
  private final IntConsumer answered;
  private final Answer[] answers;
  private final List<Routed> forBase = new ArrayList<>();
  private int done;
  private int told;

  /** Which question goes which way. */
  private record Routed(int index, AdapterRouter.Route route) {}

  AnswersTogether(AdapterRouter router, List<Question> questions, IntConsumer answered) {
    this.router = router;
    this.questions = questions;
    this.answered = answered;
    this.answers = new Answer[questions.size()];
  }

  /** The answers in the order of the questions. */
  List<Answer> all() {
    Map<AnswerSource, List<Routed>> forAdapters = new LinkedHashMap<>();
    for (int i = 0; i < questions.size(); i++) {
      Routed routed = new Routed(i, router.route(questions.get(i)));
      if (routed.route().adapter().equals(Exchange.BASE)) {
        forBase.add(routed);
      } else {
        forAdapters.computeIfAbsent(routed.route().source(), any -> new ArrayList<>()).add(routed);
      }
    }
    forAdapters.forEach(this::ask);
    if (!forBase.isEmpty()) {
      ask(forBase.getFirst().route().source(), forBase);
    }
    return List.copyOf(Arrays.asList(answers));
  }

  private void ask(AnswerSource source, List<Routed> part) {
    List<Question> asked =
        part.stream()
            .map(routed -> questions.get(routed.index()).saying(routed.route().turns()))
            .toList();
    long start = System.nanoTime();
    List<Generated> generated = source.answerAll(asked, count -> tell(done + count));
    Duration each = Duration.ofNanos((System.nanoTime() - start) / part.size());
    for (int i = 0; i < part.size(); i++) {
      Routed routed = part.get(i);
      if (routed.route().taught().test(generated.get(i).text())) {
        answers[routed.index()] = router.answer(routed.route(), generated.get(i), each);
        done++;
      } else {
        forBase.add(
            new Routed(
                routed.index(), router.instead(routed.route(), questions.get(routed.index()))));
      }
    }
  }

  /** Never fewer than were told before, though the base may have to answer some once more. */
  private void tell(int count) {
    told = Math.max(told, count);
    answered.accept(told);
  }
}
