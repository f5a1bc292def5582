package dev.nightshift.memory;

import dev.nightshift.exchange.Exchange;
import dev.nightshift.exchange.Feedback;
import dev.nightshift.exchange.Outcome;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * An exchange with all that was said of it.
 *
 * @param exchange as it happened
 * @param feedback in the order of time
 */
public record Remembered(Exchange exchange, List<Feedback> feedback) {
  public Remembered {
    feedback = feedback.stream().sorted(Comparator.comparing(Feedback::at)).toList();
  }

  /**
   * The outcome in force: the newest feedback that judges decides, without any what was recorded.
   */
  public Outcome outcome() {
    return feedback.reversed().stream()
        .filter(Feedback::judges)
        .findFirst()
        .map(last -> new Outcome(last.kind() == Feedback.Kind.UP, Outcome.Cause.FEEDBACK))
        .orElse(exchange.outcome());
  }

  /** The newest correction, unless later feedback took it back with an UP for the given answer. */
  public Optional<Feedback> correction() {
    return outcome().success()
        ? Optional.empty()
        : feedback.reversed().stream()
            .filter(f -> f.kind() == Feedback.Kind.CORRECTION)
            .findFirst();
  }

  /** The same with more that was said; what is known already counts once. */
  Remembered with(List<Feedback> more) {
    if (more.isEmpty()) {
      return this;
    }
    Set<String> known = feedback.stream().map(Feedback::id).collect(Collectors.toSet());
    List<Feedback> all = new ArrayList<>(feedback);
    more.stream().filter(one -> !known.contains(one.id())).forEach(all::add);
    return new Remembered(exchange, all);
  }
}
