-- Questions that a node's harvest has a council decide, in as many processes as like to help.
-- Times are milliseconds since 1970 by the clock of the database: workers may be on other machines.

-- One row a node: what its newest harvest gave out. owner is the process that waits for it, empty
-- when none does.
create table work_run (
  node varchar(63) primary key,
  generation varchar(36) not null,
  fingerprint varchar(64) not null,
  council varchar(1000) not null,
  owner varchar(200) not null,
  opened_at bigint not null,
  seen_at bigint not null,
  finished_at bigint,
  cases int not null,
  reused int not null,
  partitions int not null,
  retries int not null,
  workers varchar(1000) not null
);

-- A case, as JSON, and what the council came to, null until it has. Named by the digest of the case
-- and the council: the same case is decided once, and the first decision stays.
create table work_case (
  node varchar(63) not null,
  case_key varchar(64) not null,
  content text not null,
  result text,
  worker varchar(120),
  decided_at bigint,
  primary key (node, case_key)
);

-- Cases that a worker takes together. State is WAITING, CLAIMED, DONE or FAILED. A claim that is not
-- renewed in time can be taken by another worker. step_execution is the partition in the repository
-- of the Batch job.
create table work_partition (
  generation varchar(36) not null,
  number int not null,
  node varchar(63) not null,
  fingerprint varchar(64) not null,
  step_execution bigint not null,
  case_keys text not null,
  state varchar(8) not null,
  worker varchar(120) not null,
  owner varchar(200) not null,
  claimed_until bigint not null,
  attempts int not null,
  trouble varchar(1000) not null,
  primary key (generation, number)
);

create index work_partition_open on work_partition (state, fingerprint);

-- Who helps, or waits for something to help with. A process that is not seen any more is gone.
create table work_worker (
  name varchar(120) primary key,
  owner varchar(200) not null,
  fingerprint varchar(64) not null,
  state varchar(8) not null,
  doing varchar(200) not null,
  decided bigint not null,
  began_at bigint not null,
  seen_at bigint not null
);

-- The node whose night it is: the one that resumes it. Empty for nights of before.
alter table nightly_runs add column node varchar(63) default '' not null;
