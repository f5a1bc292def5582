package dev.nightshift.harvest;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Which exchanges were harvested, and what became of them: table {@code harvest_ledger}. One line
 * an exchange; harvesting it again replaces the line. Throws Spring's DataAccessException.
 */
public final class HarvestLedger {
  private static final int IDS_PER_QUERY = 500;
  private static final int LONGEST_REASON = 1000;

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;

  /** The ledger in a migrated database. */
  public HarvestLedger(DataSource database) {
    this.jdbc = JdbcClient.create(database);
    this.transaction = new TransactionTemplate(new JdbcTransactionManager(database));
  }

  /** The lines of those exchanges that have one, by exchange id. */
  public Map<String, LedgerEntry> entries(Collection<String> exchangeIds) {
    Map<String, LedgerEntry> entries = new HashMap<>();
    List<String> ids = exchangeIds.stream().distinct().toList();
    for (int start = 0; start < ids.size(); start += IDS_PER_QUERY) {
      jdbc.sql("SELECT * FROM harvest_ledger WHERE exchange_id IN (:ids)")
          .param("ids", ids.subList(start, Math.min(ids.size(), start + IDS_PER_QUERY)))
          .query(HarvestLedger::entry)
          .list()
          .forEach(entry -> entries.put(entry.exchangeId(), entry));
    }
    return entries;
  }

  /** How many exchanges ended in an outcome. */
  public long count(LedgerOutcome outcome) {
    return jdbc.sql("SELECT COUNT(*) FROM harvest_ledger WHERE outcome = :outcome")
        .param("outcome", outcome.name())
        .query(Long.class)
        .single();
  }

  /** Exchanges that harvests of a span of time, ends included, looked at; not more than so many. */
  public List<String> harvestedBetween(Instant from, Instant to, int most) {
    return jdbc.sql(
            "SELECT exchange_id FROM harvest_ledger WHERE harvested_at BETWEEN :from AND :to"
                + " ORDER BY exchange_id FETCH FIRST :most ROWS ONLY")
        .param("from", from.atOffset(ZoneOffset.UTC))
        .param("to", to.atOffset(ZoneOffset.UTC))
        .param("most", most)
        .query(String.class)
        .list();
  }

  /** Writes lines, all or none, each in the place of an older one of its exchange. */
  public void record(List<LedgerEntry> entries) {
    transaction.executeWithoutResult(status -> entries.forEach(this::write));
  }

  /** Takes the lines of exchanges out, those that have one. */
  public void erase(Collection<String> exchangeIds) {
    transaction.executeWithoutResult(
        status ->
            exchangeIds.forEach(
                id ->
                    jdbc.sql("DELETE FROM harvest_ledger WHERE exchange_id = :id")
                        .param("id", id)
                        .update()));
  }

  /**
   * Has exchanges harvested once more, because their rows went with what others had asked or said.
   */
  public void reopen(Collection<String> exchangeIds, Instant now) {
    record(
        exchangeIds.stream()
            .map(
                id ->
                    new LedgerEntry(
                        id, LedgerOutcome.WITHDRAWN, null, null, null, "its row was erased", now))
            .toList());
  }

  private void write(LedgerEntry entry) {
    int updated =
        bind(
            entry,
            "UPDATE harvest_ledger SET outcome = :outcome, row_id = :row, correction_id ="
                + " :correction, corrected_at = :corrected, reason = :reason, harvested_at ="
                + " :harvested WHERE exchange_id = :exchange");
    if (updated == 0) {
      bind(
          entry,
          "INSERT INTO harvest_ledger (exchange_id, outcome, row_id, correction_id, corrected_at,"
              + " reason, harvested_at) VALUES (:exchange, :outcome, :row, :correction, :corrected,"
              + " :reason, :harvested)");
    }
  }

  private int bind(LedgerEntry entry, String sql) {
    String reason = entry.reason();
    return jdbc.sql(sql)
        .param("exchange", entry.exchangeId())
        .param("outcome", entry.outcome().name())
        .param("row", entry.rowId(), Types.VARCHAR)
        .param("correction", entry.correctionId(), Types.VARCHAR)
        .param("corrected", utc(entry.correctedAt()), Types.TIMESTAMP_WITH_TIMEZONE)
        .param("reason", reason.substring(0, Math.min(reason.length(), LONGEST_REASON)))
        .param("harvested", utc(entry.harvestedAt()), Types.TIMESTAMP_WITH_TIMEZONE)
        .update();
  }

  private static LedgerEntry entry(ResultSet row, int number) throws SQLException {
    OffsetDateTime corrected = row.getObject("corrected_at", OffsetDateTime.class);
    return new LedgerEntry(
        row.getString("exchange_id"),
        LedgerOutcome.valueOf(row.getString("outcome")),
        row.getString("row_id"),
        row.getString("correction_id"),
        corrected == null ? null : corrected.toInstant(),
        row.getString("reason"),
        row.getObject("harvested_at", OffsetDateTime.class).toInstant());
  }

  /** Databases keep microseconds, and round; we cut, so that what is read is never later. */
  private static @Nullable OffsetDateTime utc(@Nullable Instant instant) {
    return instant == null ? null : instant.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
  }
}
