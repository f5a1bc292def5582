package dev.nightshift.console;

import dev.nightshift.exchange.Exchange;
import dev.nightshift.memory.Remembered;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a day's exchanges add up to. Shares and times are null where there was nothing to count.
 *
 * @param success share of answers that are right by the outcome in force
 * @param adapter the same for answers of an adapter
 * @param retrieval the same for answers of the base to which corrections had been told
 * @param base the same for answers of the base alone
 * @param confidence mean of all answers
 * @param corrections exchanges with a correction in force
 * @param median latency in seconds
 * @param slow latency in seconds that 95 of 100 answers stay under
 */
record Day(
    LocalDate date,
    int exchanges,
    @Nullable Double success,
    @Nullable Double adapter,
    @Nullable Double retrieval,
    @Nullable Double base,
    @Nullable Double confidence,
    int corrections,
    @Nullable Double median,
    @Nullable Double slow) {

  static Day of(LocalDate date, List<Remembered> all) {
    List<Double> latencies =
        all.stream().map(one -> one.exchange().latency().toMillis() / 1000.0).sorted().toList();
    return new Day(
        date,
        all.size(),
        success(all),
        success(all.stream().filter(one -> !onBase(one)).toList()),
        success(all.stream().filter(one -> onBase(one) && told(one)).toList()),
        success(all.stream().filter(one -> onBase(one) && !told(one)).toList()),
        all.isEmpty()
            ? null
            : all.stream().mapToDouble(one -> one.exchange().confidence()).average().orElse(0),
        (int) all.stream().filter(one -> one.correction().isPresent()).count(),
        quantile(latencies, 0.5),
        quantile(latencies, 0.95));
  }

  private static boolean onBase(Remembered one) {
    return one.exchange().adapter().equals(Exchange.BASE);
  }

  private static boolean told(Remembered one) {
    return !one.exchange().corrections().isEmpty();
  }

  private static @Nullable Double success(List<Remembered> some) {
    return some.isEmpty()
        ? null
        : (double) some.stream().filter(one -> one.outcome().success()).count() / some.size();
  }

  /** The nearest rank of sorted values. */
  private static @Nullable Double quantile(List<Double> sorted, double share) {
    int rank = (int) Math.ceil(share * sorted.size());
    return sorted.isEmpty() ? null : sorted.get(Math.clamp(rank - 1, 0, sorted.size() - 1));
  }
}
