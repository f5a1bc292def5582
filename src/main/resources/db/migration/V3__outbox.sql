-- Notifications that wait for, or have reached, their webhooks. Times are milliseconds since 1970.
create table outbox_notification (
  id varchar(128) primary key,
  kind varchar(32) not null,
  title text not null,
  body text not null,
  fields text not null,
  created_at bigint not null
);

-- One row per notification and webhook. A webhook is named by its format and a digest of its URL:
-- the URL is a secret and is not stored.
create table outbox_delivery (
  id varchar(36) primary key,
  notification_id varchar(128) not null references outbox_notification (id),
  webhook varchar(64) not null,
  state varchar(16) not null,
  attempts int not null,
  next_attempt_at bigint not null,
  claimed_until bigint not null,
  finished_at bigint,
  last_error varchar(400),
  unique (notification_id, webhook)
);

create index outbox_delivery_due on outbox_delivery (state, next_attempt_at);

-- When a webhook may be called next, over all processes.
create table outbox_webhook (
  webhook varchar(64) primary key,
  next_send_at bigint not null
);
