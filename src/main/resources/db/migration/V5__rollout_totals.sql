-- What the rows that the retention removed from table rollout counted for, so that totals never fall.
create table rollout_totals (
  name varchar(32) primary key,
  amount bigint not null
);

insert into rollout_totals (name, amount) values ('succeeded', 0);
insert into rollout_totals (name, amount) values ('taken_back', 0);
