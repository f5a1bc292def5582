-- Which failed exchanges were harvested, and what became of them.
-- An exchange that is corrected again after its harvest is harvested again, and its line replaced.
-- outcome is KEPT, DROPPED, ABSTAINED, QUARANTINED or DUPLICATE; not as a CHECK, because H2 2.4.240
-- refuses every insert once the session that created a CHECK has ended.
CREATE TABLE harvest_ledger (
    exchange_id   VARCHAR(255) NOT NULL,
    outcome       VARCHAR(20)  NOT NULL,
    row_id        VARCHAR(64),
    correction_id VARCHAR(255),
    corrected_at  TIMESTAMP(6) WITH TIME ZONE,
    reason        VARCHAR(1000) NOT NULL,
    harvested_at  TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_harvest_ledger PRIMARY KEY (exchange_id)
);

CREATE INDEX ix_harvest_ledger_harvested_at ON harvest_ledger (harvested_at);
