-- The last turn of a schedule (before the first: the place of the one before on its grid). A changed frequency counts from
-- there, so that a change neither swallows a turn nor makes two stand side by side.
alter table schedules add column turned_at timestamptz;
update schedules set turned_at = due_at - make_interval(secs => every_ms / 1000.0);
alter table schedules alter column turned_at set not null;

alter table schedules drop constraint schedules_service;
alter table schedules add constraint schedules_service
  check (service in ('orders', 'tracking', 'fulfillment', 'sweep', 'look_back'));

-- A run that goes on later, because the channel asked to wait: nobody takes it for dead before that. Why stands in `error`.
alter table sync_runs add column waits_until timestamptz;
alter table sync_runs add constraint sync_runs_waits check (waits_until is null or state = 'running');
alter table sync_runs drop constraint sync_runs_trigger;
alter table sync_runs add constraint sync_runs_trigger
  check (trigger in ('schedule', 'demand', 'event', 'look_back'));

-- The page where a download stands, with the question that it answers, is committed with the rows of the page before it:
-- whoever goes on begins there. On the first download there is a page before there is a watermark.
alter table cursors alter column watermark drop not null;
alter table cursors add constraint cursors_service check (service in ('orders', 'look_back'));
-- Written with every page: kept small and updated in place.
alter table cursors set (fillfactor = 50);

-- How often the other side has asked to wait: each time takes back the places that were given out before.
alter table request_budgets add column blocks int not null default 0;

-- Channels that download already get their nightly look-back: once a day, each at a minute of its own, from 08:00 UTC on.
insert into schedules (service, channel_id, every_ms, phase_ms, due_at, turned_at)
select 'look_back', channel_id, 86400000, 8 * 3600000 + (channel_id * 7919 % 240) * 60000,
  date_trunc('day', now()) + interval '1 day 8 hours' + (channel_id * 7919 % 240) * interval '1 minute',
  date_trunc('day', now()) + interval '8 hours' + (channel_id * 7919 % 240) * interval '1 minute'
from schedules where service = 'orders';
