package dev.nightshift.rollout;

import dev.nightshift.adapter.AdapterCheck;
import dev.nightshift.adapter.AdapterStore;
import dev.nightshift.notify.Notifier;
import dev.nightshift.serving.LanguageModel;
import java.time.Clock;
import javax.sql.DataSource;

/**
 * What rollouts work with.
 *
 * @param store the adapters
 * @param check whether an adapter's files may be tried on the base that is served
 * @param model the one that users are answered by
 * @param probes questions to judge by
 * @param traffic what users' requests meet
 * @param notifier whom to tell
 * @param broken makes the adapter of a drill
 * @param database the state database, migrated
 * @param settings when an adapter may stay
 * @param clock for records and for the length of the watch
 * @param node whose rollouts these are, among all that share the database
 */
public record RolloutParts(
    AdapterStore store,
    AdapterCheck check,
    LanguageModel model,
    ProbeSource probes,
    LiveTraffic traffic,
    Notifier notifier,
    BrokenAdapterMaker broken,
    DataSource database,
    RolloutSettings settings,
    Clock clock,
    String node) {
  /** The same, telling somebody else. */
  RolloutParts telling(Notifier other) {
    return new RolloutParts(
        store, check, model, probes, traffic, other, broken, database, settings, clock, node);
  }
}
