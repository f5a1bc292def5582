package dev.nightshift.nightly;

import java.time.Duration;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What a night's clean-up keeps. Whatever else these say, the active adapter, the latest, the one a
 * rollback would go to, undelivered notifications, and runs that may still be resumed are kept.
 *
 * @param adapters newest adapters kept, at least 1
 * @param logs age up to which log files are kept, at least a day
 * @param work age up to which the work folders of trainings are kept, at least a day
 * @param records age up to which delivered notifications, ended nights and ended rollouts are kept
 *     in the database, at least a week
 */
public record RetentionSettings(
    @DefaultValue("10") int adapters,
    @DefaultValue("60d") Duration logs,
    @DefaultValue("7d") Duration work,
    @DefaultValue("90d") Duration records) {

  public RetentionSettings {
    if (adapters < 1) {
      throw new IllegalArgumentException(
          "retention.adapters is " + adapters + "; allowed: at least 1");
    }
    check("logs", logs, Duration.ofDays(1));
    check("work", work, Duration.ofDays(1));
    check("records", records, Duration.ofDays(7));
  }

  /** Ten adapters, two months of logs, a week of work folders, three months of records. */
  public static RetentionSettings defaults() {
    return new RetentionSettings(10, Duration.ofDays(60), Duration.ofDays(7), Duration.ofDays(90));
  }

  private static void check(String name, Duration value, Duration least) {
    if (value.compareTo(least) < 0) {
      throw new IllegalArgumentException(
          "retention.%s is %s; allowed: at least %d days".formatted(name, value, least.toDays()));
    }
  }
}
