-- The memory's log that several nodes share: what is in it is acknowledged, and every node's index
-- follows it. Times are milliseconds since 1970, by the database's clock.
-- One row: the log's name of its own ('' until a node has joined), the number of its newest frame,
-- and how far it has been dropped and rewritten. Who appends holds this row until the frame is
-- committed, so that numbers become visible in their order and without holes.
create table memory_log_head (
  name varchar(16) primary key,
  log_id varchar(36) not null,
  last_frame bigint not null,
  dropped_through bigint not null,
  rewritten_through bigint not null
);

insert into memory_log_head (name, log_id, last_frame, dropped_through, rewritten_through)
  values ('memory', '', 0, 0, 0);

-- kind is WRITTEN or ERASED; body is JSON, checksum its CRC-32C. mark is random: an index that has
-- applied a frame knows it by its mark, also after the database was restored from a backup.
create table memory_log (
  frame bigint primary key,
  mark bigint not null,
  kind varchar(16) not null,
  node varchar(63) not null,
  appended_at bigint not null,
  checksum bigint not null,
  body text not null
);

-- Who follows the log: how far its index has it on disk, and through which erasure nothing of what
-- was erased is left in its files.
create table memory_log_node (
  node varchar(63) primary key,
  home_id varchar(36) not null,
  applied bigint not null,
  expunged bigint not null,
  seen_at bigint not null
);
