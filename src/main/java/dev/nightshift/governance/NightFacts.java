package dev.nightshift.governance;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What others know of nights. */
public interface NightFacts {
  /** Nights that began in a span, oldest first. */
  List<Night> nights(Span span);

  /** Adapters that were taken back in a span, drills left out, oldest first. */
  List<TakenBack> takenBack(Span span);

  /** The values in force of settings that may be proposed otherwise, by their full names. */
  Map<String, String> settings();

  /**
   * A night.
   *
   * @param key names it
   * @param time when it began
   * @param state how it ended
   * @param adapter what it tried
   * @param reason in one line
   * @param failures failed exchanges its harvest looked at
   * @param kept rows it kept
   * @param dropped questions whose row was not good enough
   * @param abstained questions the council left to a person
   * @param quarantined questions set aside as dangerous
   * @param unheard replies of seats that were malformed or missing
   */
  record Night(
      String key,
      Instant time,
      String state,
      String adapter,
      String reason,
      int failures,
      int kept,
      int dropped,
      int abstained,
      int quarantined,
      int unheard) {}

  /**
   * An adapter that was taken back.
   *
   * @param adapter which
   * @param time when
   * @param cause in a word
   * @param reason in words
   */
  record TakenBack(String adapter, Instant time, String cause, String reason) {}

  /** Of a pipeline that has had no night. */
  static NightFacts none() {
    return new NightFacts() {
      @Override
      public List<Night> nights(Span span) {
        return List.of();
      }

      @Override
      public List<TakenBack> takenBack(Span span) {
        return List.of();
      }

      @Override
      public Map<String, String> settings() {
        return Map.of();
      }
    };
  }
}
