package dev.nightshift.fleet;

import dev.nightshift.adapter.AdapterManifest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;

/** Reads the rows of {@code fleet_rollout} and {@code fleet_step}. */
final class FleetRows {
  private FleetRows() {}

  static FleetRollout rollout(ResultSet row) throws SQLException {
    String manifest = row.getString("manifest");
    String outcome = row.getString("outcome");
    Long finished = row.getObject("finished_at", Long.class);
    return new FleetRollout(
        row.getLong("id"),
        row.getString("request"),
        FleetRollout.Kind.valueOf(row.getString("kind")),
        row.getString("adapter"),
        manifest.isEmpty() ? null : AdapterManifest.parse(manifest),
        row.getString("source"),
        row.getBoolean("named"),
        FleetRollout.Phase.valueOf(row.getString("phase")),
        outcome == null ? null : FleetRollout.Outcome.valueOf(outcome),
        row.getString("reason"),
        Instant.ofEpochMilli(row.getLong("started_at")),
        finished == null ? null : Instant.ofEpochMilli(finished));
  }

  static FleetStep step(ResultSet row) throws SQLException {
    return new FleetStep(
        row.getLong("rollout_id"),
        row.getString("node"),
        row.getInt("place"),
        row.getBoolean("canary"),
        StepState.valueOf(row.getString("state")),
        row.getString("previous"),
        row.getString("incarnation"),
        row.getInt("attempts"),
        row.getString("reason"),
        new FleetStep.Timings(
            row.getObject("swap_ms", Long.class),
            row.getObject("watch_ms", Long.class),
            row.getObject("detection_ms", Long.class),
            row.getObject("recovery_ms", Long.class)),
        Instant.ofEpochMilli(row.getLong("changed_at")));
  }
}
