package dev.nightshift.rollout;

import dev.nightshift.notify.Notification;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What people are told of rollouts. The id comes from the ledger's row, so that what is told again
 * after a crash is the same notification, which whoever keeps them takes once.
 */
final class RolloutNews {
  private RolloutNews() {}

  /** An adapter is active. */
  static Notification deployed(LedgerRow row, String reason) {
    return new Notification(
        "deployed-" + row.id() + "-" + row.startedAt(),
        Notification.Kind.DEPLOYED,
        row.adapter() + " is active",
        reason,
        Map.of("from", row.previous(), "to", row.adapter()));
  }

  /**
   * An adapter was taken back.
   *
   * @param trouble whether something went wrong in doing so
   */
  static Notification rolledBack(LedgerRow row, RollbackSummary summary, boolean trouble) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("from", summary.from());
    fields.put("to", summary.to());
    fields.put("cause", summary.cause().name());
    fields.put("recovery", summary.recoveryMs() + " ms");
    String drill = row.kind() == RolloutKind.DRILL ? "Drill: rolled back to " : "Rolled back to ";
    return new Notification(
        "rollback-" + row.id() + "-" + row.startedAt(),
        trouble ? Notification.Kind.ERROR : Notification.Kind.ROLLED_BACK,
        drill + summary.to(),
        summary.reason(),
        fields);
  }
}
