-- Written by `node scripts/db.ts dump` from the catalogs; never edited. What runs are the migrations.
create schema switchyard;
set search_path = switchyard, public;

-- extensions
create extension pg_trgm;

-- sequences
create sequence purchase_order_numbers as bigint start 1 increment 1 minvalue 1 maxvalue 9223372036854775807 cache 1;

-- tables
create table alerts (
  id bigint generated always as identity not null,
  cause text not null,
  channel_id bigint,
  title text not null,
  first_at timestamp with time zone not null,
  last_at timestamp with time zone not null,
  count integer not null,
  value text default ''::text not null,
  mailed_at timestamp with time zone,
  dismissed_at timestamp with time zone,
  constraint alerts_pkey PRIMARY KEY (id)
);

create table channel_services (
  channel_id bigint not null,
  service text not null,
  enabled boolean default false not null,
  every_minutes integer,
  constraint channel_services_pkey PRIMARY KEY (channel_id, service),
  constraint channel_services_frequency CHECK (((every_minutes IS NULL) OR ((every_minutes >= 1) AND (every_minutes <= 10080)))),
  constraint channel_services_service CHECK ((service = ANY (ARRAY['order_download'::text, 'shipment_upload'::text, 'inventory_upload'::text])))
);

create table channels (
  id bigint generated always as identity not null,
  client_id bigint not null,
  name text not null,
  kind text not null,
  environment text not null,
  plan text default 'basic'::text not null,
  settings jsonb default '{}'::jsonb not null,
  eligible_statuses text[] not null,
  earliest_order_at timestamp with time zone not null,
  reject_unmapped boolean default true not null,
  notify_customer boolean default true not null,
  auto_processing boolean default false not null,
  auto_processing_by text,
  auto_processing_at timestamp with time zone,
  alert_address text,
  alert_tested_at timestamp with time zone,
  created_at timestamp with time zone default now() not null,
  version integer default 1 not null,
  constraint channels_pkey PRIMARY KEY (id),
  constraint channels_name_unique UNIQUE (name),
  constraint channels_auto_processing_consent CHECK (((NOT auto_processing) OR ((auto_processing_by IS NOT NULL) AND (auto_processing_at IS NOT NULL) AND (alert_tested_at IS NOT NULL)))),
  constraint channels_environment CHECK ((environment = ANY (ARRAY['live'::text, 'sandbox'::text]))),
  constraint channels_plan CHECK ((plan = ANY (ARRAY['basic'::text, 'plus'::text, 'vip'::text])))
);

create table clients (
  id bigint generated always as identity not null,
  name text not null,
  description text default ''::text not null,
  order_source_value text default ''::text not null,
  constraint clients_pkey PRIMARY KEY (id),
  constraint clients_name_unique UNIQUE (name)
);

create table cursors (
  channel_id bigint not null,
  service text not null,
  watermark timestamp with time zone not null,
  cursor jsonb,
  updated_at timestamp with time zone not null,
  constraint cursors_pkey PRIMARY KEY (channel_id, service)
);

create table dispatch_intents (
  id bigint generated always as identity not null,
  purchase_order_id bigint not null,
  supplier_id bigint not null,
  key text not null,
  transport text not null,
  content bytea not null,
  content_hash text not null,
  identifiers jsonb not null,
  state text default 'planned'::text not null,
  attempt integer default 0 not null,
  lease_worker bigint,
  lease_until timestamp with time zone,
  not_before timestamp with time zone not null,
  in_doubt_since timestamp with time zone,
  created_at timestamp with time zone not null,
  kind text default 'order'::text not null,
  constraint dispatch_intents_pkey PRIMARY KEY (id),
  constraint dispatch_intents_key_unique UNIQUE (key),
  constraint dispatch_intents_doubt_has_time CHECK (((state = 'in_doubt'::text) = (in_doubt_since IS NOT NULL))),
  constraint dispatch_intents_kind CHECK ((kind = ANY (ARRAY['order'::text, 'cancel'::text, 'change'::text, 'authorize'::text]))),
  constraint dispatch_intents_leased CHECK (((state = ANY (ARRAY['claimed'::text, 'transmitting'::text])) = (lease_until IS NOT NULL))),
  constraint dispatch_intents_state CHECK ((state = ANY (ARRAY['planned'::text, 'claimed'::text, 'transmitting'::text, 'sent'::text, 'refused'::text, 'in_doubt'::text, 'withdrawn'::text])))
);

create table evidence (
  id bigint generated always as identity not null,
  dispatch_intent_id bigint not null,
  attempt integer not null,
  kind text not null,
  at timestamp with time zone not null,
  actor text not null,
  detail jsonb not null,
  constraint evidence_pkey PRIMARY KEY (id),
  constraint evidence_kind CHECK ((kind = ANY (ARRAY['attempt'::text, 'transport_receipt'::text, 'look_up'::text, 'refusal'::text, 'failure'::text, 'person'::text, 'answer'::text])))
);

create table fulfillments (
  id bigint generated always as identity not null,
  shipment_id bigint not null,
  order_id bigint not null,
  channel_id bigint not null,
  state text default 'due'::text not null,
  channel_fulfillment_id text,
  reason text,
  attempt integer default 0 not null,
  lease_worker bigint,
  lease_until timestamp with time zone,
  not_before timestamp with time zone not null,
  created_at timestamp with time zone not null,
  settled_at timestamp with time zone,
  constraint fulfillments_pkey PRIMARY KEY (id),
  constraint fulfillments_shipment_channel_unique UNIQUE (shipment_id, channel_id),
  constraint fulfillments_leased CHECK (((state = 'pushing'::text) = (lease_until IS NOT NULL))),
  constraint fulfillments_reason CHECK (((state <> ALL (ARRAY['rejected'::text, 'not_applicable'::text])) OR (reason IS NOT NULL))),
  constraint fulfillments_settled_has_time CHECK (((state = ANY (ARRAY['accepted'::text, 'rejected'::text, 'not_applicable'::text])) = (settled_at IS NOT NULL))),
  constraint fulfillments_state CHECK ((state = ANY (ARRAY['due'::text, 'pushing'::text, 'accepted'::text, 'rejected'::text, 'not_applicable'::text])))
);

create table holds (
  id bigint generated always as identity not null,
  order_id bigint not null,
  kind text not null,
  field text default ''::text not null,
  message text not null,
  detail jsonb default '{}'::jsonb not null,
  opened_at timestamp with time zone not null,
  released_at timestamp with time zone,
  released_by text,
  constraint holds_pkey PRIMARY KEY (id),
  constraint holds_released_has_author CHECK (((released_at IS NULL) = (released_by IS NULL)))
);

create table installation (
  id integer default 1 not null,
  environment text not null,
  sends_stopped boolean default false not null,
  sends_stopped_by text,
  sends_stopped_at timestamp with time zone,
  created_at timestamp with time zone default now() not null,
  constraint installation_pkey PRIMARY KEY (id),
  constraint installation_environment CHECK ((environment = ANY (ARRAY['live'::text, 'sandbox'::text]))),
  constraint installation_single CHECK ((id = 1)),
  constraint installation_stop_has_author CHECK ((sends_stopped = (sends_stopped_by IS NOT NULL)))
);

create table order_counts (
  channel_id bigint not null,
  status text not null,
  action text,
  n bigint not null
) with (autovacuum_vacuum_threshold=500, autovacuum_vacuum_scale_factor=0);

create table order_history (
  id bigint generated always as identity not null,
  order_id bigint not null,
  at timestamp with time zone not null,
  actor text not null,
  event text not null,
  subject text default ''::text not null,
  before text,
  after text,
  detail jsonb default '{}'::jsonb not null,
  constraint order_history_pkey PRIMARY KEY (id)
);

create table order_lines (
  id bigint generated always as identity not null,
  order_id bigint not null,
  channel_line_id text not null,
  channel_sku text not null,
  title text not null,
  ordered integer not null,
  shipped integer default 0 not null,
  backordered integer default 0 not null,
  canceled integer default 0 not null,
  open integer generated always as ((((ordered - shipped) - backordered) - canceled)) stored,
  unit_price numeric(19,4) not null,
  ships boolean default true not null,
  product_id bigint,
  supplier_id bigint,
  constraint order_lines_pkey PRIMARY KEY (id),
  constraint order_lines_channel_line_unique UNIQUE (order_id, channel_line_id),
  constraint order_lines_quantities CHECK (((ordered > 0) AND (shipped >= 0) AND (backordered >= 0) AND (canceled >= 0) AND (((shipped + backordered) + canceled) <= ordered)))
);

create table order_search (
  order_id bigint not null,
  text text not null,
  constraint order_search_pkey PRIMARY KEY (order_id)
);

create table order_ship_methods (
  order_id bigint not null,
  supplier_id bigint not null,
  ship_method_id bigint not null,
  chosen_by text not null,
  chosen_at timestamp with time zone not null,
  constraint order_ship_methods_pkey PRIMARY KEY (order_id, supplier_id)
);

create table orders (
  id bigint generated always as identity not null,
  channel_id bigint not null,
  channel_order_id text not null,
  channel_order_number text not null,
  source_hash text not null,
  channel_status text not null,
  channel_standing text default 'ok'::text not null,
  placed_at timestamp with time zone not null,
  channel_updated_at timestamp with time zone not null,
  imported_at timestamp with time zone not null,
  currency text not null,
  total numeric(19,4) not null,
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
  quantity integer not null,
  edited_fields text[] default '{}'::text[] not null,
  status text default 'not_processed'::text not null,
  action text default 'resolve'::text,
  status_at timestamp with time zone not null,
  version integer default 1 not null,
  constraint orders_pkey PRIMARY KEY (id),
  constraint orders_channel_order_unique UNIQUE (channel_id, channel_order_id),
  constraint orders_action CHECK ((action = ANY (ARRAY['resolve'::text, 'process'::text, 'retry'::text, 'settle'::text, 'push'::text]))),
  constraint orders_channel_standing CHECK ((channel_standing = ANY (ARRAY['ok'::text, 'canceled'::text, 'refunded'::text]))),
  constraint orders_one_action CHECK (((status = 'not_processed'::text) = ((action IS NOT NULL) AND (action = ANY (ARRAY['resolve'::text, 'process'::text]))))),
  constraint orders_status CHECK ((status = ANY (ARRAY['not_processed'::text, 'processing'::text, 'processed'::text, 'failed'::text, 'shipped'::text, 'completed'::text, 'canceled'::text])))
);

create table products (
  id bigint generated always as identity not null,
  sku text not null,
  title text default ''::text not null,
  ships boolean default true not null,
  constraint products_pkey PRIMARY KEY (id),
  constraint products_sku_unique UNIQUE (sku)
);

create table purchase_order_lines (
  purchase_order_id bigint not null,
  order_line_id bigint not null,
  supplier_sku text not null,
  quantity integer not null,
  unit_cost numeric(19,4),
  constraint purchase_order_lines_pkey PRIMARY KEY (purchase_order_id, order_line_id),
  constraint purchase_order_lines_quantity CHECK ((quantity > 0))
);

create table purchase_orders (
  id bigint generated always as identity not null,
  order_id bigint not null,
  supplier_id bigint not null,
  number text not null,
  revision integer default 1 not null,
  state text default 'queued'::text not null,
  carrier text not null,
  method text not null,
  method_code text not null,
  currency text not null,
  cost numeric(19,4),
  failure text,
  created_by text not null,
  created_at timestamp with time zone not null,
  sent_at timestamp with time zone,
  receipt_confirmed_by text,
  receipt_confirmed_at timestamp with time zone,
  version integer default 1 not null,
  constraint purchase_orders_pkey PRIMARY KEY (id),
  constraint purchase_orders_number_unique UNIQUE (number),
  constraint purchase_orders_failed_has_reason CHECK (((state <> 'failed'::text) OR (failure IS NOT NULL))),
  constraint purchase_orders_sent_has_time CHECK (((state = 'sent'::text) = (sent_at IS NOT NULL))),
  constraint purchase_orders_state CHECK ((state = ANY (ARRAY['queued'::text, 'sending'::text, 'sent'::text, 'failed'::text, 'in_doubt'::text, 'canceled'::text])))
);

create table quarantine (
  id bigint generated always as identity not null,
  channel_id bigint,
  supplier_id bigint,
  source text not null,
  place text not null,
  reason text not null,
  raw text not null,
  raw_hash text not null,
  first_at timestamp with time zone not null,
  last_at timestamp with time zone not null,
  times integer default 1 not null,
  settled_at timestamp with time zone,
  settled_by text,
  constraint quarantine_pkey PRIMARY KEY (id),
  constraint quarantine_party CHECK (((channel_id IS NULL) <> (supplier_id IS NULL)))
);

create table reserved_numbers (
  order_id bigint not null,
  supplier_id bigint not null,
  number bigint not null,
  reserved_by text not null,
  reserved_at timestamp with time zone not null,
  constraint reserved_numbers_pkey PRIMARY KEY (order_id, supplier_id),
  constraint reserved_numbers_number_unique UNIQUE (number)
);

create table schedules (
  id bigint generated always as identity not null,
  service text not null,
  channel_id bigint,
  supplier_id bigint,
  every_ms bigint not null,
  phase_ms bigint not null,
  due_at timestamp with time zone not null,
  constraint schedules_pkey PRIMARY KEY (id),
  constraint schedules_unique UNIQUE NULLS NOT DISTINCT (service, channel_id, supplier_id),
  constraint schedules_every CHECK ((every_ms >= 1000)),
  constraint schedules_service CHECK ((service = ANY (ARRAY['orders'::text, 'tracking'::text, 'fulfillment'::text, 'sweep'::text])))
);

create table schema_migrations (
  version integer not null,
  name text not null,
  hash text not null,
  applied_at timestamp with time zone default now() not null,
  constraint schema_migrations_pkey PRIMARY KEY (version)
);

create table secrets (
  id bigint generated always as identity not null,
  owner text not null,
  field text not null,
  key_id text not null,
  cipher_text bytea not null,
  updated_at timestamp with time zone not null,
  constraint secrets_pkey PRIMARY KEY (id),
  constraint secrets_unique UNIQUE (owner, field)
);

create table ship_method_mappings (
  id bigint generated always as identity not null,
  channel_id bigint,
  supplier_id bigint not null,
  channel_method_name text not null,
  ship_method_id bigint not null,
  saved_by text not null,
  saved_at timestamp with time zone not null,
  constraint ship_method_mappings_pkey PRIMARY KEY (id),
  constraint ship_method_mappings_key UNIQUE NULLS NOT DISTINCT (channel_id, supplier_id, channel_method_name)
);

create table shipment_lines (
  shipment_id bigint not null,
  order_line_id bigint not null,
  quantity integer not null,
  source_row text not null,
  constraint shipment_lines_pkey PRIMARY KEY (shipment_id, order_line_id, quantity),
  constraint shipment_lines_quantity CHECK ((quantity > 0))
);

create table shipments (
  id bigint generated always as identity not null,
  order_id bigint not null,
  purchase_order_id bigint not null,
  supplier_id bigint not null,
  carrier text not null,
  service text not null,
  tracking_number text not null,
  state text default 'pending'::text not null,
  shipped_at timestamp with time zone not null,
  recorded_at timestamp with time zone not null,
  source text not null,
  part integer default 1 not null,
  constraint shipments_pkey PRIMARY KEY (id),
  constraint shipments_parcel_unique UNIQUE (purchase_order_id, carrier, tracking_number, part),
  constraint shipments_state CHECK ((state = ANY (ARRAY['pending'::text, 'picked_up'::text, 'in_transit'::text, 'out_for_delivery'::text, 'delivered'::text, 'on_hold'::text, 'delivery_delayed'::text, 'delivery_failed'::text, 'ready_for_pickup'::text, 'return_to_sender'::text, 'canceled'::text, 'unknown'::text])))
);

create table sku_aliases (
  id bigint generated always as identity not null,
  alias_type text not null,
  alias text not null,
  product_id bigint not null,
  constraint sku_aliases_pkey PRIMARY KEY (id),
  constraint sku_aliases_unique UNIQUE (alias_type, alias)
);

create table supplier_products (
  supplier_id bigint not null,
  product_id bigint not null,
  supplier_sku text not null,
  cost numeric(19,4),
  priority integer default 100 not null,
  constraint supplier_products_pkey PRIMARY KEY (supplier_id, product_id)
);

create table supplier_ship_methods (
  id bigint generated always as identity not null,
  supplier_id bigint not null,
  carrier text not null,
  method text not null,
  code text not null,
  constraint supplier_ship_methods_pkey PRIMARY KEY (id),
  constraint supplier_ship_methods_unique UNIQUE (supplier_id, carrier, method)
);

create table suppliers (
  id bigint generated always as identity not null,
  name text not null,
  environment text not null,
  transport text not null,
  settings jsonb default '{}'::jsonb not null,
  requires_ship_method_mapping boolean default true not null,
  required_fields text[] default '{}'::text[] not null,
  purchase_order_prefix text default 'SY-'::text not null,
  tracking_source text not null,
  tracking_every_minutes integer default 120 not null,
  contact text default ''::text not null,
  currency text default 'USD'::text not null,
  created_at timestamp with time zone default now() not null,
  version integer default 1 not null,
  terms jsonb default '{}'::jsonb not null,
  constraint suppliers_pkey PRIMARY KEY (id),
  constraint suppliers_name_unique UNIQUE (name),
  constraint suppliers_environment CHECK ((environment = ANY (ARRAY['live'::text, 'sandbox'::text]))),
  constraint suppliers_tracking_source CHECK ((tracking_source = ANY (ARRAY['transport'::text, 'sftp'::text, 'carrier'::text, 'none'::text])))
);

create table sync_run_records (
  id bigint generated always as identity not null,
  sync_run_id bigint not null,
  reference text not null,
  result text not null,
  detail text default ''::text not null,
  constraint sync_run_records_pkey PRIMARY KEY (id),
  constraint sync_run_records_result CHECK ((result = ANY (ARRAY['new'::text, 'updated'::text, 'unchanged'::text, 'skipped'::text, 'quarantined'::text, 'accepted'::text, 'rejected'::text])))
);

create table sync_runs (
  id bigint generated always as identity not null,
  service text not null,
  channel_id bigint,
  supplier_id bigint,
  trigger text not null,
  state text default 'running'::text not null,
  started_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  counts jsonb default '{}'::jsonb not null,
  error text,
  beat_at timestamp with time zone default clock_timestamp() not null,
  constraint sync_runs_pkey PRIMARY KEY (id),
  constraint sync_runs_ended CHECK (((state = 'running'::text) = (ended_at IS NULL))),
  constraint sync_runs_failed_has_error CHECK (((state <> 'failed'::text) OR (error IS NOT NULL))),
  constraint sync_runs_party CHECK (((channel_id IS NULL) <> (supplier_id IS NULL))),
  constraint sync_runs_service CHECK ((service = ANY (ARRAY['orders'::text, 'tracking'::text, 'fulfillment'::text]))),
  constraint sync_runs_state CHECK ((state = ANY (ARRAY['running'::text, 'done'::text, 'failed'::text]))),
  constraint sync_runs_trigger CHECK ((trigger = ANY (ARRAY['schedule'::text, 'demand'::text, 'event'::text])))
);

create table worker_jobs (
  job_id uuid not null,
  worker_id bigint not null,
  queue text not null,
  taken_at timestamp with time zone not null,
  constraint worker_jobs_pkey PRIMARY KEY (job_id)
) with (autovacuum_vacuum_threshold=500, autovacuum_vacuum_scale_factor=0);

create table workers (
  id bigint generated always as identity not null,
  name text not null,
  host text not null,
  pid integer not null,
  version text not null,
  started_at timestamp with time zone not null,
  seen_at timestamp with time zone not null,
  working_on text default ''::text not null,
  constraint workers_pkey PRIMARY KEY (id)
);

-- foreign keys
alter table alerts add constraint alerts_channel_id_fkey FOREIGN KEY (channel_id) REFERENCES channels(id);
alter table channel_services add constraint channel_services_channel_id_fkey FOREIGN KEY (channel_id) REFERENCES channels(id);
alter table channels add constraint channels_client_id_fkey FOREIGN KEY (client_id) REFERENCES clients(id);
alter table cursors add constraint cursors_channel_id_fkey FOREIGN KEY (channel_id) REFERENCES channels(id);
alter table dispatch_intents add constraint dispatch_intents_purchase_order_id_fkey FOREIGN KEY (purchase_order_id) REFERENCES purchase_orders(id);
alter table dispatch_intents add constraint dispatch_intents_supplier_id_fkey FOREIGN KEY (supplier_id) REFERENCES suppliers(id);
alter table evidence add constraint evidence_dispatch_intent_id_fkey FOREIGN KEY (dispatch_intent_id) REFERENCES dispatch_intents(id);
alter table fulfillments add constraint fulfillments_channel_id_fkey FOREIGN KEY (channel_id) REFERENCES channels(id);
alter table fulfillments add constraint fulfillments_order_id_fkey FOREIGN KEY (order_id) REFERENCES orders(id);
alter table fulfillments add constraint fulfillments_shipment_id_fkey FOREIGN KEY (shipment_id) REFERENCES shipments(id);
alter table holds add constraint holds_order_id_fkey FOREIGN KEY (order_id) REFERENCES orders(id);
alter table order_history add constraint order_history_order_id_fkey FOREIGN KEY (order_id) REFERENCES orders(id);
alter table order_lines add constraint order_lines_order_id_fkey FOREIGN KEY (order_id) REFERENCES orders(id);
alter table order_lines add constraint order_lines_product_id_fkey FOREIGN KEY (product_id) REFERENCES products(id);
alter table order_lines add constraint order_lines_supplier_id_fkey FOREIGN KEY (supplier_id) REFERENCES suppliers(id);
alter table order_search add constraint order_search_order_id_fkey FOREIGN KEY (order_id) REFERENCES orders(id);
alter table order_ship_methods add constraint order_ship_methods_order_id_fkey FOREIGN KEY (order_id) REFERENCES orders(id);
alter table order_ship_methods add constraint order_ship_methods_ship_method_id_fkey FOREIGN KEY (ship_method_id) REFERENCES supplier_ship_methods(id);
alter table order_ship_methods add constraint order_ship_methods_supplier_id_fkey FOREIGN KEY (supplier_id) REFERENCES suppliers(id);
alter table orders add constraint orders_channel_id_fkey FOREIGN KEY (channel_id) REFERENCES channels(id);
alter table purchase_order_lines add constraint purchase_order_lines_order_line_id_fkey FOREIGN KEY (order_line_id) REFERENCES order_lines(id);
alter table purchase_order_lines add constraint purchase_order_lines_purchase_order_id_fkey FOREIGN KEY (purchase_order_id) REFERENCES purchase_orders(id);
alter table purchase_orders add constraint purchase_orders_order_id_fkey FOREIGN KEY (order_id) REFERENCES orders(id);
alter table purchase_orders add constraint purchase_orders_supplier_id_fkey FOREIGN KEY (supplier_id) REFERENCES suppliers(id);
alter table quarantine add constraint quarantine_channel_id_fkey FOREIGN KEY (channel_id) REFERENCES channels(id);
alter table quarantine add constraint quarantine_supplier_id_fkey FOREIGN KEY (supplier_id) REFERENCES suppliers(id);
alter table reserved_numbers add constraint reserved_numbers_order_id_fkey FOREIGN KEY (order_id) REFERENCES orders(id);
alter table reserved_numbers add constraint reserved_numbers_supplier_id_fkey FOREIGN KEY (supplier_id) REFERENCES suppliers(id);
alter table schedules add constraint schedules_channel_id_fkey FOREIGN KEY (channel_id) REFERENCES channels(id);
alter table schedules add constraint schedules_supplier_id_fkey FOREIGN KEY (supplier_id) REFERENCES suppliers(id);
alter table ship_method_mappings add constraint ship_method_mappings_channel_id_fkey FOREIGN KEY (channel_id) REFERENCES channels(id);
alter table ship_method_mappings add constraint ship_method_mappings_ship_method_id_fkey FOREIGN KEY (ship_method_id) REFERENCES supplier_ship_methods(id);
alter table ship_method_mappings add constraint ship_method_mappings_supplier_id_fkey FOREIGN KEY (supplier_id) REFERENCES suppliers(id);
alter table shipment_lines add constraint shipment_lines_order_line_id_fkey FOREIGN KEY (order_line_id) REFERENCES order_lines(id);
alter table shipment_lines add constraint shipment_lines_shipment_id_fkey FOREIGN KEY (shipment_id) REFERENCES shipments(id);
alter table shipments add constraint shipments_order_id_fkey FOREIGN KEY (order_id) REFERENCES orders(id);
alter table shipments add constraint shipments_purchase_order_id_fkey FOREIGN KEY (purchase_order_id) REFERENCES purchase_orders(id);
alter table shipments add constraint shipments_supplier_id_fkey FOREIGN KEY (supplier_id) REFERENCES suppliers(id);
alter table sku_aliases add constraint sku_aliases_product_id_fkey FOREIGN KEY (product_id) REFERENCES products(id);
alter table supplier_products add constraint supplier_products_product_id_fkey FOREIGN KEY (product_id) REFERENCES products(id);
alter table supplier_products add constraint supplier_products_supplier_id_fkey FOREIGN KEY (supplier_id) REFERENCES suppliers(id);
alter table supplier_ship_methods add constraint supplier_ship_methods_supplier_id_fkey FOREIGN KEY (supplier_id) REFERENCES suppliers(id);
alter table sync_run_records add constraint sync_run_records_sync_run_id_fkey FOREIGN KEY (sync_run_id) REFERENCES sync_runs(id);
alter table sync_runs add constraint sync_runs_channel_id_fkey FOREIGN KEY (channel_id) REFERENCES channels(id);
alter table sync_runs add constraint sync_runs_supplier_id_fkey FOREIGN KEY (supplier_id) REFERENCES suppliers(id);

-- indexes
CREATE UNIQUE INDEX alerts_open_cause ON switchyard.alerts USING btree (cause) WHERE (dismissed_at IS NULL);
CREATE INDEX dispatch_intents_purchase_order ON switchyard.dispatch_intents USING btree (purchase_order_id);
CREATE INDEX dispatch_intents_unsettled ON switchyard.dispatch_intents USING btree (state, not_before) WHERE (state = ANY (ARRAY['planned'::text, 'claimed'::text, 'transmitting'::text, 'in_doubt'::text]));
CREATE INDEX evidence_intent ON switchyard.evidence USING btree (dispatch_intent_id, id);
CREATE UNIQUE INDEX fulfillments_one_push_an_order ON switchyard.fulfillments USING btree (order_id) WHERE (state = 'pushing'::text);
CREATE INDEX fulfillments_order ON switchyard.fulfillments USING btree (order_id);
CREATE INDEX fulfillments_unsettled ON switchyard.fulfillments USING btree (channel_id, state, not_before) WHERE (state = ANY (ARRAY['due'::text, 'pushing'::text]));
CREATE INDEX holds_open_kind ON switchyard.holds USING btree (kind, opened_at) WHERE (released_at IS NULL);
CREATE UNIQUE INDEX holds_open_unique ON switchyard.holds USING btree (order_id, kind, field) WHERE (released_at IS NULL);
CREATE INDEX holds_order ON switchyard.holds USING btree (order_id);
CREATE INDEX order_history_order ON switchyard.order_history USING btree (order_id, id);
CREATE INDEX order_lines_sku ON switchyard.order_lines USING btree (channel_sku, order_id DESC);
CREATE INDEX order_search_trigrams ON switchyard.order_search USING gin (text gin_trgm_ops);
CREATE INDEX orders_by_action ON switchyard.orders USING btree (action, placed_at DESC, id DESC) WHERE (action IS NOT NULL);
CREATE INDEX orders_by_status ON switchyard.orders USING btree (status, placed_at DESC, id DESC);
CREATE INDEX orders_newest ON switchyard.orders USING btree (placed_at DESC, id DESC);
CREATE INDEX orders_number ON switchyard.orders USING btree (channel_order_number);
CREATE INDEX purchase_order_lines_order_line ON switchyard.purchase_order_lines USING btree (order_line_id);
CREATE INDEX purchase_orders_order ON switchyard.purchase_orders USING btree (order_id);
CREATE INDEX purchase_orders_unsettled ON switchyard.purchase_orders USING btree (state, created_at) WHERE (state = ANY (ARRAY['queued'::text, 'sending'::text, 'failed'::text, 'in_doubt'::text]));
CREATE UNIQUE INDEX quarantine_open_unique ON switchyard.quarantine USING btree (COALESCE(channel_id, (0)::bigint), COALESCE(supplier_id, (0)::bigint), source, place, raw_hash) WHERE (settled_at IS NULL);
CREATE INDEX schedules_due ON switchyard.schedules USING btree (due_at);
CREATE INDEX shipment_lines_order_line ON switchyard.shipment_lines USING btree (order_line_id);
CREATE INDEX shipments_order ON switchyard.shipments USING btree (order_id);
CREATE INDEX shipments_tracking_number ON switchyard.shipments USING btree (tracking_number);
CREATE INDEX sync_run_records_run ON switchyard.sync_run_records USING btree (sync_run_id, id);
CREATE INDEX sync_runs_channel ON switchyard.sync_runs USING btree (channel_id, service, id DESC);
CREATE UNIQUE INDEX sync_runs_one_running ON switchyard.sync_runs USING btree (service, COALESCE(channel_id, (0)::bigint), COALESCE(supplier_id, (0)::bigint)) WHERE (state = 'running'::text);
CREATE INDEX sync_runs_recent ON switchyard.sync_runs USING btree (started_at DESC, id DESC);
CREATE INDEX sync_runs_supplier ON switchyard.sync_runs USING btree (supplier_id, service, id DESC);
CREATE INDEX worker_jobs_worker ON switchyard.worker_jobs USING btree (worker_id);

-- functions
CREATE OR REPLACE FUNCTION switchyard.count_orders()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
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
end $function$;

CREATE OR REPLACE FUNCTION switchyard.keep_intent()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if (new.purchase_order_id, new.supplier_id, new.kind, new.key, new.transport, new.content, new.content_hash, new.identifiers)
     is distinct from
     (old.purchase_order_id, old.supplier_id, old.kind, old.key, old.transport, old.content, old.content_hash, old.identifiers) then
    raise exception 'a dispatch intent never changes what it says' using errcode = 'restrict_violation';
  end if;
  return new;
end $function$;

CREATE OR REPLACE FUNCTION switchyard.refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'restrict_violation';
end $function$;

-- triggers
CREATE TRIGGER dispatch_intents_immutable BEFORE UPDATE ON switchyard.dispatch_intents FOR EACH ROW EXECUTE FUNCTION keep_intent();
CREATE TRIGGER evidence_append_only BEFORE DELETE OR UPDATE ON switchyard.evidence FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER order_history_append_only BEFORE DELETE OR UPDATE ON switchyard.order_history FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER orders_counted_insert AFTER INSERT ON switchyard.orders REFERENCING NEW TABLE AS after_rows FOR EACH STATEMENT EXECUTE FUNCTION count_orders();
CREATE TRIGGER orders_counted_update AFTER UPDATE ON switchyard.orders REFERENCING OLD TABLE AS before_rows NEW TABLE AS after_rows FOR EACH STATEMENT EXECUTE FUNCTION count_orders();
