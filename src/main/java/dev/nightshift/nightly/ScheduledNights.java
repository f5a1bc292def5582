package dev.nightshift.nightly;

import java.sql.Date;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Which scheduled nights have been taken, over all processes that share the database.
 *
 * <p>The night that was going on when the program first looked counts as taken: installing it in
 * the afternoon does not start a night then.
 */
final class ScheduledNights {
  private final JdbcClient jdbc;
  private final NightSchedule schedule;
  private final InstantSource clock;

  ScheduledNights(DataSource dataSource, NightSchedule schedule, InstantSource clock) {
    this.jdbc = JdbcClient.create(dataSource);
    this.schedule = schedule;
    this.clock = clock;
  }

  /** The night to run now, if there is one. */
  Optional<LocalDate> due() {
    return schedule.due(clock.instant(), newestTaken());
  }

  private LocalDate newestTaken() {
    Optional<LocalDate> known = read();
    if (known.isPresent()) {
      return known.get();
    }
    LocalDate first = schedule.nightAt(clock.instant());
    try {
      jdbc.sql("insert into nightly_schedule (name, night) values ('nightly', ?)")
          .param(Date.valueOf(first))
          .update();
      return first;
    } catch (DuplicateKeyException e) {
      return read().orElse(first);
    }
  }

  private Optional<LocalDate> read() {
    return jdbc.sql("select night from nightly_schedule where name = 'nightly'")
        .query((row, i) -> row.getDate(1).toLocalDate())
        .optional();
  }

  /** Takes a night; false if that one, or a later one, was taken before. */
  boolean take(LocalDate night) {
    newestTaken();
    return jdbc.sql("update nightly_schedule set night = ? where name = 'nightly' and night < ?")
            .params(Date.valueOf(night), Date.valueOf(night))
            .update()
        == 1;
  }
}
