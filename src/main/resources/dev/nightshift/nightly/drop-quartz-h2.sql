-- What an interrupted run of Quartz's own script for H2 may have left.
drop table if exists qrtz_fired_triggers cascade;
drop table if exists qrtz_paused_trigger_grps cascade;
drop table if exists qrtz_scheduler_state cascade;
drop table if exists qrtz_locks cascade;
drop table if exists qrtz_simple_triggers cascade;
drop table if exists qrtz_simprop_triggers cascade;
drop table if exists qrtz_cron_triggers cascade;
drop table if exists qrtz_blob_triggers cascade;
drop table if exists qrtz_triggers cascade;
drop table if exists qrtz_job_details cascade;
drop table if exists qrtz_calendars cascade;
