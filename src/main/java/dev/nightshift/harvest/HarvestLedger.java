package dev.nightshift.harvest;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Which exchanges were harvested, and what became of them: table {@code harvest_ledger}. One line
 * an exchange; harvesting it again replaces the line. Throws Spring's DataAccessException.
 */
public final class HarvestLedger {
  private static final int IDS_PER_QUERY = 500;
  private static final int LINES_PER_BATCH = 500;
  private static final int LONGEST_REASON = 1000;

  private final JdbcClient jdbc;
  private final JdbcTemplate template;
  private final TransactionTemplate transaction;

  /** The ledger in a migrated database. */
  public HarvestLedger(DataSource database) {
    this.jdbc = JdbcClient.create(database);
    this.template = new JdbcTemplate(database);
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

  /**
   * Writes lines, all or none, each in the place of an older one of its exchange; of two of one
   * exchange the later one counts.
   */
  public void record(List<LedgerEntry> entries) {
    Map<String, LedgerEntry> byExchange = new LinkedHashMap<>();
    entries.forEach(entry -> byExchange.put(entry.exchangeId(), entry));
    transaction.executeWithoutResult(
        status -> {
          Set<String> known = entries(byExchange.keySet()).keySet();
          write(
              "UPDATE harvest_ledger SET outcome = ?, row_id = ?, correction_id = ?, corrected_at ="
                  + " ?, reason = ?, harvested_at = ? WHERE exchange_id = ?",
              byExchange.values().stream().filter(one -> known.contains(one.exchangeId())));
          write(
              "INSERT INTO harvest_ledger (outcome, row_id, correction_id, corrected_at, reason,"
                  + " harvested_at, exchange_id) VALUES (?, ?, ?, ?, ?, ?, ?)",
              byExchange.values().stream().filter(one -> !known.contains(one.exchangeId())));
        });
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

  private void write(String sql, Stream<LedgerEntry> entries) {
    template.batchUpdate(sql, entries.toList(), LINES_PER_BATCH, HarvestLedger::bind);
  }

  private static void bind(PreparedStatement line, LedgerEntry entry) throws SQLException {
    String reason = entry.reason();
    line.setString(1, entry.outcome().name());
    line.setString(2, entry.rowId());
    line.setString(3, entry.correctionId());
    line.setObject(4, utc(entry.correctedAt()), Types.TIMESTAMP_WITH_TIMEZONE);
    line.setString(5, reason.substring(0, Math.min(reason.length(), LONGEST_REASON)));
    line.setObject(6, utc(entry.harvestedAt()), Types.TIMESTAMP_WITH_TIMEZONE);
    line.setString(7, entry.exchangeId());
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
