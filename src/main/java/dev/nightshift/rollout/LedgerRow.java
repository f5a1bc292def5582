package dev.nightshift.rollout;

/**
 * One row of the ledger, as far as it is read again.
 *
 * @param id grows with time
 * @param kind what it was about
 * @param adapter the version tried or taken back
 * @param digest SHA-256 of its {@code adapter.gguf}; empty when unknown
 * @param previous for a deployment what was active before, for a rollback where it goes
 * @param state where it stands
 * @param startedAt milliseconds since 1970
 */
record LedgerRow(
    long id,
    RolloutKind kind,
    String adapter,
    String digest,
    String previous,
    RolloutState state,
    long startedAt) {}
