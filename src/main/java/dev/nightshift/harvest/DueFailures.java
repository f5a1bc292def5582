package dev.nightshift.harvest;

import dev.nightshift.exchange.Context;
import dev.nightshift.exchange.Feedback;
import dev.nightshift.memory.ExchangeMemory;
import dev.nightshift.memory.Remembered;
import dev.nightshift.memory.Window;
import dev.nightshift.quarantine.Screen;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Failed exchanges that a harvest has to see: none twice, unless a person corrected one again.
 *
 * <p>Never a follow-up, which means nothing without its conversation. Of what was answered by a
 * schema or by another model only what a person corrected: the council writes prose, and another
 * model's failure is none of the one that is trained.
 */
final class DueFailures {
  /** After every exchange, and within what a store can count. */
  private static final Instant FAR = Instant.parse("9999-01-01T00:00:00Z");

  private final ExchangeMemory memory;
  private final HarvestLedger ledger;
  private final Screen screen;

  DueFailures(ExchangeMemory memory, HarvestLedger ledger, Screen screen) {
    this.memory = memory;
    this.ledger = ledger;
    this.screen = screen;
  }

  /** Those of an order, oldest first. */
  List<Remembered> of(HarvestOrder order) {
    Window window = order.window();
    // A failure may be older than the window and yet be news: declared, or corrected, within it.
    Window all = new Window(earliest(window), window.until());
    return unseen(memory.failures(all), order);
  }

  /** Those of any time. */
  List<Remembered> ofAllTime() {
    Window always = new Window(Instant.EPOCH, FAR);
    return unseen(memory.failures(always), HarvestOrder.exactly(always, FAR));
  }

  private static boolean isDue(
      Remembered failure, HarvestOrder order, @Nullable LedgerEntry entry) {
    if (!failure.exchange().at().isBefore(order.window().from())) {
      return true;
    }
    boolean leftBehind = entry != null && entry.outcome().isOpen();
    if (order.withLate() && (leftBehind || failure.correction().isPresent())) {
      return true;
    }
    return failure.feedback().stream()
        .filter(feedback -> feedback.judges() && feedback.kind() != Feedback.Kind.UP)
        .map(Feedback::at)
        .anyMatch(at -> !at.isBefore(order.window().from()) && at.isBefore(order.window().until()));
  }

  private List<Remembered> unseen(List<Remembered> failures, HarvestOrder order) {
    Map<String, LedgerEntry> seen =
        ledger.entries(failures.stream().map(failure -> failure.exchange().id()).toList());
    return failures.stream()
        .map(screen::inForce)
        .filter(DueFailures::teaches)
        .filter(failure -> isUnseen(failure, seen.get(failure.exchange().id())))
        .filter(failure -> isDue(failure, order, seen.get(failure.exchange().id())))
        .toList();
  }

  private static boolean teaches(Remembered failure) {
    Context context = failure.exchange().context();
    boolean own = context.profile().isEmpty() && !context.elsewhere();
    return context.standsAlone() && (own || failure.correction().isPresent());
  }

  private static boolean isUnseen(Remembered failure, @Nullable LedgerEntry entry) {
    if (entry == null || entry.outcome().isOpen()) {
      return true;
    }
    Optional<Feedback> correction = failure.correction();
    return correction.isPresent() && !entry.knows(correction.get());
  }

  private static Instant earliest(Window window) {
    return window.from().isBefore(Instant.EPOCH) ? window.from() : Instant.EPOCH;
  }
}
