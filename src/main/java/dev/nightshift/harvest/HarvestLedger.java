package dev.nightshift.harvest;

import javax.sql.DataSource;

/** Which exchanges were harvested, and what became of them: table {@code harvest_ledger}. */
public final class HarvestLedger {
  private final DataSource database;

  /** The ledger in a migrated database. */
  public HarvestLedger(DataSource database) {
    this.database = database;
  }

  @Override
  public String toString() {
    return "harvest ledger in " + database;
  }
}
