-- What is known of every night. Times are milliseconds since 1970, results are plain JSON.
-- The tables of Spring Batch and Quartz are not here: they ship their own scripts for each database,
-- which are run the first time a night is prepared (nightly_schema remembers it).
create table nightly_runs (
  run_key varchar(40) primary key,
  night date not null,
  attempt int not null,
  state varchar(16) not null,
  adapter varchar(200) not null,
  reason text not null,
  started_at bigint not null,
  finished_at bigint,
  unique (night, attempt)
);

create index nightly_runs_started on nightly_runs (started_at);

create table nightly_steps (
  run_key varchar(40) not null references nightly_runs (run_key),
  step varchar(32) not null,
  started_at bigint not null,
  finished_at bigint,
  result text,
  primary key (run_key, step)
);

-- Every training that produced an adapter; one in a night names the run, so that a repeated step
-- is not counted twice.
create table nightly_trainings (
  id varchar(80) primary key,
  adapter varchar(200) not null,
  finished_at bigint not null,
  seconds double precision not null,
  loss double precision not null,
  row_count int not null
);

-- One row: who runs a night now. One night at a time, over all processes.
create table nightly_lock (
  name varchar(16) primary key,
  owner varchar(200) not null,
  heartbeat_at bigint not null
);

insert into nightly_lock (name, owner, heartbeat_at) values ('nightly', '', 0);

-- The newest night that needs no scheduled run any more: taken, or over before the first start.
create table nightly_schedule (
  name varchar(16) primary key,
  night date not null
);

create table nightly_schema (
  component varchar(16) primary key,
  installed varchar(40) not null
);

insert into nightly_schema (component, installed) values ('batch', '');
insert into nightly_schema (component, installed) values ('quartz', '');
