package dev.nightshift.nightly;

import java.time.LocalDate;

/** Which night to run. */
public sealed interface RunRequest {

  /**
   * The one scheduled run of a night: refused if it was taken before, resumed if the process that
   * took it is gone.
   *
   * @param night its local date
   */
  record Scheduled(LocalDate night) implements RunRequest {}

  /** A run by hand: resumes the newest run if that did not finish, otherwise begins a new one. */
  record Manual() implements RunRequest {}

  /** The scheduled run of {@code night}. */
  static RunRequest scheduled(LocalDate night) {
    return new Scheduled(night);
  }

  /** A run by hand. */
  static RunRequest manual() {
    return new Manual();
  }
}
