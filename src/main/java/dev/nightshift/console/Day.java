package dev.nightshift.console;

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
    DayCount count = new DayCount();
    all.forEach(count::add);
    return count.of(date);
  }
}
