package dev.nightshift.prompts;

import dev.nightshift.codeloop.Instructions;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A version that is or was in force.
 *
 * @param instructions number and text
 * @param candidate which it was; null for the one that comes with the program
 * @param adopted when; null for that one
 * @param by who decided
 * @param reason why
 * @param inForce whether it is now
 */
public record PromptVersion(
    Instructions instructions,
    @Nullable String candidate,
    @Nullable Instant adopted,
    String by,
    String reason,
    boolean inForce) {}
