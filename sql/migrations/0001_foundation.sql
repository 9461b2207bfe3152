-- The nouns of the house. States are checked here and compared with the lifecycle tables by a test.
create extension if not exists pg_trgm;

create table installation (
  id int primary key default 1,
  environment text not null,
  sends_stopped boolean not null default false,
  sends_stopped_by text,
  sends_stopped_at timestamptz,
  created_at timestamptz not null default now(),
  constraint installation_single check (id = 1),
  constraint installation_environment check (environment in ('live', 'sandbox')),
  constraint installation_stop_has_author check (sends_stopped = (sends_stopped_by is not null))
);

create table clients (
  id bigint generated always as identity primary key,
  name text not null,
  description text not null default '',
  order_source_value text not null default '',
  constraint clients_name_unique unique (name)
);

create table channels (
  id bigint generated always as identity primary key,
  client_id bigint not null references clients (id),
  name text not null,
  kind text not null,
  environment text not null,
  plan text not null default 'basic',
  settings jsonb not null default '{}',
  eligible_statuses text[] not null,
  earliest_order_at timestamptz not null,
  reject_unmapped boolean not null default true,
  notify_customer boolean not null default true,
  auto_processing boolean not null default false,
  auto_processing_by text,
  auto_processing_at timestamptz,
  alert_address text,
  alert_tested_at timestamptz,
  created_at timestamptz not null default now(),
  version int not null default 1,
  constraint channels_name_unique unique (name),
  constraint channels_environment check (environment in ('live', 'sandbox')),
  constraint channels_plan check (plan in ('basic', 'plus', 'vip')),
  -- Auto-processing acts with a person's authority: it cannot be on without who accepted it and a tested alert address.
  constraint channels_auto_processing_consent check (
    not auto_processing or (auto_processing_by is not null and auto_processing_at is not null and alert_tested_at is not null)
  )
);

create table channel_services (
  channel_id bigint not null references channels (id),
  service text not null,
  enabled boolean not null default false,
  every_minutes int,
  primary key (channel_id, service),
  constraint channel_services_service check (service in ('order_download', 'shipment_upload', 'inventory_upload')),
  constraint channel_services_frequency check (every_minutes is null or every_minutes between 1 and 10080)
);

create table suppliers (
  id bigint generated always as identity primary key,
  name text not null,
  environment text not null,
  transport text not null,
  settings jsonb not null default '{}',
  requires_ship_method_mapping boolean not null default true,
  required_fields text[] not null default '{}',
  purchase_order_prefix text not null default 'SY-',
  tracking_source text not null,
  tracking_every_minutes int not null default 120,
  contact text not null default '',
  currency text not null default 'USD',
  created_at timestamptz not null default now(),
  version int not null default 1,
  constraint suppliers_name_unique unique (name),
  constraint suppliers_environment check (environment in ('live', 'sandbox')),
  constraint suppliers_tracking_source check (tracking_source in ('sftp', 'none'))
);

create table supplier_ship_methods (
  id bigint generated always as identity primary key,
  supplier_id bigint not null references suppliers (id),
  carrier text not null,
  method text not null,
  code text not null,
  constraint supplier_ship_methods_unique unique (supplier_id, carrier, method)
);

create table products (
  id bigint generated always as identity primary key,
  sku text not null,
  title text not null default '',
  ships boolean not null default true,
  constraint products_sku_unique unique (sku)
);

-- A SKU of another party for our master SKU. alias_type is 'channel:<id>' or a name chosen by the merchant.
create table sku_aliases (
  id bigint generated always as identity primary key,
  alias_type text not null,
  alias text not null,
  product_id bigint not null references products (id),
  constraint sku_aliases_unique unique (alias_type, alias)
);

create table supplier_products (
  supplier_id bigint not null references suppliers (id),
  product_id bigint not null references products (id),
  supplier_sku text not null,
  cost numeric(19, 4),
  priority int not null default 100,
  primary key (supplier_id, product_id)
);

create table ship_method_mappings (
  id bigint generated always as identity primary key,
  -- null: this name on every channel of this supplier.
  channel_id bigint references channels (id),
  supplier_id bigint not null references suppliers (id),
  channel_method_name text not null,
  ship_method_id bigint not null references supplier_ship_methods (id),
  saved_by text not null,
  saved_at timestamptz not null,
  constraint ship_method_mappings_key unique nulls not distinct (channel_id, supplier_id, channel_method_name)
);

create table orders (
  id bigint generated always as identity primary key,
  channel_id bigint not null references channels (id),
  channel_order_id text not null,
  channel_order_number text not null,
  source_hash text not null,
  channel_status text not null,
  channel_standing text not null default 'ok',
  placed_at timestamptz not null,
  channel_updated_at timestamptz not null,
  imported_at timestamptz not null,
  currency text not null,
  total numeric(19, 4) not null,
  customer_name text not null,
  customer_email text not null,
  ship_name text not null,
  company text not null,
  address1 text not null,
  address2 text not null,
  city text not null,
  region text not null,
  postal_code text not null,
  country text not null,
  phone text not null,
  ship_method_name text not null,
  quantity int not null,
  -- Address fields that an operator has corrected: a later download does not take them back.
  edited_fields text[] not null default '{}',
  status text not null default 'not_processed',
  action text default 'resolve',
  status_at timestamptz not null,
  version int not null default 1,
  constraint orders_channel_order_unique unique (channel_id, channel_order_id),
  constraint orders_channel_standing check (channel_standing in ('ok', 'canceled', 'refunded')),
  constraint orders_status check (status in ('not_processed', 'processing', 'processed', 'failed', 'shipped', 'completed', 'canceled')),
  constraint orders_action check (action in ('resolve', 'process', 'retry', 'settle', 'push')),
  -- Not Processed shows RESOLVE or PROCESS, never both, never neither.
  constraint orders_one_action check ((status = 'not_processed') = (action is not null and action in ('resolve', 'process')))
);
create index orders_by_status on orders (status, placed_at desc, id desc);
create index orders_by_action on orders (action, placed_at desc, id desc) where action is not null;
create index orders_newest on orders (placed_at desc, id desc);
create index orders_number on orders (channel_order_number);

create table order_lines (
  id bigint generated always as identity primary key,
  order_id bigint not null references orders (id),
  channel_line_id text not null,
  channel_sku text not null,
  title text not null,
  ordered int not null,
  shipped int not null default 0,
  backordered int not null default 0,
  canceled int not null default 0,
  open int generated always as (ordered - shipped - backordered - canceled) stored,
  unit_price numeric(19, 4) not null,
  ships boolean not null default true,
  product_id bigint references products (id),
  supplier_id bigint references suppliers (id),
  constraint order_lines_channel_line_unique unique (order_id, channel_line_id),
  constraint order_lines_quantities check (ordered > 0 and shipped >= 0 and backordered >= 0 and canceled >= 0
    and shipped + backordered + canceled <= ordered)
);
create index order_lines_sku on order_lines (channel_sku, order_id desc);

-- Search text lives apart from orders, so that a change of status does not rewrite the trigram index.
create table order_search (
  order_id bigint primary key references orders (id),
  text text not null
);
create index order_search_trigrams on order_search using gin (text gin_trgm_ops);

-- The operator's choice for one order only (RESOLVE answered with "only this order").
create table order_ship_methods (
  order_id bigint not null references orders (id),
  supplier_id bigint not null references suppliers (id),
  ship_method_id bigint not null references supplier_ship_methods (id),
  chosen_by text not null,
  chosen_at timestamptz not null,
  primary key (order_id, supplier_id)
);

create table holds (
  id bigint generated always as identity primary key,
  order_id bigint not null references orders (id),
  kind text not null,
  field text not null default '',
  message text not null,
  detail jsonb not null default '{}',
  opened_at timestamptz not null,
  released_at timestamptz,
  released_by text,
  constraint holds_released_has_author check ((released_at is null) = (released_by is null))
);
create unique index holds_open_unique on holds (order_id, kind, field) where released_at is null;
create index holds_open_kind on holds (kind, opened_at) where released_at is null;
create index holds_order on holds (order_id);

create sequence purchase_order_numbers;

create table purchase_orders (
  id bigint generated always as identity primary key,
  order_id bigint not null references orders (id),
  supplier_id bigint not null references suppliers (id),
  number text not null,
  revision int not null default 1,
  state text not null default 'queued',
  carrier text not null,
  method text not null,
  method_code text not null,
  currency text not null,
  cost numeric(19, 4),
  failure text,
  created_by text not null,
  created_at timestamptz not null,
  sent_at timestamptz,
  -- A person asked the supplier and ticked this (test order, fact 6).
  receipt_confirmed_by text,
  receipt_confirmed_at timestamptz,
  version int not null default 1,
  constraint purchase_orders_number_unique unique (number),
  constraint purchase_orders_state check (state in ('queued', 'sending', 'sent', 'failed', 'in_doubt', 'canceled')),
  constraint purchase_orders_sent_has_time check ((state = 'sent') = (sent_at is not null)),
  constraint purchase_orders_failed_has_reason check (state <> 'failed' or failure is not null)
);
create index purchase_orders_order on purchase_orders (order_id);
create index purchase_orders_unsettled on purchase_orders (state, created_at) where state in ('queued', 'sending', 'failed', 'in_doubt');

create table purchase_order_lines (
  purchase_order_id bigint not null references purchase_orders (id),
  order_line_id bigint not null references order_lines (id),
  supplier_sku text not null,
  quantity int not null,
  unit_cost numeric(19, 4),
  primary key (purchase_order_id, order_line_id),
  constraint purchase_order_lines_quantity check (quantity > 0)
);
create index purchase_order_lines_order_line on purchase_order_lines (order_line_id);

-- The promise to send, written before. content and identifiers never change (trigger below).
create table dispatch_intents (
  id bigint generated always as identity primary key,
  purchase_order_id bigint not null references purchase_orders (id),
  supplier_id bigint not null references suppliers (id),
  key text not null,
  transport text not null,
  content bytea not null,
  content_hash text not null,
  identifiers jsonb not null,
  state text not null default 'planned',
  -- The attempt is the fencing token: every write after a claim names the attempt it belongs to.
  attempt int not null default 0,
  lease_worker bigint,
  lease_until timestamptz,
  not_before timestamptz not null,
  in_doubt_since timestamptz,
  created_at timestamptz not null,
  constraint dispatch_intents_key_unique unique (key),
  constraint dispatch_intents_state check (state in ('planned', 'claimed', 'transmitting', 'sent', 'refused', 'in_doubt', 'withdrawn')),
  constraint dispatch_intents_leased check ((state in ('claimed', 'transmitting')) = (lease_until is not null)),
  constraint dispatch_intents_doubt_has_time check ((state = 'in_doubt') = (in_doubt_since is not null))
);
create index dispatch_intents_unsettled on dispatch_intents (state, not_before) where state in ('planned', 'claimed', 'transmitting', 'in_doubt');
create index dispatch_intents_purchase_order on dispatch_intents (purchase_order_id);

create table evidence (
  id bigint generated always as identity primary key,
  dispatch_intent_id bigint not null references dispatch_intents (id),
  attempt int not null,
  kind text not null,
  at timestamptz not null,
  actor text not null,
  detail jsonb not null,
  constraint evidence_kind check (kind in ('attempt', 'transport_receipt', 'look_up', 'refusal', 'failure', 'person'))
);
create index evidence_intent on evidence (dispatch_intent_id, id);

create table shipments (
  id bigint generated always as identity primary key,
  order_id bigint not null references orders (id),
  purchase_order_id bigint not null references purchase_orders (id),
  supplier_id bigint not null references suppliers (id),
  carrier text not null,
  service text not null,
  tracking_number text not null,
  state text not null default 'pending',
  shipped_at timestamptz not null,
  recorded_at timestamptz not null,
  source text not null,
  constraint shipments_parcel_unique unique (purchase_order_id, carrier, tracking_number),
  constraint shipments_state check (state in ('pending', 'picked_up', 'in_transit', 'out_for_delivery', 'delivered', 'on_hold',
    'delivery_delayed', 'delivery_failed', 'ready_for_pickup', 'return_to_sender', 'canceled', 'unknown'))
);
create index shipments_order on shipments (order_id);

create table shipment_lines (
  shipment_id bigint not null references shipments (id),
  order_line_id bigint not null references order_lines (id),
  quantity int not null,
  -- The supplier's own row: the same row read twice counts once.
  source_row text not null,
  primary key (shipment_id, order_line_id),
  constraint shipment_lines_quantity check (quantity > 0)
);
create index shipment_lines_order_line on shipment_lines (order_line_id);

create table fulfillments (
  id bigint generated always as identity primary key,
  shipment_id bigint not null references shipments (id),
  order_id bigint not null references orders (id),
  channel_id bigint not null references channels (id),
  state text not null default 'due',
  channel_fulfillment_id text,
  reason text,
  attempt int not null default 0,
  lease_worker bigint,
  lease_until timestamptz,
  not_before timestamptz not null,
  created_at timestamptz not null,
  settled_at timestamptz,
  constraint fulfillments_shipment_channel_unique unique (shipment_id, channel_id),
  constraint fulfillments_state check (state in ('due', 'pushing', 'accepted', 'rejected', 'not_applicable')),
  constraint fulfillments_leased check ((state = 'pushing') = (lease_until is not null)),
  constraint fulfillments_settled_has_time check ((state in ('accepted', 'rejected', 'not_applicable')) = (settled_at is not null)),
  constraint fulfillments_reason check (state not in ('rejected', 'not_applicable') or reason is not null)
);
create index fulfillments_unsettled on fulfillments (channel_id, state, not_before) where state in ('due', 'pushing');
create index fulfillments_order on fulfillments (order_id);

create table order_history (
  id bigint generated always as identity primary key,
  order_id bigint not null references orders (id),
  at timestamptz not null,
  actor text not null,
  event text not null,
  subject text not null default '',
  before text,
  after text,
  detail jsonb not null default '{}'
);
create index order_history_order on order_history (order_id, id);

create table cursors (
  channel_id bigint not null references channels (id),
  service text not null,
  -- The time up to which we are sure to have read, by the channel's own clock.
  watermark timestamptz not null,
  cursor jsonb,
  updated_at timestamptz not null,
  primary key (channel_id, service)
);

create table sync_runs (
  id bigint generated always as identity primary key,
  service text not null,
  channel_id bigint references channels (id),
  supplier_id bigint references suppliers (id),
  trigger text not null,
  state text not null default 'running',
  started_at timestamptz not null,
  ended_at timestamptz,
  counts jsonb not null default '{}',
  error text,
  constraint sync_runs_service check (service in ('orders', 'tracking', 'fulfillment')),
  constraint sync_runs_trigger check (trigger in ('schedule', 'demand', 'event')),
  constraint sync_runs_state check (state in ('running', 'done', 'failed')),
  constraint sync_runs_ended check ((state = 'running') = (ended_at is null)),
  constraint sync_runs_failed_has_error check (state <> 'failed' or error is not null),
  constraint sync_runs_party check ((channel_id is null) <> (supplier_id is null))
);
create index sync_runs_recent on sync_runs (started_at desc, id desc);
create index sync_runs_channel on sync_runs (channel_id, service, id desc);
create index sync_runs_supplier on sync_runs (supplier_id, service, id desc);

create table sync_run_records (
  id bigint generated always as identity primary key,
  sync_run_id bigint not null references sync_runs (id),
  reference text not null,
  result text not null,
  detail text not null default '',
  constraint sync_run_records_result check (result in ('new', 'updated', 'unchanged', 'skipped', 'quarantined', 'accepted', 'rejected'))
);
create index sync_run_records_run on sync_run_records (sync_run_id, id);

create table quarantine (
  id bigint generated always as identity primary key,
  channel_id bigint references channels (id),
  supplier_id bigint references suppliers (id),
  source text not null,
  place text not null,
  reason text not null,
  raw text not null,
  raw_hash text not null,
  first_at timestamptz not null,
  last_at timestamptz not null,
  times int not null default 1,
  settled_at timestamptz,
  settled_by text,
  constraint quarantine_party check ((channel_id is null) <> (supplier_id is null))
);
create unique index quarantine_open_unique on quarantine (coalesce(channel_id, 0), coalesce(supplier_id, 0), source, place, raw_hash) where settled_at is null;

create table schedules (
  id bigint generated always as identity primary key,
  service text not null,
  channel_id bigint references channels (id),
  supplier_id bigint references suppliers (id),
  every_ms bigint not null,
  phase_ms bigint not null,
  due_at timestamptz not null,
  constraint schedules_unique unique nulls not distinct (service, channel_id, supplier_id),
  constraint schedules_service check (service in ('orders', 'tracking', 'fulfillment', 'sweep')),
  constraint schedules_every check (every_ms >= 1000)
);
create index schedules_due on schedules (due_at);

-- One row a live worker; its session holds the advisory lock (lock_class, id). A row whose lock is free is a dead worker.
create table workers (
  id bigint generated always as identity primary key,
  name text not null,
  host text not null,
  pid int not null,
  version text not null,
  started_at timestamptz not null,
  seen_at timestamptz not null,
  working_on text not null default ''
);

create table worker_jobs (
  job_id uuid primary key,
  worker_id bigint not null,
  queue text not null,
  taken_at timestamptz not null
);
create index worker_jobs_worker on worker_jobs (worker_id);

create table secrets (
  id bigint generated always as identity primary key,
  owner text not null,
  field text not null,
  key_id text not null,
  cipher_text bytea not null,
  updated_at timestamptz not null,
  constraint secrets_unique unique (owner, field)
);

create table alerts (
  id bigint generated always as identity primary key,
  cause text not null,
  channel_id bigint references channels (id),
  title text not null,
  first_at timestamptz not null,
  last_at timestamptz not null,
  count int not null,
  value text not null default '',
  mailed_at timestamptz,
  dismissed_at timestamptz
);
create unique index alerts_open_cause on alerts (cause) where dismissed_at is null;

-- Counts per channel, status and action, kept as deltas that the worker folds: no counter row to fight for.
create table order_counts (
  channel_id bigint not null,
  status text not null,
  action text,
  n bigint not null
);

create function count_orders() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    insert into order_counts select channel_id, status, action, count(*) from after_rows group by 1, 2, 3;
  else
    insert into order_counts
    select channel_id, status, action, sum(n) from (
      select channel_id, status, action, 1 as n from after_rows
      union all
      select channel_id, status, action, -1 from before_rows
    ) d group by 1, 2, 3 having sum(n) <> 0;
  end if;
  return null;
end $$;
create trigger orders_counted_insert after insert on orders
  referencing new table as after_rows for each statement execute function count_orders();
create trigger orders_counted_update after update on orders
  referencing old table as before_rows new table as after_rows for each statement execute function count_orders();

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'restrict_violation';
end $$;
create trigger order_history_append_only before update or delete on order_history for each row execute function refuse_change();
create trigger evidence_append_only before update or delete on evidence for each row execute function refuse_change();

create function keep_intent() returns trigger language plpgsql as $$
begin
  if (new.purchase_order_id, new.supplier_id, new.key, new.transport, new.content, new.content_hash, new.identifiers)
     is distinct from (old.purchase_order_id, old.supplier_id, old.key, old.transport, old.content, old.content_hash, old.identifiers) then
    raise exception 'a dispatch intent never changes what it says' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger dispatch_intents_immutable before update on dispatch_intents for each row execute function keep_intent();

alter table order_counts set (autovacuum_vacuum_threshold = 500, autovacuum_vacuum_scale_factor = 0);
alter table worker_jobs set (autovacuum_vacuum_threshold = 500, autovacuum_vacuum_scale_factor = 0);
