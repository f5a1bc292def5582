package dev.nightshift.governance;

import java.time.Instant;

/**
 * Something that happened.
 *
 * @param time when
 * @param kind {@code report}, {@code adoption} (a run's solution), {@code prompt}, {@code night} or
 *     {@code rollback}
 * @param subject the report's id, the task, the version, the night or the adapter
 * @param text what happened, in one line
 * @param artifact the file that says more, relative to the home's {@code code}; empty for none
 */
public record TimelineEntry(
    Instant time, String kind, String subject, String text, String artifact) {}
