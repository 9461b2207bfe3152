-- What a channel was told last of a SKU, with the version of that moment, what became of it, and what was found there instead.
alter table channel_stock add column told bigint;
alter table channel_stock add column told_version bigint;
alter table channel_stock add column told_at timestamptz;
-- The batch that is under way or was not answered. Null: what became of the last word is known.
alter table channel_stock add column batch bigint;
alter table channel_stock add column answer text;
alter table channel_stock add column reason text not null default '';
alter table channel_stock add column answered_at timestamptz;
-- Refused so often in a row; told again then, or when there is a version newer than that one (null: not before, whatever it is).
alter table channel_stock add column refusals int not null default 0;
alter table channel_stock add column parked_until timestamptz;
alter table channel_stock add column parked_version bigint;
-- How often it was changed there on that day (UTC), for channels that limit it.
alter table channel_stock add column changes_on date;
alter table channel_stock add column changes int not null default 0;
-- Somebody changed it there: what it showed, instead of what we had told.
alter table channel_stock add column found bigint;
alter table channel_stock add column found_instead_of bigint;
alter table channel_stock add column found_at timestamptz;
alter table channel_stock add constraint channel_stock_told
  check ((told is null) = (told_version is null) and (told is null) = (told_at is null) and told_version <= version);
alter table channel_stock add constraint channel_stock_batch check (batch is null or told is not null);
alter table channel_stock add constraint channel_stock_answer
  check (answer in ('accepted', 'stale', 'unknown', 'rejected', 'unnamed', 'unheard', 'waits')
    and (answer is null) = (answered_at is null));
alter table channel_stock add constraint channel_stock_parked check (parked_until is not null or parked_version is null);
alter table channel_stock add constraint channel_stock_found check ((found is null) = (found_at is null));

create index channel_stock_due on channel_stock (channel_id, product_id, sku)
  where quantity is distinct from shown and (parked_until is null or version > parked_version);
create index channel_stock_batch on channel_stock (channel_id) where batch is not null;
create index channel_stock_parked on channel_stock (channel_id, parked_until) where parked_until is not null;

-- A word that is older than the last one is never said, whoever asks for it.
create function keep_stock_order() returns trigger language plpgsql as $$
begin
  raise exception 'a channel is never told an older quantity than before' using errcode = 'restrict_violation';
end $$;
create trigger channel_stock_in_order before update of told_version on channel_stock
  for each row when (new.told_version < old.told_version) execute function keep_stock_order();

-- One upload a channel at a time, over all workers. The row is the lease, with its turn as the fencing token, and the batch that
-- is under way; it is written before the channel is asked.
create sequence stock_batches;
create table stock_pushes (
  channel_id bigint not null references channels (id),
  state text not null default 'resting',
  turn bigint not null default 0,
  lease_worker bigint,
  lease_until timestamptz,
  batch bigint,
  -- By the database's clock: until then the channel may still be busy with a request whose answer nobody waits for.
  quiet_until timestamptz,
  -- Asked in vain so often in a row, since when, why, and when it is asked again.
  failures int not null default 0,
  failing_since timestamptz,
  failure text,
  not_before timestamptz,
  -- The last time that all was read back; a reading that goes on, and how far it came.
  read_at timestamptz,
  reading_since timestamptz,
  read_sku text,
  constraint stock_pushes_pkey primary key (channel_id),
  constraint stock_pushes_state check (state in ('resting', 'uploading', 'unheard')),
  constraint stock_pushes_batch check ((state = 'resting') = (batch is null)),
  constraint stock_pushes_quiet check ((state = 'unheard') = (quiet_until is not null)),
  constraint stock_pushes_lease check ((lease_worker is null) = (lease_until is null)),
  constraint stock_pushes_failing check ((failing_since is null) = (failures = 0) and (failing_since is null) = (failure is null)),
  constraint stock_pushes_reading check (read_sku is null or reading_since is not null)
);
alter table stock_pushes set (fillfactor = 50);

-- Channels whose push is owed. A push takes the row away before it reads the values; who comes meanwhile writes it anew.
create table stock_wakes (
  channel_id bigint not null references channels (id),
  woken_at timestamptz not null,
  constraint stock_wakes_pkey primary key (channel_id)
);

-- Whoever switches Inventory Upload on is told at once, and not only by the next sweep.
create function wake_stock_push() returns trigger language plpgsql as $$
begin
  insert into stock_wakes (channel_id, woken_at) values (new.channel_id, '-infinity') on conflict do nothing;
  return null;
end $$;
create trigger channel_services_wake_stock after update on channel_services
  for each row when (new.service = 'inventory_upload' and new.enabled and not old.enabled) execute function wake_stock_push();

-- Why a channel is told nothing of its stock; null: nothing keeps it. A channel that is live from an order number on is live.
create function stock_gate(of_channel bigint) returns text language plpgsql stable as $$
begin
  return (
    select case
      when n.environment is distinct from c.environment then 'environment'
      when n.shadow or (c.shadow and c.live_from is null) then 'shadow'
      when c.archived_at is not null then 'archived'
      when not coalesce(s.enabled, false) then 'off'
      when n.sends_stopped or exists (
        select from send_stops t where t.resumed_at is null and (t.scope = 'all' or t.channel_id = c.id)) then 'stopped'
    end
    from channels c left join installation n on n.id = 1
    left join channel_services s on s.channel_id = c.id and s.service = 'inventory_upload'
    where c.id = of_channel);
end $$;

-- Whoever stops sends waits for the uploads that are being marked (guard_intent has the same lock).
create function guard_stock_push() returns trigger language plpgsql as $$
declare
  gate text;
begin
  perform pg_advisory_xact_lock_shared(7007, 1);
  gate := stock_gate(new.channel_id);
  if gate = 'shadow' then
    raise exception 'a channel in shadow mode is told nothing of stock' using errcode = 'restrict_violation';
  end if;
  if gate = 'environment' then
    raise exception 'sandbox and live are kept apart' using errcode = 'restrict_violation';
  end if;
  return case when gate is null then new end;
end $$;
create trigger stock_pushes_gates before update on stock_pushes
  for each row when (new.batch is not null and new.batch is distinct from old.batch) execute function guard_stock_push();
create trigger stock_pushes_gates_insert before insert on stock_pushes
  for each row when (new.batch is not null) execute function guard_stock_push();

alter table schedules drop constraint schedules_service;
alter table schedules add constraint schedules_service
  check (service in ('orders', 'tracking', 'fulfillment', 'inventory', 'sweep', 'look_back'));
alter table sync_runs drop constraint sync_runs_service;
alter table sync_runs add constraint sync_runs_service check (service in ('orders', 'tracking', 'fulfillment', 'inventory'));
