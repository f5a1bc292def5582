package dev.nightshift.fleet;

import dev.nightshift.home.ProcessIdentity;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The nodes that are known: table {@code fleet_node}. */
public final class NodeRegistry {
  private final JdbcClient jdbc;
  private final InstantSource clock;
  private final Duration awayAfter;

  /**
   * The nodes of a migrated database.
   *
   * @param clock the same on all nodes, see {@link DatabaseClock}
   * @param awayAfter how long one may be silent
   */
  public NodeRegistry(DataSource database, InstantSource clock, Duration awayAfter) {
    this.jdbc = JdbcClient.create(database);
    this.clock = clock;
    this.awayAfter = awayAfter;
  }

  /** The same by the database's clock. */
  public static NodeRegistry of(DataSource database, Duration awayAfter) {
    return new NodeRegistry(database, new DatabaseClock(database), awayAfter);
  }

  /**
   * What a node says of itself when it starts.
   *
   * @param name of it
   * @param url at which the others reach it
   * @param version of the program
   * @param baseSha256 digest of its base model
   * @param incarnation names this start
   */
  record Self(String name, String url, String version, String baseSha256, String incarnation) {}

  /**
   * Enters a node, in the place of what it was before.
   *
   * @return whether it is entered; false when another living server has the name
   */
  boolean enter(Self self, String adapter) {
    Optional<FleetNode> before = find(self.name());
    if (before.isEmpty()) {
      return insert(self, adapter);
    }
    FleetNode known = before.get();
    boolean free =
        known.incarnation().equals(self.incarnation())
            || ProcessIdentity.stateOf(known.incarnation()) == ProcessIdentity.State.GONE
            || !live(known);
    return free
        && jdbc.sql(
                    "update fleet_node set url = ?, version = ?, base_sha256 = ?, adapter = ?,"
                        + " incarnation = ?, note = '', started_at = ?, heartbeat_at = ?"
                        + " where name = ? and incarnation = ? and heartbeat_at = ?")
                .params(
                    self.url(),
                    self.version(),
                    self.baseSha256(),
                    adapter,
                    self.incarnation(),
                    clock.millis(),
                    clock.millis(),
                    self.name(),
                    known.incarnation(),
                    known.heard().toEpochMilli())
                .update()
            == 1;
  }

  private boolean insert(Self self, String adapter) {
    try {
      jdbc.sql(
              "insert into fleet_node (name, url, version, base_sha256, adapter, incarnation, note,"
                  + " started_at, heartbeat_at) values (?, ?, ?, ?, ?, ?, '', ?, ?)")
          .params(
              self.name(),
              self.url(),
              self.version(),
              self.baseSha256(),
              adapter,
              self.incarnation(),
              clock.millis(),
              clock.millis())
          .update();
      return true;
    } catch (DuplicateKeyException e) {
      return false;
    }
  }

  /**
   * Says that a node lives.
   *
   * @return whether the name is still this start's; false also when the node was forgotten
   */
  boolean beat(String name, String incarnation, String adapter) {
    return jdbc.sql(
                "update fleet_node set heartbeat_at = ?, adapter = ?"
                    + " where name = ? and incarnation = ?")
            .params(clock.millis(), adapter, name, incarnation)
            .update()
        == 1;
  }

  /** Says that a node goes: it counts as away at once. */
  void leave(String name, String incarnation) {
    jdbc.sql("update fleet_node set heartbeat_at = 0 where name = ? and incarnation = ?")
        .params(name, incarnation)
        .update();
  }

  /** Puts down what a person should know of a node; empty: nothing any more. */
  void note(String name, String note) {
    jdbc.sql("update fleet_node set note = ? where name = ? and note <> ?")
        .params(note, name, note)
        .update();
  }

  /** All nodes by name. */
  public List<FleetNode> all() {
    return jdbc.sql("select * from fleet_node order by name").query((row, i) -> node(row)).list();
  }

  /** One node. */
  public Optional<FleetNode> find(String name) {
    return jdbc.sql("select * from fleet_node where name = ?")
        .param(name)
        .query((row, i) -> node(row))
        .optional();
  }

  /** Whether a node has been heard of lately. */
  public boolean live(FleetNode node) {
    return node.live(clock.instant(), awayAfter);
  }

  /**
   * Removes a node that is away. One that returns enters itself again.
   *
   * @throws FleetException REQUEST when there is none of that name, BUSY when it lives
   */
  public void forget(String name) {
    FleetNode node =
        find(name)
            .orElseThrow(
                () ->
                    new FleetException(
                        FleetException.Code.REQUEST, "there is no node named " + name));
    long silent = clock.millis() - awayAfter.toMillis();
    int gone =
        jdbc.sql("delete from fleet_node where name = ? and heartbeat_at <= ?")
            .params(name, silent)
            .update();
    if (gone == 0) {
      throw new FleetException(
          FleetException.Code.BUSY,
          name + " lives (at " + node.url() + "); stop it before it is forgotten");
    }
  }

  private static FleetNode node(ResultSet row) throws SQLException {
    return new FleetNode(
        row.getString("name"),
        row.getString("url"),
        row.getString("version"),
        row.getString("base_sha256"),
        row.getString("adapter"),
        row.getString("incarnation"),
        row.getString("note"),
        Instant.ofEpochMilli(row.getLong("started_at")),
        Instant.ofEpochMilli(row.getLong("heartbeat_at")));
  }
}
