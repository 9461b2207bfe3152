-- One run of a service and party at a time. The beat (the database's clock) tells a run at work from one whose worker died.
alter table sync_runs add column beat_at timestamptz not null default clock_timestamp();
create unique index sync_runs_one_running on sync_runs (service, coalesce(channel_id, 0), coalesce(supplier_id, 0)) where state = 'running';

-- Search by tracking number, as a supplier or a buyer says it.
create index shipments_tracking_number on shipments (tracking_number);
