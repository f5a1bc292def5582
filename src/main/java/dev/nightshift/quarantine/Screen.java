package dev.nightshift.quarantine;

import dev.nightshift.corpus.Quarantine;
import dev.nightshift.corpus.Redactor;
import dev.nightshift.exchange.Exchange;
import dev.nightshift.exchange.Feedback;
import dev.nightshift.memory.Remembered;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Says of what is remembered whether it may be told to others and trained on: what a person ruled,
 * or else what the rules for words find. Thread-safe.
 */
public final class Screen {
  private final @Nullable Rulings rulings;
  private final Quarantine rules = new Quarantine();
  private final Redactor redactor = new Redactor();

  private Screen(@Nullable Rulings rulings) {
    this.rulings = rulings;
  }

  /** By rulings, and by words where nothing was ruled. */
  public static Screen of(Rulings rulings) {
    return new Screen(rulings);
  }

  /** By words alone. */
  public static Screen ofWords() {
    return new Screen(null);
  }

  /**
   * Why an exchange, with the correction that is in force if there is one, may neither be told nor
   * trained on; empty when it may.
   */
  public Optional<String> objection(Remembered one) {
    return ruling(one)
        .map(Screen::objection)
        .orElseGet(
            () ->
                words(
                    one.exchange().question(),
                    one.correction().map(Feedback::correction).orElse("")));
  }

  /**
   * The same without corrections that are held or were dropped, as long as there is an earlier one
   * that is neither: nobody's word hides that of another before a person has looked at it.
   */
  public Remembered inForce(Remembered one) {
    Remembered rest = one;
    Optional<Feedback> last = rest.correction();
    while (last.isPresent() && isHeldBack(rest)) {
      Feedback heldBack = last.get();
      rest =
          new Remembered(
              rest.exchange(),
              rest.feedback().stream().filter(said -> !said.equals(heldBack)).toList());
      last = rest.correction();
    }
    return last.isPresent() ? rest : one;
  }

  private boolean isHeldBack(Remembered one) {
    return ruling(one).filter(ruling -> ruling.state() != Ruling.State.RELEASED).isPresent();
  }

  /** Whether a person let it through, whatever the rules say. */
  public boolean isReleased(Remembered one) {
    return ruling(one).filter(ruling -> ruling.state() == Ruling.State.RELEASED).isPresent();
  }

  private Optional<Ruling> ruling(Remembered one) {
    return rulings == null
        ? Optional.empty()
        : rulings.find(one.exchange().id(), one.correction().map(Feedback::id).orElse(""));
  }

  private static Optional<String> objection(Ruling ruling) {
    return switch (ruling.state()) {
      case RELEASED -> Optional.empty();
      case HELD -> Optional.of(ruling.reason());
      case DROPPED -> Optional.of("a person dropped it");
    };
  }

  /** Why words alone are suspicious. */
  Optional<String> words(String question, String correction) {
    return rules
        .reason(question)
        .map(reason -> reason + " (in the question)")
        .or(() -> rules.reason(correction).map(reason -> reason + " (in the correction)"))
        .or(() -> together(List.of(question, correction)));
  }

  /**
   * Why texts may not be told together, though each may be told alone.
   *
   * @param texts in the order in which they are told
   */
  public Optional<String> together(List<String> texts) {
    return rules.reasonTogether(texts);
  }

  /**
   * Those that may be trained on with the answers that were given: a user can have the model say
   * anything and call it right, and what people asked holds secrets.
   */
  public List<Remembered> trainable(List<Remembered> successes) {
    return successes.stream().filter(one -> isFree(one.exchange())).toList();
  }

  private boolean isFree(Exchange exchange) {
    return words(exchange.question(), exchange.answer()).isEmpty()
        && redactor.redact(exchange.question()).count() == 0
        && redactor.redact(exchange.answer()).count() == 0;
  }
}
