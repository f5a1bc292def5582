package dev.nightshift.console;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A node that shares the database.
 *
 * @param adapter that it has, or {@code base}
 * @param live whether it was heard of lately
 * @param heard when it last was; null: not since it was stopped
 * @param note what a person should know of it, empty for nothing
 */
public record NodeShown(
    String name, String url, String adapter, boolean live, @Nullable Instant heard, String note) {}
