package dev.nightshift.fleet;

import dev.nightshift.adapter.AdapterManifest;
import dev.nightshift.adapter.AdapterStore;
import dev.nightshift.adapter.AdapterVersion;
import dev.nightshift.notify.Notification;
import dev.nightshift.notify.Notifier;
import dev.nightshift.rollout.RolloutListener;
import dev.nightshift.rollout.RolloutResult;
import dev.nightshift.rollout.RolloutState;
import dev.nightshift.rollout.Rollouts;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The rollouts of this node's home. */
public final class OwnRollouts implements NodeRollouts {
  private static final Logger log = LoggerFactory.getLogger(OwnRollouts.class);

  private final AdapterStore store;
  private final Rollouts rollouts;
  private final Rollouts quiet;
  private final AdapterTransfer transfer;
  private final int keep;

  /**
   * Of a home.
   *
   * @param notifier whom its rollouts tell; of ordered ones it hears of trouble only
   * @param keep how many of the newest adapters stay when one more was made active; nights clean up
   *     the home that they run in and no other
   */
  public OwnRollouts(
      AdapterStore store,
      Rollouts rollouts,
      Notifier notifier,
      AdapterTransfer transfer,
      int keep) {
    this.keep = keep;
    this.store = store;
    this.rollouts = rollouts;
    this.quiet = rollouts.telling(told -> trouble(told, notifier));
    this.transfer = transfer;
  }

  /** One message tells how a rollout over all nodes ended; what cannot wait is told by each. */
  private static void trouble(Notification told, Notifier notifier) {
    if (told.kind() == Notification.Kind.ERROR) {
      notifier.publish(told);
    }
  }

  @Override
  public String active() {
    return store.current().name();
  }

  @Override
  public boolean has(String adapter) {
    return store.find(adapter).isPresent();
  }

  @Override
  public void fetch(AdapterManifest manifest, List<FleetNode> from) {
    transfer.fetch(manifest, from, store);
  }

  @Override
  public RolloutResult deploy(String adapter, boolean named, boolean ordered) {
    AdapterVersion version =
        store
            .find(adapter)
            .orElseThrow(
                () ->
                    new FleetException(
                        FleetException.Code.REQUEST, "there is no adapter " + adapter + " here"));
    Rollouts with = ordered ? quiet : rollouts;
    RolloutResult result =
        named ? with.redeploy(version, listener()) : with.deploy(version, listener());
    if (result.state() == RolloutState.ACTIVE) {
      cleanUp();
    }
    return result;
  }

  /** What cannot be removed says nothing against the adapter that was just made active. */
  private void cleanUp() {
    try {
      rollouts.prune(keep).forEach(removed -> log.info("{} was removed, as it is old", removed));
    } catch (RuntimeException e) {
      log.warn("Old adapters could not be removed", e);
    }
  }

  @Override
  public RolloutResult rollback(Optional<String> to) {
    return quiet.rollback(to, listener());
  }

  private static RolloutListener listener() {
    return (phase, message) -> log.info("{}: {}", phase, message);
  }
}
