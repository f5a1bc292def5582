package dev.nightshift.fleet;

import dev.nightshift.home.NodeName;
import dev.nightshift.notify.Notifier;
import java.time.InstantSource;
import javax.sql.DataSource;

/**
 * What a node works with among the others.
 *
 * @param database the state database that all share, migrated
 * @param settings of this node
 * @param name of this node
 * @param url at which others reach it
 * @param version of the program
 * @param baseSha256 digest of the base model it serves
 * @param rollouts its own
 * @param notifier whom to tell how a rollout over all nodes ended
 * @param clock the same for all nodes
 */
public record FleetParts(
    DataSource database,
    FleetSettings settings,
    NodeName name,
    String url,
    String version,
    String baseSha256,
    NodeRollouts rollouts,
    Notifier notifier,
    InstantSource clock) {

  /** With the database's clock. */
  public FleetParts(
      DataSource database,
      FleetSettings settings,
      NodeName name,
      String url,
      String version,
      String baseSha256,
      NodeRollouts rollouts,
      Notifier notifier) {
    this(
        database,
        settings,
        name,
        url,
        version,
        baseSha256,
        rollouts,
        notifier,
        new DatabaseClock(database));
  }
}
