package dev.nightshift.state;

import java.util.List;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Text for people that tables hold beside their facts, such as reasons. Rewrites it where something
 * stands in it that has to go. What was there before may stay in freed pages of the database's file
 * until the database reuses or compacts them.
 */
public final class StoredText {
  /**
   * A column of text.
   *
   * @param table its table
   * @param name its name
   */
  public record Column(String table, String name) {}

  private final JdbcClient jdbc;
  private final List<Column> columns;

  /** The columns of a migrated database, whose names come from this program. */
  public StoredText(DataSource database, List<Column> columns) {
    this.jdbc = JdbcClient.create(database);
    this.columns = List.copyOf(columns);
  }

  /**
   * Rewrites every value that {@code rewriting} changes.
   *
   * @return how many values were changed
   */
  public int rewrite(UnaryOperator<String> rewriting) {
    int changed = 0;
    for (Column column : columns) {
      List<String> values =
          jdbc.sql(
                  "select distinct %s from %s where %1$s is not null"
                      .formatted(column.name(), column.table()))
              .query(String.class)
              .list();
      for (String value : values) {
        String after = rewriting.apply(value);
        if (!after.equals(value)) {
          changed +=
              jdbc.sql(
                      "update %s set %s = :after where %2$s = :before"
                          .formatted(column.table(), column.name()))
                  .param("after", after)
                  .param("before", value)
                  .update();
        }
      }
    }
    return changed;
  }
}
