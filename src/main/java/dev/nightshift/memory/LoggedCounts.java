package dev.nightshift.memory;

import dev.nightshift.exchange.Exchange;
import dev.nightshift.exchange.Feedback;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Counts what an index holds together with what only the log has. */
final class LoggedCounts {
  private static final ExchangeMemory.Counts NOTHING = new ExchangeMemory.Counts(0, 0, 0);

  private LoggedCounts() {}

  /**
   * The counts of a view and of the frames that are not in it.
   *
   * @param frames oldest first
   * @param applied number of the last frame that is in the view
   */
  static ExchangeMemory.Counts of(Recall recall, List<Frame> frames, long applied)
      throws IOException {
    Map<String, Exchange> exchanges = new HashMap<>();
    Map<String, List<Feedback>> said = new HashMap<>();
    Set<String> touched = new LinkedHashSet<>();
    for (Frame frame : frames) {
      if (frame.number() > applied) {
        for (Exchange one : frame.exchanges()) {
          exchanges.putIfAbsent(one.id(), one);
          touched.add(one.id());
        }
        for (Feedback one : frame.feedback()) {
          said.computeIfAbsent(one.exchangeId(), id -> new ArrayList<>()).add(one);
          touched.add(one.exchangeId());
        }
      }
    }
    ExchangeMemory.Counts counts = recall.counts();
    for (String id : touched) {
      Remembered before = recall.find(id).orElse(null);
      Exchange exchange = before == null ? exchanges.get(id) : before.exchange();
      if (exchange != null) {
        List<Feedback> known = before == null ? List.of() : before.feedback();
        Remembered now = new Remembered(exchange, known).with(said.getOrDefault(id, List.of()));
        counts = sum(counts, of(before), of(now));
      }
    }
    return counts;
  }

  private static ExchangeMemory.Counts of(@Nullable Remembered one) {
    return one == null
        ? NOTHING
        : new ExchangeMemory.Counts(
            1, one.outcome().success() ? 0 : 1, one.correction().isPresent() ? 1 : 0);
  }

  private static ExchangeMemory.Counts sum(
      ExchangeMemory.Counts all, ExchangeMemory.Counts less, ExchangeMemory.Counts more) {
    return new ExchangeMemory.Counts(
        all.exchanges() - less.exchanges() + more.exchanges(),
        all.failures() - less.failures() + more.failures(),
        all.corrections() - less.corrections() + more.corrections());
  }
}
