package dev.nightshift.rollout;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to change which adapter is active.
 *
 * @param kind what it was about
 * @param adapter the version tried or taken back
 * @param previous for a deployment what was active before, for a rollback where it went
 * @param state where it stands
 * @param reason in words; empty while it goes on
 * @param startedAt when it began
 * @param finishedAt null while it goes on
 * @param detectionMs from the swap to the verdict against it; null if there was none
 * @param recoveryMs from that verdict to the proof that the previous one answers; null likewise
 */
public record PastRollout(
    RolloutKind kind,
    String adapter,
    String previous,
    RolloutState state,
    String reason,
    Instant startedAt,
    @Nullable Instant finishedAt,
    @Nullable Long detectionMs,
    @Nullable Long recoveryMs) {}
