-- A carrier's answers can overtake each other: a state rests on the newest scan that was told, and an older one never sets it back.
-- The carrier's own time of the newest scan behind the state; null: none had a time.
alter table shipments add column state_told_at timestamptz;

-- The asking of a carrier is a sync run as every other. A removed account leaves its history behind, so nothing refers to it.
alter table sync_runs add column carrier_account_id bigint;
alter table sync_runs drop constraint sync_runs_party;
alter table sync_runs add constraint sync_runs_party check (num_nonnulls(channel_id, supplier_id, carrier_account_id) = 1);
drop index sync_runs_one_running;
create unique index sync_runs_one_running on sync_runs
  (service, coalesce(channel_id, 0), coalesce(supplier_id, 0), coalesce(carrier_account_id, 0)) where state = 'running';
create index sync_runs_carrier on sync_runs (carrier_account_id, service, id desc) where carrier_account_id is not null;
