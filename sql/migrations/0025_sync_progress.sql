-- How far a run of many pages has come, for those who watch it; and the word of a person who had enough of it.
alter table sync_runs add column pages int not null default 0;
-- What it reads: from there, up to there by the channel's clock, and how many are still to come where the channel says so.
alter table sync_runs add column reads_from timestamptz;
alter table sync_runs add column reached_at timestamptz;
alter table sync_runs add column remaining int;

alter table sync_runs drop constraint sync_runs_state;
alter table sync_runs add constraint sync_runs_state check (state in ('running', 'done', 'failed', 'canceled'));
alter table sync_runs drop constraint sync_runs_failed_has_error;
alter table sync_runs add constraint sync_runs_failed_has_error
  check (state not in ('failed', 'canceled') or error is not null);
