package dev.nightshift.rollout;

import dev.nightshift.adapter.AdapterStore;
import dev.nightshift.adapter.AdapterVersion;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Takes the active adapter back for a reason that no watch has seen. */
record TakingBack(
    RolloutParts parts, RolloutLedger ledger, Reversal reversal, Consumer<RolloutStep> step) {

  /**
   * What a person asks for.
   *
   * @param to the version to go back to; null: the last that passed before
   */
  RolloutResult asked(@Nullable String to) {
    return run(to, new Objection(RolloutCause.REQUESTED, "a person asked for it"));
  }

  /** The same where the active adapter was trained on what has been forgotten, whoever asks. */
  RolloutResult tainted(@Nullable String to) {
    AdapterVersion from = parts.store().current();
    Optional<String> taint = parts.store().taints().of(from);
    return taint.isEmpty()
        ? nothing(
            RolloutState.NOTHING_TO_DO, from, from.name() + " may stay: nothing forgotten is in it")
        : run(to, new Objection(RolloutCause.TAINTED, taint.get()));
  }

  private RolloutResult run(@Nullable String to, Objection objection) {
    long begin = parts.clock().millis();
    AdapterStore store = parts.store();
    AdapterVersion from = store.current();
    if ((to == null && from.isBase()) || from.name().equals(to)) {
      return nothing(
          RolloutState.NOTHING_TO_DO, from, from.name() + " is active: nothing to take back");
    }
    AdapterVersion target;
    if (to == null) {
      target = reversal.target(from.name(), null);
    } else {
      Optional<AdapterVersion> wanted = store.find(to);
      wanted.filter(version -> !version.isBase()).map(Digests::of).ifPresent(ledger::pardon);
      Optional<String> why =
          wanted.isEmpty()
              ? Optional.of("there is no such version")
              : reversal.usable(wanted.get());
      if (why.isPresent() || wanted.isEmpty()) {
        return nothing(RolloutState.REJECTED, from, "cannot go to " + to + ": " + why.orElse(""));
      }
      target = wanted.get();
    }
    String digest = Digests.of(from);
    LedgerRow row = ledger.open(RolloutKind.ROLLBACK, from, digest, target.name(), begin, begin);
    step.accept(RolloutStep.RECORDED);
    Reversal.Outcome outcome =
        reversal.takeBack(
            new Reversal.Case(
                row, target.name(), objection, parts.clock().instant(), null, null, null));
    long total = parts.clock().millis() - begin;
    return new RolloutResult(
        RolloutState.ROLLED_BACK,
        from.name(),
        outcome.active(),
        outcome.reason(),
        new RolloutTimings(0, 0, 0, null, outcome.recoveryMs(), total),
        null);
  }

  private static RolloutResult nothing(RolloutState state, AdapterVersion active, String reason) {
    return new RolloutResult(
        state,
        active.name(),
        active.name(),
        reason,
        new RolloutTimings(0, 0, 0, null, null, 0),
        null);
  }
}
