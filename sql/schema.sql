-- Written by `node scripts/db.ts dump` from the catalogs; never edited. What runs are the migrations.
create schema switchyard;
set search_path = switchyard, public;

-- extensions
create extension pg_trgm;

-- sequences
create sequence purchase_order_numbers as bigint start 1 increment 1 minvalue 1 maxvalue 9223372036854775807 cache 1;
create sequence stock_batches as bigint start 1 increment 1 minvalue 1 maxvalue 9223372036854775807 cache 1;
create sequence stock_versions as bigint start 1 increment 1 minvalue 1 maxvalue 9223372036854775807 cache 1;

-- tables
create table acknowledgement_lines (
  id bigint generated always as identity not null,
  acknowledgement_id bigint not null,
  order_line_id bigint not null,
  sku text not null,
  answer text not null,
  quantity integer,
  expected_at timestamp with time zone,
  unit_cost numeric(19,4),
  code text not null,
  reason text not null,
  constraint acknowledgement_lines_pkey PRIMARY KEY (id),
  constraint acknowledgement_lines_answer CHECK ((answer = ANY (ARRAY['accepted'::text, 'backordered'::text, 'quantity_changed'::text, 'price_changed'::text, 'substituted'::text, 'rejected'::text]))),
  constraint acknowledgement_lines_quantity CHECK (((quantity IS NULL) OR (quantity >= 0)))
);

create table acknowledgements (
  id bigint generated always as identity not null,
  purchase_order_id bigint not null,
  reference text not null,
  standing text not null,
  supplier_order_number text not null,
  reason text not null,
  place text not null,
  raw text not null,
  recorded_by text not null,
  recorded_at timestamp with time zone not null,
  constraint acknowledgements_pkey PRIMARY KEY (id),
  constraint acknowledgements_reference_unique UNIQUE (purchase_order_id, reference),
  constraint acknowledgements_standing CHECK ((standing = ANY (ARRAY['accepted'::text, 'changed'::text, 'rejected'::text])))
);

create table activity (
  id bigint generated always as identity not null,
  at timestamp with time zone not null,
  actor text not null,
  act text not null,
  subject_kind text not null,
  subject_id bigint,
  subject text not null,
  changes jsonb default '[]'::jsonb not null,
  note text default ''::text not null,
  constraint activity_pkey PRIMARY KEY (id),
  constraint activity_changes CHECK ((jsonb_typeof(changes) = 'array'::text)),
  constraint activity_words CHECK (((actor <> ''::text) AND (act <> ''::text) AND (subject_kind <> ''::text)))
);

create table alert_facts (
  kind text not null,
  subject text not null,
  first_at timestamp with time zone not null,
  last_at timestamp with time zone not null,
  count integer default 1 not null,
  constraint alert_facts_pkey PRIMARY KEY (kind, subject)
);

create table alert_pages (
  id bigint generated always as identity not null,
  dedup_key text not null,
  opened_at timestamp with time zone not null,
  quiet_since timestamp with time zone,
  closed_at timestamp with time zone,
  constraint alert_pages_pkey PRIMARY KEY (id),
  constraint alert_pages_dedup_key_unique UNIQUE (dedup_key)
);

create table alert_routes (
  id bigint generated always as identity not null,
  name text not null,
  kind text not null,
  target text not null,
  created_by text not null,
  created_at timestamp with time zone not null,
  tested_at timestamp with time zone,
  constraint alert_routes_pkey PRIMARY KEY (id),
  constraint alert_routes_name_unique UNIQUE (name),
  constraint alert_routes_kind CHECK ((kind = ANY (ARRAY['email'::text, 'webhook'::text, 'pagerduty'::text])))
);

create table alert_telling_causes (
  telling_id bigint not null,
  alert_id bigint not null,
  gone boolean default false not null,
  constraint alert_telling_causes_pkey PRIMARY KEY (telling_id, alert_id)
);

create table alert_tellings (
  id bigint generated always as identity not null,
  event_id uuid not null,
  kind text not null,
  route_id bigint,
  channel_id bigint,
  page_id bigint,
  state text default 'due'::text not null,
  attempt integer default 0 not null,
  lease_worker bigint,
  lease_until timestamp with time zone,
  not_before timestamp with time zone not null,
  created_at timestamp with time zone not null,
  told_at timestamp with time zone,
  failure text,
  constraint alert_tellings_pkey PRIMARY KEY (id),
  constraint alert_tellings_event_unique UNIQUE (event_id),
  constraint alert_tellings_given_up_has_reason CHECK (((state <> 'given_up'::text) OR (failure IS NOT NULL))),
  constraint alert_tellings_kind CHECK ((kind = ANY (ARRAY['mail'::text, 'digest'::text, 'page'::text, 'resolve'::text]))),
  constraint alert_tellings_leased CHECK (((state = 'telling'::text) = (lease_until IS NOT NULL))),
  constraint alert_tellings_party CHECK (((route_id IS NULL) <> (channel_id IS NULL))),
  constraint alert_tellings_state CHECK ((state = ANY (ARRAY['due'::text, 'telling'::text, 'told'::text, 'given_up'::text]))),
  constraint alert_tellings_told_has_time CHECK (((state = 'told'::text) = (told_at IS NOT NULL)))
);

create table alerts (
  id bigint generated always as identity not null,
  cause text not null,
  channel_id bigint,
  title text not null,
  first_at timestamp with time zone not null,
  last_at timestamp with time zone not null,
  count integer not null,
  value text default ''::text not null,
  dismissed_at timestamp with time zone,
  urgency text default 'digest'::text not null,
  page_id bigint,
  muted_by text,
  muted_at timestamp with time zone,
  muted_reason text default ''::text not null,
  constraint alerts_pkey PRIMARY KEY (id),
  constraint alerts_muted CHECK (((muted_by IS NULL) = (muted_at IS NULL))),
  constraint alerts_urgency CHECK ((urgency = ANY (ARRAY['digest'::text, 'page'::text])))
);

create table authorizations (
  purchase_order_id bigint not null,
  supplier_id bigint not null,
  state text default 'awaiting'::text not null,
  way text not null,
  amount numeric(19,4),
  currency text not null,
  reason text not null,
  asks integer default 0 not null,
  dispatch_intent_id bigint,
  asked_at timestamp with time zone not null,
  authorized_by text,
  authorized_at timestamp with time zone,
  authorized_how text,
  note text default ''::text not null,
  constraint authorizations_pkey PRIMARY KEY (purchase_order_id),
  constraint authorizations_authorized CHECK ((((state = 'authorized'::text) = ((authorized_by IS NOT NULL) AND (authorized_at IS NOT NULL) AND (authorized_how IS NOT NULL))) AND ((state <> 'authorized'::text) OR (amount IS NOT NULL)))),
  constraint authorizations_authorizing CHECK (((state <> 'authorizing'::text) OR (dispatch_intent_id IS NOT NULL))),
  constraint authorizations_how CHECK ((authorized_how = ANY (ARRAY['automatic'::text, 'call'::text, 'person'::text]))),
  constraint authorizations_state CHECK ((state = ANY (ARRAY['awaiting'::text, 'authorizing'::text, 'authorized'::text, 'dropped'::text]))),
  constraint authorizations_way CHECK ((way = ANY (ARRAY['call'::text, 'person'::text])))
);

create table breaker_openings (
  id bigint generated always as identity not null,
  supplier_id bigint not null,
  opened_at timestamp with time zone not null,
  message text not null,
  ended_at timestamp with time zone,
  ended_by text,
  constraint breaker_openings_pkey PRIMARY KEY (id)
);

create table breakers (
  supplier_id bigint not null,
  state text default 'closed'::text not null,
  failures integer default 0 not null,
  reason text,
  message text,
  opened_at timestamp with time zone,
  next_probe_at timestamp with time zone,
  probe_seconds integer default 5 not null,
  probe_intent_id bigint,
  paced_at timestamp with time zone,
  closed_by text,
  constraint breakers_pkey PRIMARY KEY (supplier_id),
  constraint breakers_open_has_probe CHECK (((state = 'open'::text) = (next_probe_at IS NOT NULL))),
  constraint breakers_state CHECK ((state = ANY (ARRAY['closed'::text, 'open'::text, 'draining'::text]))),
  constraint breakers_trouble_has_time CHECK (((state = 'closed'::text) = (opened_at IS NULL)))
);

create table carrier_accounts (
  id bigint generated always as identity not null,
  name text not null,
  carrier text not null,
  environment text not null,
  settings jsonb default '{}'::jsonb not null,
  enabled boolean default true not null,
  calls_per_hour integer,
  quiet_until timestamp with time zone,
  last_poll_at timestamp with time zone,
  last_result text default ''::text not null,
  last_failed boolean default false not null,
  created_at timestamp with time zone not null,
  constraint carrier_accounts_pkey PRIMARY KEY (id),
  constraint carrier_accounts_name_unique UNIQUE (name),
  constraint carrier_accounts_calls_per_hour CHECK ((calls_per_hour > 0)),
  constraint carrier_accounts_carrier CHECK ((carrier = ANY (ARRAY['ups'::text, 'fedex'::text, 'usps'::text]))),
  constraint carrier_accounts_environment CHECK ((environment = ANY (ARRAY['live'::text, 'sandbox'::text])))
);

create table carrier_calls (
  id bigint generated always as identity not null,
  carrier_account_id bigint not null,
  at timestamp with time zone not null,
  constraint carrier_calls_pkey PRIMARY KEY (id)
);

create table cause_counts (
  kind text not null,
  channel_id bigint not null,
  supplier_id bigint not null,
  subject text not null,
  currency text not null,
  orders bigint not null,
  alone bigint not null,
  amount numeric not null,
  constraint cause_counts_pkey PRIMARY KEY (kind, channel_id, supplier_id, subject, currency)
) with (fillfactor=50, autovacuum_vacuum_threshold=500, autovacuum_vacuum_scale_factor=0.02);

create table cause_marks (
  order_id bigint not null
) with (autovacuum_vacuum_threshold=500, autovacuum_vacuum_scale_factor=0);

create table channel_drafts (
  name text not null,
  answers jsonb not null,
  left_by text not null,
  left_at timestamp with time zone not null,
  constraint channel_drafts_pkey PRIMARY KEY (name),
  constraint channel_drafts_answers CHECK ((jsonb_typeof(answers) = 'array'::text))
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

create table channel_stock (
  channel_id bigint not null,
  sku text not null,
  product_id bigint not null,
  quantity bigint not null,
  version bigint default nextval('stock_versions'::regclass) not null,
  changed_at timestamp with time zone not null,
  shown bigint,
  shown_version bigint,
  shown_at timestamp with time zone,
  told bigint,
  told_version bigint,
  told_at timestamp with time zone,
  batch bigint,
  answer text,
  reason text default ''::text not null,
  answered_at timestamp with time zone,
  refusals integer default 0 not null,
  parked_until timestamp with time zone,
  parked_version bigint,
  changes_on date,
  changes integer default 0 not null,
  found bigint,
  found_instead_of bigint,
  found_at timestamp with time zone,
  constraint channel_stock_pkey PRIMARY KEY (channel_id, sku),
  constraint channel_stock_answer CHECK (((answer = ANY (ARRAY['accepted'::text, 'stale'::text, 'unknown'::text, 'rejected'::text, 'unnamed'::text, 'unheard'::text, 'waits'::text])) AND ((answer IS NULL) = (answered_at IS NULL)))),
  constraint channel_stock_batch CHECK (((batch IS NULL) OR (told IS NOT NULL))),
  constraint channel_stock_found CHECK (((found IS NULL) = (found_at IS NULL))),
  constraint channel_stock_parked CHECK (((parked_until IS NOT NULL) OR (parked_version IS NULL))),
  constraint channel_stock_quantity CHECK ((quantity >= 0)),
  constraint channel_stock_shown CHECK (((shown IS NULL) = (shown_at IS NULL))),
  constraint channel_stock_shown_version CHECK ((shown_version <= version)),
  constraint channel_stock_told CHECK ((((told IS NULL) = (told_version IS NULL)) AND ((told IS NULL) = (told_at IS NULL)) AND (told_version <= version)))
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
  release_seconds integer default 0 not null,
  shadow boolean default false not null,
  live_from text,
  shadow_by text,
  shadow_at timestamp with time zone,
  shipment_policy text default 'each'::text not null,
  allocation jsonb default '{}'::jsonb not null,
  intake jsonb default '{}'::jsonb not null,
  warehouse text,
  stock_alias text,
  minimum_level integer,
  safety_stock integer default 0 not null,
  share_percent integer default 100 not null,
  stock_cap integer,
  supplier_values jsonb default '{}'::jsonb not null,
  archived_at timestamp with time zone,
  constraint channels_pkey PRIMARY KEY (id),
  constraint channels_name_unique UNIQUE (name),
  constraint channels_archived_sends_nothing CHECK (((archived_at IS NULL) OR (NOT auto_processing))),
  constraint channels_auto_processing_consent CHECK (((NOT auto_processing) OR ((auto_processing_by IS NOT NULL) AND (auto_processing_at IS NOT NULL) AND (alert_tested_at IS NOT NULL)))),
  constraint channels_environment CHECK ((environment = ANY (ARRAY['live'::text, 'sandbox'::text]))),
  constraint channels_intake CHECK ((jsonb_typeof(intake) = 'object'::text)),
  constraint channels_live_from CHECK (((live_from IS NULL) OR (shadow AND (live_from ~ '[0-9]$'::text)))),
  constraint channels_plan CHECK ((plan = ANY (ARRAY['basic'::text, 'plus'::text, 'vip'::text]))),
  constraint channels_release_seconds CHECK (((release_seconds >= 0) AND (release_seconds <= 86400))),
  constraint channels_shipment_policy CHECK ((shipment_policy = ANY (ARRAY['each'::text, 'first'::text, 'all'::text]))),
  constraint channels_stock_rules CHECK (((minimum_level >= 1) AND (safety_stock >= 0) AND ((share_percent >= 0) AND (share_percent <= 100)) AND (stock_cap >= 0))),
  constraint channels_supplier_values CHECK ((jsonb_typeof(supplier_values) = 'object'::text))
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
  watermark timestamp with time zone,
  cursor jsonb,
  updated_at timestamp with time zone not null,
  constraint cursors_pkey PRIMARY KEY (channel_id, service),
  constraint cursors_service CHECK ((service = ANY (ARRAY['orders'::text, 'look_back'::text])))
) with (fillfactor=50);

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
  waits_for text,
  pass boolean default false not null,
  wordless integer default 0 not null,
  failing_since timestamp with time zone,
  receipt_at timestamp with time zone,
  marked_attempt integer,
  channel_id bigint default 0 not null,
  constraint dispatch_intents_pkey PRIMARY KEY (id),
  constraint dispatch_intents_key_unique UNIQUE (key),
  constraint dispatch_intents_doubt_has_time CHECK (((state = 'in_doubt'::text) = (in_doubt_since IS NOT NULL))),
  constraint dispatch_intents_kind CHECK ((kind = ANY (ARRAY['order'::text, 'cancel'::text, 'change'::text, 'authorize'::text]))),
  constraint dispatch_intents_leased CHECK (((state = ANY (ARRAY['claimed'::text, 'transmitting'::text])) = (lease_until IS NOT NULL))),
  constraint dispatch_intents_marked_attempt CHECK (((marked_attempt IS NULL) OR ((marked_attempt >= 0) AND (marked_attempt <= attempt)))),
  constraint dispatch_intents_state CHECK ((state = ANY (ARRAY['planned'::text, 'claimed'::text, 'transmitting'::text, 'sent'::text, 'refused'::text, 'in_doubt'::text, 'withdrawn'::text]))),
  constraint dispatch_intents_waits_for CHECK ((waits_for = ANY (ARRAY['window'::text, 'calendar'::text, 'retry'::text])))
);

create table edi_interchanges (
  id bigint generated always as identity not null,
  supplier_id bigint not null,
  sender text not null,
  control_number text not null,
  content_hash text not null,
  file text not null,
  first_at timestamp with time zone not null,
  last_at timestamp with time zone not null,
  times integer default 1 not null,
  answer jsonb,
  answer_number bigint,
  answer_name text,
  answer_content bytea,
  answered_at timestamp with time zone,
  constraint edi_interchanges_pkey PRIMARY KEY (id),
  constraint edi_interchanges_unique UNIQUE (supplier_id, sender, control_number),
  constraint edi_interchanges_answer CHECK (((answer IS NULL) = (answer_number IS NULL))),
  constraint edi_interchanges_answer_bytes CHECK ((((answer_name IS NULL) = (answer_content IS NULL)) AND ((answer_content IS NULL) OR (answer IS NOT NULL)) AND ((answered_at IS NULL) OR (answer_content IS NOT NULL))))
);

create table evidence (
  id bigint generated always as identity not null,
  dispatch_intent_id bigint not null,
  attempt integer not null,
  kind text not null,
  at timestamp with time zone not null,
  actor text not null,
  detail jsonb not null,
  job_queue text,
  job_id uuid,
  job_attempt integer,
  constraint evidence_pkey PRIMARY KEY (id),
  constraint evidence_kind CHECK ((kind = ANY (ARRAY['attempt'::text, 'transport_receipt'::text, 'look_up'::text, 'refusal'::text, 'failure'::text, 'person'::text, 'answer'::text])))
);

create table flow_counts (
  kind text not null,
  supplier_id bigint,
  at timestamp with time zone not null,
  n bigint not null,
  constraint flow_counts_kind CHECK ((kind = ANY (ARRAY['in'::text, 'sent'::text, 'shipped'::text])))
) with (autovacuum_vacuum_threshold=500, autovacuum_vacuum_scale_factor=0);

create table flow_pieces (
  kind text not null,
  at timestamp with time zone not null,
  n bigint not null,
  constraint flow_pieces_pkey PRIMARY KEY (kind, at),
  constraint flow_pieces_kind CHECK ((kind = ANY (ARRAY['in'::text, 'sent'::text, 'shipped'::text])))
) with (fillfactor=50, autovacuum_vacuum_threshold=500, autovacuum_vacuum_scale_factor=0);

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
  failures integer default 0 not null,
  claimed_at timestamp with time zone,
  constraint fulfillments_pkey PRIMARY KEY (id),
  constraint fulfillments_shipment_channel_unique UNIQUE (shipment_id, channel_id),
  constraint fulfillments_leased CHECK (((state = 'pushing'::text) = (lease_until IS NOT NULL))),
  constraint fulfillments_reason CHECK (((state <> ALL (ARRAY['rejected'::text, 'not_applicable'::text])) OR (reason IS NOT NULL))),
  constraint fulfillments_settled_has_time CHECK (((state = ANY (ARRAY['accepted'::text, 'rejected'::text, 'not_applicable'::text])) = (settled_at IS NOT NULL))),
  constraint fulfillments_state CHECK ((state = ANY (ARRAY['due'::text, 'pushing'::text, 'accepted'::text, 'rejected'::text, 'not_applicable'::text])))
);

create table gone_workers (
  id bigint not null,
  name text not null,
  host text not null,
  pid integer not null,
  version text not null,
  started_at timestamp with time zone not null,
  seen_at timestamp with time zone not null,
  gone_at timestamp with time zone not null,
  ending text not null,
  rescued_by text,
  held integer default 0 not null,
  jobs jsonb default '[]'::jsonb not null,
  constraint gone_workers_pkey PRIMARY KEY (id),
  constraint gone_workers_ending_check CHECK ((ending = ANY (ARRAY['stopped'::text, 'died'::text, 'cut off'::text])))
);

create table held_feed_rows (
  feed_id bigint not null,
  sku text not null,
  warehouse text not null,
  quantity bigint not null,
  constraint held_feed_rows_pkey PRIMARY KEY (feed_id, sku, warehouse),
  constraint held_feed_rows_quantity CHECK ((quantity >= 0))
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
  until timestamp with time zone,
  constraint holds_pkey PRIMARY KEY (id),
  constraint holds_released_has_author CHECK (((released_at IS NULL) = (released_by IS NULL))),
  constraint holds_until CHECK (((kind = 'held_until'::text) = (until IS NOT NULL)))
);

create table installation (
  id integer default 1 not null,
  environment text not null,
  sends_stopped boolean default false not null,
  sends_stopped_by text,
  sends_stopped_at timestamp with time zone,
  created_at timestamp with time zone default now() not null,
  shadow boolean default false not null,
  shadow_by text,
  shadow_at timestamp with time zone,
  beat_at timestamp with time zone,
  stock_walked_at timestamp with time zone,
  alerts_looked_at timestamp with time zone,
  payload_days integer default 30 not null,
  payloads_walked_to bigint default 0 not null,
  payloads_walked_at timestamp with time zone,
  constraint installation_pkey PRIMARY KEY (id),
  constraint installation_environment CHECK ((environment = ANY (ARRAY['live'::text, 'sandbox'::text]))),
  constraint installation_payload_days CHECK (((payload_days >= 1) AND (payload_days <= 3650))),
  constraint installation_single CHECK ((id = 1)),
  constraint installation_stop_has_author CHECK ((sends_stopped = (sends_stopped_by IS NOT NULL)))
);

create table job_acts (
  id bigint generated always as identity not null,
  act text not null,
  queue text not null,
  job_id uuid,
  jobs integer not null,
  acted_by text not null,
  acted_at timestamp with time zone not null,
  reason text default ''::text not null,
  constraint job_acts_pkey PRIMARY KEY (id),
  constraint job_acts_act CHECK ((act = ANY (ARRAY['paused'::text, 'resumed'::text, 'retried'::text, 'canceled'::text, 'redriven'::text]))),
  constraint job_acts_jobs CHECK ((jobs >= 0))
);

create table job_failure_orders (
  order_id bigint not null,
  failure_id bigint not null,
  constraint job_failure_orders_pkey PRIMARY KEY (order_id, failure_id)
);

create table job_failures (
  id bigint generated always as identity not null,
  queue text not null,
  job_id uuid not null,
  attempt integer not null,
  at timestamp with time zone not null,
  worker text not null,
  message text not null,
  fate text not null,
  orders integer not null,
  next_id uuid,
  constraint job_failures_pkey PRIMARY KEY (id),
  constraint job_failures_once UNIQUE (job_id, attempt),
  constraint job_failures_bounded CHECK (((length(message) <= 2000) AND (attempt >= 1) AND ((orders >= 0) AND (orders <= 1000)))),
  constraint job_failures_fate CHECK ((fate = ANY (ARRAY['repeated'::text, 'given on'::text, 'dead'::text])))
);

create table job_redrives (
  letter_id uuid not null,
  job_id uuid not null,
  queue text not null,
  redriven_by text not null,
  redriven_at timestamp with time zone not null,
  constraint job_redrives_pkey PRIMARY KEY (letter_id),
  constraint job_redrives_job_id_key UNIQUE (job_id)
);

create table operator_looks (
  actor text not null,
  looked_at timestamp with time zone not null,
  constraint operator_looks_pkey PRIMARY KEY (actor)
);

create table order_assignees (
  order_id bigint not null,
  assignee text not null,
  assigned_by text not null,
  assigned_at timestamp with time zone not null,
  constraint order_assignees_pkey PRIMARY KEY (order_id),
  constraint order_assignees_names CHECK (((assignee <> ''::text) AND (length(assignee) <= 100) AND (assigned_by <> ''::text)))
);

create table order_causes (
  order_id bigint not null,
  kind text not null,
  channel_id bigint not null,
  supplier_id bigint not null,
  subject text not null,
  currency text not null,
  amount numeric not null,
  placed_at timestamp with time zone not null,
  alone boolean not null,
  message text not null
) with (autovacuum_vacuum_threshold=2000, autovacuum_vacuum_scale_factor=0.02);

create table order_claims (
  order_id bigint not null,
  session uuid not null,
  doing text not null,
  actor text not null,
  since timestamp with time zone not null,
  seen_at timestamp with time zone not null,
  constraint order_claims_pkey PRIMARY KEY (order_id, session, doing),
  constraint order_claims_doing CHECK ((doing = ANY (ARRAY['looking'::text, 'editing'::text]))),
  constraint order_claims_times CHECK (((seen_at >= since) AND (actor <> ''::text)))
) with (fillfactor=50);

create table order_counts (
  channel_id bigint not null,
  status text not null,
  action text,
  n bigint not null,
  currency text default ''::text not null,
  amount numeric default 0 not null
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
  job_queue text,
  job_id uuid,
  job_attempt integer,
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
  settled boolean default false not null,
  constraint order_lines_pkey PRIMARY KEY (id),
  constraint order_lines_channel_line_unique UNIQUE (order_id, channel_line_id),
  constraint order_lines_quantities CHECK (((ordered > 0) AND (shipped >= 0) AND (backordered >= 0) AND (canceled >= 0) AND (((shipped + backordered) + canceled) <= ordered)))
);

create table order_notes (
  id bigint generated always as identity not null,
  order_id bigint not null,
  kind text default 'note'::text not null,
  text text not null,
  noted_by text not null,
  noted_at timestamp with time zone not null,
  undone_by text,
  undone_at timestamp with time zone,
  taken_by text,
  taken_at timestamp with time zone,
  constraint order_notes_pkey PRIMARY KEY (id),
  constraint order_notes_kind CHECK ((kind = ANY (ARRAY['note'::text, 'handover'::text]))),
  constraint order_notes_taken CHECK ((((taken_at IS NULL) = (taken_by IS NULL)) AND ((taken_at IS NULL) OR (kind = 'handover'::text)) AND ((taken_at IS NULL) OR (undone_at IS NULL)))),
  constraint order_notes_text CHECK (((text ~ '[^[:space:]]'::text) AND (length(text) <= 4000) AND (noted_by <> ''::text))),
  constraint order_notes_undone CHECK (((undone_at IS NULL) = (undone_by IS NULL)))
);

create table order_payloads (
  order_id bigint not null,
  bundle_id bigint not null,
  constraint order_payloads_pkey PRIMARY KEY (order_id)
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

create table order_tags (
  order_id bigint not null,
  tag text not null,
  tagged_by text not null,
  tagged_at timestamp with time zone not null,
  constraint order_tags_pkey PRIMARY KEY (order_id, tag),
  constraint order_tags_tag CHECK (((tag <> ''::text) AND (length(tag) <= 40) AND (tag !~ '[[:space:][:cntrl:]",:()]'::text) AND (tagged_by <> ''::text)))
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
  shadow boolean default false not null,
  undone_by text,
  signals jsonb,
  twin_key bigint,
  constraint orders_pkey PRIMARY KEY (id),
  constraint orders_channel_order_unique UNIQUE (channel_id, channel_order_id),
  constraint orders_action CHECK ((action = ANY (ARRAY['resolve'::text, 'process'::text, 'retry'::text, 'settle'::text, 'push'::text, 'authorize'::text]))),
  constraint orders_channel_standing CHECK ((channel_standing = ANY (ARRAY['ok'::text, 'canceled'::text, 'refunded'::text]))),
  constraint orders_one_action CHECK (((status = 'not_processed'::text) = ((action IS NOT NULL) AND (action = ANY (ARRAY['resolve'::text, 'process'::text]))))),
  constraint orders_status CHECK ((status = ANY (ARRAY['not_processed'::text, 'processing'::text, 'processed'::text, 'failed'::text, 'shipped'::text, 'completed'::text, 'canceled'::text])))
);

create table paused_queues (
  name text not null,
  paused_by text not null,
  paused_at timestamp with time zone not null,
  reason text not null,
  constraint paused_queues_pkey PRIMARY KEY (name),
  constraint paused_queues_reason CHECK ((reason <> ''::text))
);

create table payload_bundles (
  id bigint generated always as identity not null,
  received_at timestamp with time zone not null,
  order_ids bigint[] not null,
  ends integer[] not null,
  lengths integer[] not null,
  packing text not null,
  body bytea not null,
  constraint payload_bundles_pkey PRIMARY KEY (id),
  constraint payload_bundles_bounded CHECK ((octet_length(body) <= 16777216)),
  constraint payload_bundles_members CHECK (((cardinality(order_ids) >= 1) AND (cardinality(order_ids) <= 10000) AND (cardinality(ends) = cardinality(order_ids)) AND (cardinality(lengths) = cardinality(order_ids)))),
  constraint payload_bundles_packing CHECK ((packing = ANY (ARRAY['plain'::text, 'deflate'::text])))
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
  backordered integer default 0 not null,
  canceled integer default 0 not null,
  rejected integer default 0 not null,
  expected_at timestamp with time zone,
  constraint purchase_order_lines_pkey PRIMARY KEY (purchase_order_id, order_line_id),
  constraint purchase_order_lines_parts CHECK (((backordered >= 0) AND (canceled >= 0) AND (rejected >= 0) AND (((backordered + canceled) + rejected) <= quantity))),
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
  supplier_order_number text default ''::text not null,
  acknowledged_at timestamp with time zone,
  acknowledge_due_at timestamp with time zone,
  late_at timestamp with time zone,
  parcel_spoke boolean default false not null,
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
  retry jsonb,
  settled_reason text,
  constraint quarantine_pkey PRIMARY KEY (id),
  constraint quarantine_party CHECK (((channel_id IS NULL) <> (supplier_id IS NULL)))
);

create table reference_look_ups (
  purchase_order_id bigint not null,
  carrier_account_id bigint not null,
  asked_at timestamp with time zone not null,
  ask_at timestamp with time zone not null,
  left_because text default ''::text not null,
  constraint reference_look_ups_pkey PRIMARY KEY (purchase_order_id, carrier_account_id)
);

create table request_budgets (
  account text not null,
  taken_until timestamp with time zone not null,
  blocked_until timestamp with time zone not null,
  blocks integer default 0 not null,
  constraint request_budgets_pkey PRIMARY KEY (account)
) with (fillfactor=50);

create table reserved_numbers (
  order_id bigint not null,
  supplier_id bigint not null,
  number bigint not null,
  reserved_by text not null,
  reserved_at timestamp with time zone not null,
  constraint reserved_numbers_pkey PRIMARY KEY (order_id, supplier_id),
  constraint reserved_numbers_number_unique UNIQUE (number)
);

create table restores (
  id bigint generated always as identity not null,
  taken_at timestamp with time zone not null,
  restored_at timestamp with time zone not null,
  held_until timestamp with time zone not null,
  restored_by text not null,
  file_hash text not null,
  numbers_from bigint not null,
  numbers_to bigint not null,
  constraint restores_pkey PRIMARY KEY (id),
  constraint restores_numbers CHECK ((numbers_to > numbers_from))
);

create table reviews (
  id bigint generated always as identity not null,
  supplier_id bigint not null,
  message_id text not null,
  sender text not null,
  subject text not null,
  body text not null,
  received_at timestamp with time zone not null,
  read_at timestamp with time zone not null,
  sender_known boolean not null,
  purchase_order_id bigint,
  matched_by text not null,
  notes text[] default '{}'::text[] not null,
  suggestion jsonb default '[]'::jsonb not null,
  state text default 'open'::text not null,
  settled_at timestamp with time zone,
  settled_by text,
  reason text,
  constraint reviews_pkey PRIMARY KEY (id),
  constraint reviews_message_unique UNIQUE (supplier_id, message_id),
  constraint reviews_dismissed_has_reason CHECK (((state <> 'dismissed'::text) OR (reason IS NOT NULL))),
  constraint reviews_matched_by CHECK ((matched_by = ANY (ARRAY['token'::text, 'message_id'::text, 'subject'::text, 'several'::text, 'none'::text]))),
  constraint reviews_matched_has_order CHECK (((purchase_order_id IS NULL) = (matched_by = ANY (ARRAY['several'::text, 'none'::text])))),
  constraint reviews_settled_has_author CHECK (((state = ANY (ARRAY['accepted'::text, 'dismissed'::text])) = ((settled_by IS NOT NULL) AND (settled_at IS NOT NULL)))),
  constraint reviews_state CHECK ((state = ANY (ARRAY['open'::text, 'accepted'::text, 'dismissed'::text, 'noted'::text])))
);

create table schedules (
  id bigint generated always as identity not null,
  service text not null,
  channel_id bigint,
  supplier_id bigint,
  every_ms bigint not null,
  phase_ms bigint not null,
  due_at timestamp with time zone not null,
  turned_at timestamp with time zone not null,
  constraint schedules_pkey PRIMARY KEY (id),
  constraint schedules_unique UNIQUE NULLS NOT DISTINCT (service, channel_id, supplier_id),
  constraint schedules_every CHECK ((every_ms >= 1000)),
  constraint schedules_service CHECK ((service = ANY (ARRAY['orders'::text, 'tracking'::text, 'fulfillment'::text, 'inventory'::text, 'sweep'::text, 'look_back'::text])))
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

create table send_stops (
  id bigint generated always as identity not null,
  scope text not null,
  supplier_id bigint,
  channel_id bigint,
  stopped_by text not null,
  stopped_at timestamp with time zone not null,
  resumed_by text,
  resumed_at timestamp with time zone,
  constraint send_stops_pkey PRIMARY KEY (id),
  constraint send_stops_party CHECK ((((scope = 'supplier'::text) = (supplier_id IS NOT NULL)) AND ((scope = 'channel'::text) = (channel_id IS NOT NULL)))),
  constraint send_stops_resumed_has_author CHECK (((resumed_at IS NULL) = (resumed_by IS NULL))),
  constraint send_stops_scope CHECK ((scope = ANY (ARRAY['all'::text, 'supplier'::text, 'channel'::text])))
);

create table settled_shipment_rows (
  purchase_order_id bigint not null,
  order_line_id bigint not null,
  carrier text not null,
  tracking_number text not null,
  quantity integer not null,
  place text,
  settled_at timestamp with time zone not null,
  constraint settled_shipment_rows_pkey PRIMARY KEY (purchase_order_id, order_line_id, carrier, tracking_number, quantity),
  constraint settled_shipment_rows_quantity_check CHECK ((quantity > 0))
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

create table shipment_corrections (
  id bigint generated always as identity not null,
  purchase_order_id bigint not null,
  digest text not null,
  tracking_number text not null,
  before text not null,
  after text not null,
  reason text not null,
  source text not null,
  actor text not null,
  at timestamp with time zone not null,
  constraint shipment_corrections_pkey PRIMARY KEY (id),
  constraint shipment_corrections_once UNIQUE (purchase_order_id, digest)
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
  carrier_code text,
  suspicion text,
  carrier_status text default ''::text not null,
  state_at timestamp with time zone,
  asked_at timestamp with time zone,
  ask_at timestamp with time zone,
  ask_lease_until timestamp with time zone,
  supplier_reference text default ''::text not null,
  corrected_at timestamp with time zone,
  voided_at timestamp with time zone,
  state_told_at timestamp with time zone,
  constraint shipments_pkey PRIMARY KEY (id),
  constraint shipments_parcel_unique UNIQUE (purchase_order_id, carrier, tracking_number, part),
  constraint shipments_reference_bounded CHECK ((length(supplier_reference) <= 100)),
  constraint shipments_state CHECK ((state = ANY (ARRAY['pending'::text, 'picked_up'::text, 'in_transit'::text, 'out_for_delivery'::text, 'delivered'::text, 'on_hold'::text, 'delivery_delayed'::text, 'delivery_failed'::text, 'ready_for_pickup'::text, 'return_to_sender'::text, 'canceled'::text, 'unknown'::text])))
);

create table sku_aliases (
  id bigint generated always as identity not null,
  alias_type text not null,
  alias text not null,
  product_id bigint not null,
  saved_by text,
  saved_at timestamp with time zone,
  constraint sku_aliases_pkey PRIMARY KEY (id),
  constraint sku_aliases_unique UNIQUE (alias_type, product_id, alias)
);

create table stock_levels (
  product_id bigint not null,
  supplier_id bigint not null,
  warehouse text default ''::text not null,
  on_hand integer not null,
  as_of timestamp with time zone not null,
  version bigint default 1 not null,
  listed boolean default true not null,
  constraint stock_levels_pkey PRIMARY KEY (product_id, supplier_id, warehouse),
  constraint stock_levels_on_hand CHECK ((on_hand >= 0))
);

create table stock_marks (
  id bigint generated always as identity not null,
  product_ids bigint[],
  after_product bigint default 0 not null,
  channel_id bigint,
  constraint stock_marks_pkey PRIMARY KEY (id),
  constraint stock_marks_walk CHECK (((product_ids IS NULL) OR ((after_product = 0) AND (channel_id IS NULL))))
) with (autovacuum_vacuum_threshold=500, autovacuum_vacuum_scale_factor=0);

create table stock_pushes (
  channel_id bigint not null,
  state text default 'resting'::text not null,
  turn bigint default 0 not null,
  lease_worker bigint,
  lease_until timestamp with time zone,
  batch bigint,
  quiet_until timestamp with time zone,
  failures integer default 0 not null,
  failing_since timestamp with time zone,
  failure text,
  not_before timestamp with time zone,
  read_at timestamp with time zone,
  reading_since timestamp with time zone,
  read_sku text,
  constraint stock_pushes_pkey PRIMARY KEY (channel_id),
  constraint stock_pushes_batch CHECK (((state = 'resting'::text) = (batch IS NULL))),
  constraint stock_pushes_failing CHECK ((((failing_since IS NULL) = (failures = 0)) AND ((failing_since IS NULL) = (failure IS NULL)))),
  constraint stock_pushes_lease CHECK (((lease_worker IS NULL) = (lease_until IS NULL))),
  constraint stock_pushes_quiet CHECK (((state = 'unheard'::text) = (quiet_until IS NOT NULL))),
  constraint stock_pushes_reading CHECK (((read_sku IS NULL) OR (reading_since IS NOT NULL))),
  constraint stock_pushes_state CHECK ((state = ANY (ARRAY['resting'::text, 'uploading'::text, 'unheard'::text])))
) with (fillfactor=50);

create table stock_wakes (
  channel_id bigint not null,
  woken_at timestamp with time zone not null,
  constraint stock_wakes_pkey PRIMARY KEY (channel_id)
);

create table supplier_documents (
  id bigint generated always as identity not null,
  supplier_id bigint not null,
  kind text not null,
  reference text not null,
  purchase_order_number text default ''::text not null,
  issued_at timestamp with time zone,
  received_at timestamp with time zone not null,
  file text not null,
  stale boolean default false not null,
  raw text not null,
  feed_state text,
  settled_by text,
  settled_at timestamp with time zone,
  content_hash text,
  lines bigint,
  skus bigint,
  pieces bigint,
  unknown bigint,
  changed bigint,
  missing bigint,
  warehouses text[],
  checked_at timestamp with time zone,
  settle_reason text default ''::text not null,
  constraint supplier_documents_pkey PRIMARY KEY (id),
  constraint supplier_documents_unique UNIQUE (supplier_id, kind, reference),
  constraint supplier_documents_feed CHECK (((kind = 'inventory'::text) = ((content_hash IS NOT NULL) AND (lines IS NOT NULL) AND (skus IS NOT NULL) AND (pieces IS NOT NULL) AND (unknown IS NOT NULL) AND (warehouses IS NOT NULL) AND (checked_at IS NOT NULL)))),
  constraint supplier_documents_feed_state CHECK (((feed_state = ANY (ARRAY['taken'::text, 'ignored'::text, 'held'::text, 'rejected'::text])) AND ((kind = 'inventory'::text) = (feed_state IS NOT NULL)))),
  constraint supplier_documents_kind CHECK ((kind = ANY (ARRAY['invoice'::text, 'inventory'::text]))),
  constraint supplier_documents_settled CHECK ((((settled_by IS NULL) = (settled_at IS NULL)) AND ((feed_state <> 'rejected'::text) OR (settled_at IS NOT NULL))))
);

create table supplier_flow (
  supplier_id bigint not null,
  at timestamp with time zone not null,
  n bigint not null,
  constraint supplier_flow_pkey PRIMARY KEY (supplier_id, at)
) with (fillfactor=50, autovacuum_vacuum_threshold=500, autovacuum_vacuum_scale_factor=0);

create table supplier_products (
  supplier_id bigint not null,
  product_id bigint not null,
  supplier_sku text not null,
  cost numeric(19,4),
  priority integer default 100 not null,
  constraint supplier_products_pkey PRIMARY KEY (supplier_id, product_id)
);

create table supplier_request_lines (
  supplier_request_id bigint not null,
  order_line_id bigint not null,
  quantity integer not null,
  canceled integer default 0 not null,
  reopened integer default 0 not null,
  constraint supplier_request_lines_pkey PRIMARY KEY (supplier_request_id, order_line_id),
  constraint supplier_request_lines_quantities CHECK (((quantity > 0) AND ((canceled >= 0) AND (canceled <= quantity)) AND ((reopened >= 0) AND (reopened <= canceled))))
);

create table supplier_requests (
  id bigint generated always as identity not null,
  purchase_order_id bigint not null,
  about text not null,
  number integer not null,
  state text default 'requested'::text not null,
  code text default ''::text not null,
  supplier_code text default ''::text not null,
  channel_code text default ''::text not null,
  reason text not null,
  differences jsonb default '[]'::jsonb not null,
  dispatch_intent_id bigint,
  created_by text not null,
  created_at timestamp with time zone not null,
  communicated_by text,
  communicated_at timestamp with time zone,
  note text default ''::text not null,
  answer text default ''::text not null,
  settled_at timestamp with time zone,
  constraint supplier_requests_pkey PRIMARY KEY (id),
  constraint supplier_requests_number_unique UNIQUE (purchase_order_id, about, number),
  constraint supplier_requests_about CHECK ((about = ANY (ARRAY['cancel'::text, 'change'::text]))),
  constraint supplier_requests_communicated CHECK ((((communicated_at IS NULL) = (communicated_by IS NULL)) AND ((state <> 'communicated'::text) OR (communicated_at IS NOT NULL)))),
  constraint supplier_requests_settled CHECK (((state = ANY (ARRAY['accepted'::text, 'refused'::text, 'withdrawn'::text])) = (settled_at IS NOT NULL))),
  constraint supplier_requests_state CHECK ((state = ANY (ARRAY['requested'::text, 'communicated'::text, 'accepted'::text, 'refused'::text, 'withdrawn'::text])))
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

create table sync_backlogs (
  service text not null,
  party_id bigint not null,
  waiting bigint not null,
  counted_at timestamp with time zone not null,
  constraint sync_backlogs_pkey PRIMARY KEY (service, party_id)
) with (fillfactor=50, autovacuum_vacuum_threshold=2000, autovacuum_vacuum_scale_factor=0);

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
  waits_until timestamp with time zone,
  pages integer default 0 not null,
  reads_from timestamp with time zone,
  reached_at timestamp with time zone,
  remaining integer,
  carrier_account_id bigint,
  constraint sync_runs_pkey PRIMARY KEY (id),
  constraint sync_runs_ended CHECK (((state = 'running'::text) = (ended_at IS NULL))),
  constraint sync_runs_failed_has_error CHECK (((state <> ALL (ARRAY['failed'::text, 'canceled'::text])) OR (error IS NOT NULL))),
  constraint sync_runs_party CHECK ((num_nonnulls(channel_id, supplier_id, carrier_account_id) = 1)),
  constraint sync_runs_service CHECK ((service = ANY (ARRAY['orders'::text, 'tracking'::text, 'fulfillment'::text, 'inventory'::text]))),
  constraint sync_runs_state CHECK ((state = ANY (ARRAY['running'::text, 'done'::text, 'failed'::text, 'canceled'::text]))),
  constraint sync_runs_trigger CHECK ((trigger = ANY (ARRAY['schedule'::text, 'demand'::text, 'event'::text, 'look_back'::text]))),
  constraint sync_runs_waits CHECK (((waits_until IS NULL) OR (state = 'running'::text)))
);

create table tracking_events (
  id bigint generated always as identity not null,
  shipment_id bigint not null,
  at timestamp with time zone,
  state text not null,
  description text not null,
  place text not null,
  recorded_at timestamp with time zone not null,
  job_queue text,
  job_id uuid,
  job_attempt integer,
  constraint tracking_events_pkey PRIMARY KEY (id),
  constraint tracking_events_once UNIQUE NULLS NOT DISTINCT (shipment_id, at, description, place),
  constraint tracking_events_bounded CHECK (((length(description) <= 300) AND (length(place) <= 200))),
  constraint tracking_events_state CHECK ((state = ANY (ARRAY['pending'::text, 'picked_up'::text, 'in_transit'::text, 'out_for_delivery'::text, 'delivered'::text, 'on_hold'::text, 'delivery_delayed'::text, 'delivery_failed'::text, 'ready_for_pickup'::text, 'return_to_sender'::text, 'canceled'::text, 'unknown'::text])))
);

create table unknown_stock (
  supplier_id bigint not null,
  sku text not null,
  warehouse text not null,
  quantity bigint not null,
  since timestamp with time zone not null,
  constraint unknown_stock_pkey PRIMARY KEY (supplier_id, sku, warehouse)
);

create table version_changes (
  id bigint generated always as identity not null,
  version text not null,
  at timestamp with time zone not null,
  constraint version_changes_pkey PRIMARY KEY (id)
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
  load jsonb default '{}'::jsonb not null,
  constraint workers_pkey PRIMARY KEY (id)
);

-- foreign keys
alter table acknowledgement_lines add constraint acknowledgement_lines_acknowledgement_id_fkey FOREIGN KEY (acknowledgement_id) REFERENCES acknowledgements(id);
alter table acknowledgement_lines add constraint acknowledgement_lines_order_line_id_fkey FOREIGN KEY (order_line_id) REFERENCES order_lines(id);
alter table acknowledgements add constraint acknowledgements_purchase_order_id_fkey FOREIGN KEY (purchase_order_id) REFERENCES purchase_orders(id);
alter table alert_telling_causes add constraint alert_telling_causes_alert_id_fkey FOREIGN KEY (alert_id) REFERENCES alerts(id);
alter table alert_telling_causes add constraint alert_telling_causes_telling_id_fkey FOREIGN KEY (telling_id) REFERENCES alert_tellings(id) ON DELETE CASCADE;
alter table alert_tellings add constraint alert_tellings_channel_id_fkey FOREIGN KEY (channel_id) REFERENCES channels(id);
alter table alert_tellings add constraint alert_tellings_page_id_fkey FOREIGN KEY (page_id) REFERENCES alert_pages(id);
alter table alert_tellings add constraint alert_tellings_route_id_fkey FOREIGN KEY (route_id) REFERENCES alert_routes(id) ON DELETE CASCADE;
alter table alerts add constraint alerts_channel_id_fkey FOREIGN KEY (channel_id) REFERENCES channels(id);
alter table alerts add constraint alerts_page_id_fkey FOREIGN KEY (page_id) REFERENCES alert_pages(id);
alter table authorizations add constraint authorizations_dispatch_intent_id_fkey FOREIGN KEY (dispatch_intent_id) REFERENCES dispatch_intents(id);
alter table authorizations add constraint authorizations_purchase_order_id_fkey FOREIGN KEY (purchase_order_id) REFERENCES purchase_orders(id);
alter table authorizations add constraint authorizations_supplier_id_fkey FOREIGN KEY (supplier_id) REFERENCES suppliers(id);
alter table breaker_openings add constraint breaker_openings_supplier_id_fkey FOREIGN KEY (supplier_id) REFERENCES suppliers(id);
alter table breakers add constraint breakers_supplier_id_fkey FOREIGN KEY (supplier_id) REFERENCES suppliers(id);
alter table carrier_calls add constraint carrier_calls_carrier_account_id_fkey FOREIGN KEY (carrier_account_id) REFERENCES carrier_accounts(id) ON DELETE CASCADE;
alter table channel_services add constraint channel_services_channel_id_fkey FOREIGN KEY (channel_id) REFERENCES channels(id);
alter table channel_stock add constraint channel_stock_channel_id_fkey FOREIGN KEY (channel_id) REFERENCES channels(id);
alter table channel_stock add constraint channel_stock_product_id_fkey FOREIGN KEY (product_id) REFERENCES products(id);
alter table channels add constraint channels_client_id_fkey FOREIGN KEY (client_id) REFERENCES clients(id);
alter table cursors add constraint cursors_channel_id_fkey FOREIGN KEY (channel_id) REFERENCES channels(id);
alter table dispatch_intents add constraint dispatch_intents_purchase_order_id_fkey FOREIGN KEY (purchase_order_id) REFERENCES purchase_orders(id);
alter table dispatch_intents add constraint dispatch_intents_supplier_id_fkey FOREIGN KEY (supplier_id) REFERENCES suppliers(id);
alter table edi_interchanges add constraint edi_interchanges_supplier_id_fkey FOREIGN KEY (supplier_id) REFERENCES suppliers(id);
alter table evidence add constraint evidence_dispatch_intent_id_fkey FOREIGN KEY (dispatch_intent_id) REFERENCES dispatch_intents(id);
alter table fulfillments add constraint fulfillments_channel_id_fkey FOREIGN KEY (channel_id) REFERENCES channels(id);
alter table fulfillments add constraint fulfillments_order_id_fkey FOREIGN KEY (order_id) REFERENCES orders(id);
alter table fulfillments add constraint fulfillments_shipment_id_fkey FOREIGN KEY (shipment_id) REFERENCES shipments(id);
alter table held_feed_rows add constraint held_feed_rows_feed_id_fkey FOREIGN KEY (feed_id) REFERENCES supplier_documents(id) ON DELETE CASCADE;
alter table holds add constraint holds_order_id_fkey FOREIGN KEY (order_id) REFERENCES orders(id);
alter table job_failure_orders add constraint job_failure_orders_failure_id_fkey FOREIGN KEY (failure_id) REFERENCES job_failures(id);
alter table job_failure_orders add constraint job_failure_orders_order_id_fkey FOREIGN KEY (order_id) REFERENCES orders(id);
alter table order_assignees add constraint order_assignees_order_id_fkey FOREIGN KEY (order_id) REFERENCES orders(id);
alter table order_claims add constraint order_claims_order_id_fkey FOREIGN KEY (order_id) REFERENCES orders(id);
alter table order_history add constraint order_history_order_id_fkey FOREIGN KEY (order_id) REFERENCES orders(id);
alter table order_lines add constraint order_lines_order_id_fkey FOREIGN KEY (order_id) REFERENCES orders(id);
alter table order_lines add constraint order_lines_product_id_fkey FOREIGN KEY (product_id) REFERENCES products(id);
alter table order_lines add constraint order_lines_supplier_id_fkey FOREIGN KEY (supplier_id) REFERENCES suppliers(id);
alter table order_notes add constraint order_notes_order_id_fkey FOREIGN KEY (order_id) REFERENCES orders(id);
alter table order_search add constraint order_search_order_id_fkey FOREIGN KEY (order_id) REFERENCES orders(id);
alter table order_ship_methods add constraint order_ship_methods_order_id_fkey FOREIGN KEY (order_id) REFERENCES orders(id);
alter table order_ship_methods add constraint order_ship_methods_ship_method_id_fkey FOREIGN KEY (ship_method_id) REFERENCES supplier_ship_methods(id);
alter table order_ship_methods add constraint order_ship_methods_supplier_id_fkey FOREIGN KEY (supplier_id) REFERENCES suppliers(id);
alter table order_tags add constraint order_tags_order_id_fkey FOREIGN KEY (order_id) REFERENCES orders(id);
alter table orders add constraint orders_channel_id_fkey FOREIGN KEY (channel_id) REFERENCES channels(id);
alter table purchase_order_lines add constraint purchase_order_lines_order_line_id_fkey FOREIGN KEY (order_line_id) REFERENCES order_lines(id);
alter table purchase_order_lines add constraint purchase_order_lines_purchase_order_id_fkey FOREIGN KEY (purchase_order_id) REFERENCES purchase_orders(id);
alter table purchase_orders add constraint purchase_orders_order_id_fkey FOREIGN KEY (order_id) REFERENCES orders(id);
alter table purchase_orders add constraint purchase_orders_supplier_id_fkey FOREIGN KEY (supplier_id) REFERENCES suppliers(id);
alter table quarantine add constraint quarantine_channel_id_fkey FOREIGN KEY (channel_id) REFERENCES channels(id);
alter table quarantine add constraint quarantine_supplier_id_fkey FOREIGN KEY (supplier_id) REFERENCES suppliers(id);
alter table reference_look_ups add constraint reference_look_ups_carrier_account_id_fkey FOREIGN KEY (carrier_account_id) REFERENCES carrier_accounts(id) ON DELETE CASCADE;
alter table reference_look_ups add constraint reference_look_ups_purchase_order_id_fkey FOREIGN KEY (purchase_order_id) REFERENCES purchase_orders(id);
alter table reserved_numbers add constraint reserved_numbers_order_id_fkey FOREIGN KEY (order_id) REFERENCES orders(id);
alter table reserved_numbers add constraint reserved_numbers_supplier_id_fkey FOREIGN KEY (supplier_id) REFERENCES suppliers(id);
alter table reviews add constraint reviews_purchase_order_id_fkey FOREIGN KEY (purchase_order_id) REFERENCES purchase_orders(id);
alter table reviews add constraint reviews_supplier_id_fkey FOREIGN KEY (supplier_id) REFERENCES suppliers(id);
alter table schedules add constraint schedules_channel_id_fkey FOREIGN KEY (channel_id) REFERENCES channels(id);
alter table schedules add constraint schedules_supplier_id_fkey FOREIGN KEY (supplier_id) REFERENCES suppliers(id);
alter table send_stops add constraint send_stops_channel_id_fkey FOREIGN KEY (channel_id) REFERENCES channels(id);
alter table send_stops add constraint send_stops_supplier_id_fkey FOREIGN KEY (supplier_id) REFERENCES suppliers(id);
alter table settled_shipment_rows add constraint settled_shipment_rows_order_line_id_fkey FOREIGN KEY (order_line_id) REFERENCES order_lines(id);
alter table settled_shipment_rows add constraint settled_shipment_rows_purchase_order_id_fkey FOREIGN KEY (purchase_order_id) REFERENCES purchase_orders(id);
alter table ship_method_mappings add constraint ship_method_mappings_channel_id_fkey FOREIGN KEY (channel_id) REFERENCES channels(id);
alter table ship_method_mappings add constraint ship_method_mappings_ship_method_id_fkey FOREIGN KEY (ship_method_id) REFERENCES supplier_ship_methods(id);
alter table ship_method_mappings add constraint ship_method_mappings_supplier_id_fkey FOREIGN KEY (supplier_id) REFERENCES suppliers(id);
alter table shipment_corrections add constraint shipment_corrections_purchase_order_id_fkey FOREIGN KEY (purchase_order_id) REFERENCES purchase_orders(id);
alter table shipment_lines add constraint shipment_lines_order_line_id_fkey FOREIGN KEY (order_line_id) REFERENCES order_lines(id);
alter table shipment_lines add constraint shipment_lines_shipment_id_fkey FOREIGN KEY (shipment_id) REFERENCES shipments(id);
alter table shipments add constraint shipments_order_id_fkey FOREIGN KEY (order_id) REFERENCES orders(id);
alter table shipments add constraint shipments_purchase_order_id_fkey FOREIGN KEY (purchase_order_id) REFERENCES purchase_orders(id);
alter table shipments add constraint shipments_supplier_id_fkey FOREIGN KEY (supplier_id) REFERENCES suppliers(id);
alter table sku_aliases add constraint sku_aliases_product_id_fkey FOREIGN KEY (product_id) REFERENCES products(id);
alter table stock_levels add constraint stock_levels_product_id_fkey FOREIGN KEY (product_id) REFERENCES products(id);
alter table stock_levels add constraint stock_levels_supplier_id_fkey FOREIGN KEY (supplier_id) REFERENCES suppliers(id);
alter table stock_marks add constraint stock_marks_channel_fk FOREIGN KEY (channel_id) REFERENCES channels(id);
alter table stock_pushes add constraint stock_pushes_channel_id_fkey FOREIGN KEY (channel_id) REFERENCES channels(id);
alter table stock_wakes add constraint stock_wakes_channel_id_fkey FOREIGN KEY (channel_id) REFERENCES channels(id);
alter table supplier_documents add constraint supplier_documents_supplier_id_fkey FOREIGN KEY (supplier_id) REFERENCES suppliers(id);
alter table supplier_products add constraint supplier_products_product_id_fkey FOREIGN KEY (product_id) REFERENCES products(id);
alter table supplier_products add constraint supplier_products_supplier_id_fkey FOREIGN KEY (supplier_id) REFERENCES suppliers(id);
alter table supplier_request_lines add constraint supplier_request_lines_order_line_id_fkey FOREIGN KEY (order_line_id) REFERENCES order_lines(id);
alter table supplier_request_lines add constraint supplier_request_lines_supplier_request_id_fkey FOREIGN KEY (supplier_request_id) REFERENCES supplier_requests(id);
alter table supplier_requests add constraint supplier_requests_dispatch_intent_id_fkey FOREIGN KEY (dispatch_intent_id) REFERENCES dispatch_intents(id);
alter table supplier_requests add constraint supplier_requests_purchase_order_id_fkey FOREIGN KEY (purchase_order_id) REFERENCES purchase_orders(id);
alter table supplier_ship_methods add constraint supplier_ship_methods_supplier_id_fkey FOREIGN KEY (supplier_id) REFERENCES suppliers(id);
alter table sync_run_records add constraint sync_run_records_sync_run_id_fkey FOREIGN KEY (sync_run_id) REFERENCES sync_runs(id);
alter table sync_runs add constraint sync_runs_channel_id_fkey FOREIGN KEY (channel_id) REFERENCES channels(id);
alter table sync_runs add constraint sync_runs_supplier_id_fkey FOREIGN KEY (supplier_id) REFERENCES suppliers(id);
alter table tracking_events add constraint tracking_events_shipment_id_fkey FOREIGN KEY (shipment_id) REFERENCES shipments(id);
alter table unknown_stock add constraint unknown_stock_supplier_id_fkey FOREIGN KEY (supplier_id) REFERENCES suppliers(id);

-- indexes
CREATE INDEX acknowledgement_lines_acknowledgement ON switchyard.acknowledgement_lines USING btree (acknowledgement_id);
CREATE INDEX activity_actor ON switchyard.activity USING btree (actor, at DESC, id DESC);
CREATE INDEX activity_newest ON switchyard.activity USING btree (at DESC, id DESC);
CREATE INDEX activity_subject ON switchyard.activity USING btree (subject_kind, subject, at DESC, id DESC);
CREATE UNIQUE INDEX alert_pages_one_open ON switchyard.alert_pages USING btree ((true)) WHERE (closed_at IS NULL);
CREATE INDEX alert_telling_causes_alert ON switchyard.alert_telling_causes USING btree (alert_id);
CREATE INDEX alert_tellings_route ON switchyard.alert_tellings USING btree (route_id, id);
CREATE INDEX alert_tellings_unsettled ON switchyard.alert_tellings USING btree (not_before, id) WHERE (state = ANY (ARRAY['due'::text, 'telling'::text]));
CREATE UNIQUE INDEX alerts_open_cause ON switchyard.alerts USING btree (cause) WHERE (dismissed_at IS NULL);
CREATE INDEX authorizations_awaiting ON switchyard.authorizations USING btree (asked_at) WHERE (state = 'awaiting'::text);
CREATE INDEX authorizations_intent ON switchyard.authorizations USING btree (dispatch_intent_id) WHERE (dispatch_intent_id IS NOT NULL);
CREATE UNIQUE INDEX breaker_openings_open ON switchyard.breaker_openings USING btree (supplier_id) WHERE (ended_at IS NULL);
CREATE INDEX carrier_calls_at ON switchyard.carrier_calls USING btree (carrier_account_id, at);
CREATE INDEX cause_counts_most ON switchyard.cause_counts USING btree (orders DESC);
CREATE INDEX channel_stock_batch ON switchyard.channel_stock USING btree (channel_id) WHERE (batch IS NOT NULL);
CREATE INDEX channel_stock_differs ON switchyard.channel_stock USING btree (channel_id, product_id) WHERE (quantity IS DISTINCT FROM shown);
CREATE INDEX channel_stock_due ON switchyard.channel_stock USING btree (channel_id, product_id, sku) WHERE ((quantity IS DISTINCT FROM shown) AND ((parked_until IS NULL) OR (version > parked_version)));
CREATE INDEX channel_stock_parked ON switchyard.channel_stock USING btree (channel_id, parked_until) WHERE (parked_until IS NOT NULL);
CREATE INDEX channel_stock_product ON switchyard.channel_stock USING btree (product_id);
CREATE INDEX dispatch_intents_control_number ON switchyard.dispatch_intents USING btree (supplier_id, ((identifiers ->> 'controlNumber'::text))) WHERE ((identifiers ->> 'controlNumber'::text) IS NOT NULL);
CREATE INDEX dispatch_intents_message_id ON switchyard.dispatch_intents USING btree (supplier_id, ((identifiers ->> 'messageId'::text))) WHERE ((identifiers ->> 'messageId'::text) IS NOT NULL);
CREATE INDEX dispatch_intents_passed ON switchyard.dispatch_intents USING btree (supplier_id) WHERE pass;
CREATE INDEX dispatch_intents_planned ON switchyard.dispatch_intents USING btree (supplier_id, id) WHERE (state = 'planned'::text);
CREATE INDEX dispatch_intents_purchase_order ON switchyard.dispatch_intents USING btree (purchase_order_id);
CREATE INDEX dispatch_intents_reply_to ON switchyard.dispatch_intents USING btree (((identifiers ->> 'replyTo'::text))) WHERE ((identifiers ->> 'replyTo'::text) IS NOT NULL);
CREATE INDEX dispatch_intents_unsettled ON switchyard.dispatch_intents USING btree (state, not_before) WHERE (state = ANY (ARRAY['planned'::text, 'claimed'::text, 'transmitting'::text, 'in_doubt'::text]));
CREATE INDEX dispatch_intents_waiting ON switchyard.dispatch_intents USING btree (supplier_id, channel_id, id) WHERE (state = 'planned'::text);
CREATE INDEX dispatch_intents_without_receipt ON switchyard.dispatch_intents USING btree (supplier_id, created_at) WHERE (((identifiers ->> 'controlNumber'::text) IS NOT NULL) AND (state = 'sent'::text) AND (receipt_at IS NULL));
CREATE INDEX edi_interchanges_unanswered ON switchyard.edi_interchanges USING btree (supplier_id, file) WHERE ((answer IS NOT NULL) AND (answered_at IS NULL));
CREATE INDEX evidence_intent ON switchyard.evidence USING btree (dispatch_intent_id, id);
CREATE UNIQUE INDEX fulfillments_one_push_an_order ON switchyard.fulfillments USING btree (order_id) WHERE (state = 'pushing'::text);
CREATE INDEX fulfillments_order ON switchyard.fulfillments USING btree (order_id);
CREATE INDEX fulfillments_unsettled ON switchyard.fulfillments USING btree (channel_id, state, not_before) WHERE (state = ANY (ARRAY['due'::text, 'pushing'::text]));
CREATE INDEX gone_workers_ending ON switchyard.gone_workers USING btree (ending, gone_at DESC);
CREATE INDEX holds_open_kind ON switchyard.holds USING btree (kind, opened_at) WHERE (released_at IS NULL);
CREATE INDEX holds_open_orders ON switchyard.holds USING btree (kind, order_id) WHERE (released_at IS NULL);
CREATE UNIQUE INDEX holds_open_unique ON switchyard.holds USING btree (order_id, kind, field) WHERE (released_at IS NULL);
CREATE INDEX holds_order ON switchyard.holds USING btree (order_id);
CREATE INDEX holds_until ON switchyard.holds USING btree (until) WHERE ((released_at IS NULL) AND (until IS NOT NULL));
CREATE INDEX job_failures_nameless ON switchyard.job_failures USING btree (at) WHERE (orders = 0);
CREATE INDEX job_failures_next ON switchyard.job_failures USING btree (next_id) WHERE (next_id IS NOT NULL);
CREATE INDEX job_redrives_at ON switchyard.job_redrives USING btree (redriven_at);
CREATE INDEX order_assignees_assignee ON switchyard.order_assignees USING btree (assignee, order_id);
CREATE INDEX order_causes_oldest ON switchyard.order_causes USING btree (kind, channel_id, supplier_id, subject, currency, placed_at);
CREATE INDEX order_causes_order ON switchyard.order_causes USING btree (order_id);
CREATE INDEX order_history_order ON switchyard.order_history USING btree (order_id, id);
CREATE INDEX order_lines_product ON switchyard.order_lines USING btree (product_id) WHERE (product_id IS NOT NULL);
CREATE INDEX order_lines_sku ON switchyard.order_lines USING btree (channel_sku, order_id DESC);
CREATE INDEX order_lines_unsettled ON switchyard.order_lines USING btree (product_id) WHERE ((product_id IS NOT NULL) AND (NOT settled));
CREATE INDEX order_notes_open_handovers ON switchyard.order_notes USING btree (id) WHERE ((kind = 'handover'::text) AND (taken_at IS NULL) AND (undone_at IS NULL));
CREATE INDEX order_notes_order ON switchyard.order_notes USING btree (order_id, id);
CREATE INDEX order_notes_words ON switchyard.order_notes USING gin (lower(text) gin_trgm_ops) WHERE (undone_at IS NULL);
CREATE INDEX order_search_trigrams ON switchyard.order_search USING gin (text gin_trgm_ops);
CREATE INDEX order_tags_tag ON switchyard.order_tags USING btree (tag, order_id);
CREATE INDEX orders_by_action ON switchyard.orders USING btree (action, placed_at DESC, id DESC) WHERE (action IS NOT NULL);
CREATE INDEX orders_by_status ON switchyard.orders USING btree (status, placed_at DESC, id DESC);
CREATE INDEX orders_newest ON switchyard.orders USING btree (placed_at DESC, id DESC);
CREATE INDEX orders_number ON switchyard.orders USING btree (channel_order_number);
CREATE INDEX orders_shadowed ON switchyard.orders USING btree (channel_id, placed_at DESC) WHERE shadow;
CREATE INDEX orders_ship_by ON switchyard.orders USING btree (((signals ->> 'shipBy'::text)) COLLATE "C") WHERE (((signals ->> 'shipBy'::text) IS NOT NULL) AND (status = ANY (ARRAY['not_processed'::text, 'processing'::text, 'processed'::text, 'failed'::text])));
CREATE INDEX orders_twin ON switchyard.orders USING btree (twin_key) WHERE (twin_key IS NOT NULL);
CREATE INDEX products_words ON switchyard.products USING gin ((((sku || ' '::text) || title)) gin_trgm_ops);
CREATE INDEX purchase_order_lines_order_line ON switchyard.purchase_order_lines USING btree (order_line_id);
CREATE INDEX purchase_orders_order ON switchyard.purchase_orders USING btree (order_id);
CREATE INDEX purchase_orders_sent ON switchyard.purchase_orders USING btree (supplier_id, sent_at) WHERE (state = 'sent'::text);
CREATE INDEX purchase_orders_supplier ON switchyard.purchase_orders USING btree (supplier_id, order_id DESC);
CREATE INDEX purchase_orders_unanswered ON switchyard.purchase_orders USING btree (acknowledge_due_at) WHERE ((state = 'sent'::text) AND (acknowledged_at IS NULL) AND (acknowledge_due_at IS NOT NULL) AND (NOT parcel_spoke));
CREATE INDEX purchase_orders_unsettled ON switchyard.purchase_orders USING btree (state, created_at) WHERE (state = ANY (ARRAY['queued'::text, 'sending'::text, 'failed'::text, 'in_doubt'::text]));
CREATE UNIQUE INDEX quarantine_open_unique ON switchyard.quarantine USING btree (COALESCE(channel_id, (0)::bigint), COALESCE(supplier_id, (0)::bigint), source, place, raw_hash) WHERE (settled_at IS NULL);
CREATE INDEX restores_held_until ON switchyard.restores USING btree (held_until);
CREATE INDEX reviews_open ON switchyard.reviews USING btree (received_at, id) WHERE (state = 'open'::text);
CREATE INDEX reviews_purchase_order ON switchyard.reviews USING btree (purchase_order_id) WHERE (purchase_order_id IS NOT NULL);
CREATE INDEX schedules_due ON switchyard.schedules USING btree (due_at);
CREATE UNIQUE INDEX send_stops_open ON switchyard.send_stops USING btree (scope, COALESCE(supplier_id, (0)::bigint), COALESCE(channel_id, (0)::bigint)) WHERE (resumed_at IS NULL);
CREATE INDEX shipment_corrections_tracking_number ON switchyard.shipment_corrections USING btree (tracking_number);
CREATE INDEX shipment_lines_order_line ON switchyard.shipment_lines USING btree (order_line_id);
CREATE INDEX shipments_in_trouble ON switchyard.shipments USING btree (shipped_at) WHERE (state = ANY (ARRAY['delivery_failed'::text, 'return_to_sender'::text, 'on_hold'::text, 'delivery_delayed'::text]));
CREATE INDEX shipments_not_judged ON switchyard.shipments USING btree (id) WHERE (carrier_code IS NULL);
CREATE INDEX shipments_order ON switchyard.shipments USING btree (order_id);
CREATE INDEX shipments_supplier_reference ON switchyard.shipments USING btree (purchase_order_id, supplier_reference) WHERE (supplier_reference <> ''::text);
CREATE INDEX shipments_to_ask ON switchyard.shipments USING btree (carrier_code, ask_at) WHERE (state <> ALL (ARRAY['delivered'::text, 'return_to_sender'::text, 'canceled'::text]));
CREATE INDEX shipments_tracking_number ON switchyard.shipments USING btree (tracking_number);
CREATE INDEX sku_aliases_alias ON switchyard.sku_aliases USING btree (alias_type, alias);
CREATE UNIQUE INDEX sku_aliases_channel ON switchyard.sku_aliases USING btree (alias_type, alias) WHERE (alias_type ~~ 'channel:%'::text);
CREATE INDEX stock_levels_supplier ON switchyard.stock_levels USING btree (supplier_id, product_id);
CREATE INDEX supplier_documents_content ON switchyard.supplier_documents USING btree (supplier_id, content_hash) WHERE (kind = 'inventory'::text);
CREATE INDEX supplier_documents_feeds ON switchyard.supplier_documents USING btree (id DESC) WHERE (kind = 'inventory'::text);
CREATE INDEX supplier_documents_held ON switchyard.supplier_documents USING btree (supplier_id) WHERE (feed_state = 'held'::text);
CREATE INDEX supplier_documents_latest ON switchyard.supplier_documents USING btree (supplier_id, kind, issued_at DESC) WHERE (NOT stale);
CREATE INDEX supplier_documents_purchase_order ON switchyard.supplier_documents USING btree (purchase_order_number) WHERE (purchase_order_number <> ''::text);
CREATE INDEX supplier_documents_taken ON switchyard.supplier_documents USING btree (supplier_id, id DESC) WHERE ((kind = 'inventory'::text) AND (feed_state = 'taken'::text));
CREATE INDEX supplier_products_sku ON switchyard.supplier_products USING btree (supplier_id, supplier_sku);
CREATE INDEX supplier_request_lines_order_line ON switchyard.supplier_request_lines USING btree (order_line_id);
CREATE UNIQUE INDEX supplier_requests_intent ON switchyard.supplier_requests USING btree (dispatch_intent_id) WHERE (dispatch_intent_id IS NOT NULL);
CREATE INDEX supplier_requests_open ON switchyard.supplier_requests USING btree (created_at) WHERE (state = ANY (ARRAY['requested'::text, 'communicated'::text]));
CREATE INDEX sync_run_records_run ON switchyard.sync_run_records USING btree (sync_run_id, id);
CREATE INDEX sync_runs_carrier ON switchyard.sync_runs USING btree (carrier_account_id, service, id DESC) WHERE (carrier_account_id IS NOT NULL);
CREATE INDEX sync_runs_channel ON switchyard.sync_runs USING btree (channel_id, service, id DESC);
CREATE UNIQUE INDEX sync_runs_one_running ON switchyard.sync_runs USING btree (service, COALESCE(channel_id, (0)::bigint), COALESCE(supplier_id, (0)::bigint), COALESCE(carrier_account_id, (0)::bigint)) WHERE (state = 'running'::text);
CREATE INDEX sync_runs_recent ON switchyard.sync_runs USING btree (started_at DESC, id DESC);
CREATE INDEX sync_runs_supplier ON switchyard.sync_runs USING btree (supplier_id, service, id DESC);
CREATE INDEX worker_jobs_worker ON switchyard.worker_jobs USING btree (worker_id);

-- functions
CREATE OR REPLACE FUNCTION switchyard.causes_of(ids bigint[])
 RETURNS TABLE(order_id bigint, kind text, channel_id bigint, supplier_id bigint, subject text, currency text, amount numeric, placed_at timestamp with time zone, alone boolean, message text)
 LANGUAGE sql
 STABLE
AS $function$
  select distinct on (c.order_id, c.kind, c.channel_id, c.supplier_id, c.subject) c.order_id, c.kind, c.channel_id, c.supplier_id,
    c.subject, c.currency, c.total, c.placed_at, c.alone, c.message
  from (
    select h.order_id, h.kind, h.message, o.placed_at, o.total, o.currency,
      case when h.kind in ('ship_method_unmapped', 'sku_unknown', 'channel_value_missing') then o.channel_id else 0 end as channel_id,
      case when h.kind = 'ship_method_unmapped' and h.field ~ '^[0-9]{1,18}$' then h.field::bigint else 0 end as supplier_id,
      case when h.kind = 'ship_method_unmapped' then o.ship_method_name
        when h.kind in ('sku_unknown', 'channel_value_missing', 'supplier_missing', 'out_of_stock', 'address_missing',
          'address_invalid', 'phone_missing') then h.field else '' end as subject,
      count(*) over (partition by h.order_id) = 1 as alone
    from holds h join orders o on o.id = h.order_id
    where h.order_id = any(ids) and h.released_at is null and h.kind <> 'not_checked' and o.action = 'resolve') c
  where length(c.subject) <= 300
  order by c.order_id, c.kind, c.channel_id, c.supplier_id, c.subject, c.message
$function$;

CREATE OR REPLACE FUNCTION switchyard.count_orders()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if tg_op = 'INSERT' then
    insert into order_counts (channel_id, status, action, n, currency, amount)
    select channel_id, status, action, count(*), currency, sum(total) from after_rows group by channel_id, status, action, currency;
    insert into flow_counts (kind, at, n)
    select 'in', flow_piece(imported_at), count(*) from after_rows group by 2;
  else
    insert into order_counts (channel_id, status, action, n, currency, amount)
    select channel_id, status, action, sum(n), currency, sum(total) from (
      select channel_id, status, action, 1 as n, currency, total from after_rows
      union all
      select channel_id, status, action, -1, currency, -total from before_rows
    ) d group by channel_id, status, action, currency having sum(n) <> 0 or sum(total) <> 0;
    insert into cause_marks (order_id)
    select n.id from after_rows n join before_rows b on b.id = n.id
    where 'resolve' in (n.action, b.action)
      and (n.action, n.total, n.currency, n.ship_method_name, n.placed_at)
        is distinct from (b.action, b.total, b.currency, b.ship_method_name, b.placed_at)
      -- An order without a hold has no cause: most that come are only checked.
      and (n.action = 'resolve' or exists (
        select from holds h where h.order_id = n.id and h.released_at is null and h.kind <> 'not_checked'));
  end if;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION switchyard.count_sent()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  insert into flow_counts (kind, supplier_id, at, n) values ('sent', new.supplier_id, flow_piece(new.sent_at), 1);
  return null;
end $function$;

CREATE OR REPLACE FUNCTION switchyard.count_shipped()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  insert into flow_counts (kind, supplier_id, at, n)
  select 'shipped', supplier_id, flow_piece(recorded_at), count(*) from after_rows group by supplier_id, 3;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION switchyard.flow_hour(at timestamp with time zone)
 RETURNS timestamp with time zone
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$
  select date_bin('1 hour', at, timestamptz '2000-01-01Z')
$function$;

CREATE OR REPLACE FUNCTION switchyard.flow_piece(at timestamp with time zone)
 RETURNS timestamp with time zone
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$
  select date_bin('5 minutes', at, timestamptz '2000-01-01Z')
$function$;

CREATE OR REPLACE FUNCTION switchyard.guard_intent()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare
  shadowed boolean;
  stopped boolean;
begin
  if new.state = 'transmitting' then
    perform pg_advisory_xact_lock_shared(7007, 1);
  end if;
  select o.shadow or coalesce(n.shadow, false),
    coalesce(n.sends_stopped, false) or exists (
      select from send_stops t where t.resumed_at is null
        and (t.supplier_id = new.supplier_id or t.channel_id = o.channel_id))
  into shadowed, stopped
  from purchase_orders p join orders o on o.id = p.order_id left join installation n on n.id = 1
  where p.id = new.purchase_order_id;
  if shadowed then
    raise exception 'nothing of an order in shadow mode is sent' using errcode = 'restrict_violation';
  end if;
  if stopped and new.state = 'transmitting' then
    return null;
  end if;
  return new;
end $function$;

CREATE OR REPLACE FUNCTION switchyard.guard_push()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if exists (
    select from orders o left join installation n on n.id = 1
    where o.id = new.order_id and (o.shadow or n.shadow)) then
    raise exception 'nothing of an order in shadow mode is pushed' using errcode = 'restrict_violation';
  end if;
  return new;
end $function$;

CREATE OR REPLACE FUNCTION switchyard.guard_stock_push()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
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
end $function$;

CREATE OR REPLACE FUNCTION switchyard.is_forbidden(of_supplier bigint, of_purchase_order bigint)
 RETURNS boolean
 LANGUAGE plpgsql
 STABLE
AS $function$
begin
  return exists (
    select from purchase_orders p join orders o on o.id = p.order_id left join installation n on n.id = 1
    where p.id = of_purchase_order and (o.shadow or n.shadow or n.sends_stopped or exists (
      select from send_stops t where t.resumed_at is null
        and (t.supplier_id = of_supplier or t.channel_id = o.channel_id))));
end $function$;

CREATE OR REPLACE FUNCTION switchyard.is_gated(of_kind text, has_pass boolean, of_supplier bigint, of_purchase_order bigint)
 RETURNS boolean
 LANGUAGE plpgsql
 STABLE
AS $function$
begin
  return exists (
    select from purchase_orders p join orders o on o.id = p.order_id join suppliers s on s.id = of_supplier
      left join installation n on n.id = 1
    where p.id = of_purchase_order and (o.shadow or n.shadow or n.sends_stopped
      or exists (select from send_stops t where t.resumed_at is null
        and (t.supplier_id = of_supplier or t.channel_id = o.channel_id))
      or (of_kind = 'order' and exists (
        select from holds h where h.order_id = o.id and h.released_at is null))
      or (not has_pass and (s.terms ? 'sendsPerMinute' or exists (
        select from breakers b where b.supplier_id = of_supplier and b.state <> 'closed')))));
end $function$;

CREATE OR REPLACE FUNCTION switchyard.is_shadowed(shadow boolean, live_from text, number text)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$
  select shadow and (live_from is null or coalesce(
    regexp_replace(ltrim(number, '#'), '[0-9]+$', '') <> regexp_replace(ltrim(live_from, '#'), '[0-9]+$', '')
    or (length(ltrim(substring(number from '[0-9]+$'), '0')), ltrim(substring(number from '[0-9]+$'), '0') collate "C")
      < (length(ltrim(substring(live_from from '[0-9]+$'), '0')), ltrim(substring(live_from from '[0-9]+$'), '0') collate "C"),
    true))
$function$;

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

CREATE OR REPLACE FUNCTION switchyard.keep_stock_order()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise exception 'a channel is never told an older quantity than before' using errcode = 'restrict_violation';
end $function$;

CREATE OR REPLACE FUNCTION switchyard.mark_aliases()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  perform mark_stock(array(
    select product_id from changed_rows
    union
    select o.product_id from changed_rows c join sku_aliases o on o.alias_type = c.alias_type and o.alias = c.alias));
  return null;
end $function$;

CREATE OR REPLACE FUNCTION switchyard.mark_causes()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  insert into cause_marks (order_id) select distinct order_id from changed_rows where kind <> 'not_checked';
  return null;
end $function$;

CREATE OR REPLACE FUNCTION switchyard.mark_channel()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  insert into stock_marks (channel_id) values (new.id);
  return null;
end $function$;

CREATE OR REPLACE FUNCTION switchyard.mark_everything()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  insert into stock_marks default values;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION switchyard.mark_levels()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  perform mark_stock(array(select distinct product_id from changed_rows));
  return null;
end $function$;

CREATE OR REPLACE FUNCTION switchyard.mark_lines()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if tg_op = 'DELETE' then
    perform mark_stock(array(select distinct product_id from before_rows where product_id is not null));
  else
    perform mark_stock(array(
      select distinct product_id from (
        (select id, product_id, ordered, shipped, backordered, canceled from before_rows
          except select id, product_id, ordered, shipped, backordered, canceled from after_rows)
        union all
        (select id, product_id, ordered, shipped, backordered, canceled from after_rows
          except select id, product_id, ordered, shipped, backordered, canceled from before_rows)) changed
      where product_id is not null));
  end if;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION switchyard.mark_order()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  perform mark_stock(array(
    select distinct product_id from order_lines where order_id = new.id and product_id is not null));
  return null;
end $function$;

CREATE OR REPLACE FUNCTION switchyard.mark_pieces()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  perform mark_stock(array(
    select distinct n.product_id from after_rows l join order_lines n on n.id = l.order_line_id
    where n.product_id is not null));
  return null;
end $function$;

CREATE OR REPLACE FUNCTION switchyard.mark_purchase_order()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  perform mark_stock(array(
    select distinct n.product_id from purchase_order_lines l join order_lines n on n.id = l.order_line_id
    where l.purchase_order_id = new.id and n.product_id is not null));
  return null;
end $function$;

CREATE OR REPLACE FUNCTION switchyard.mark_stock(ids bigint[])
 RETURNS void
 LANGUAGE sql
AS $function$
  insert into stock_marks (product_ids)
  select case when cardinality(ids) <= 20000 then ids end where cardinality(ids) > 0
$function$;

CREATE OR REPLACE FUNCTION switchyard.note_parcel_spoke()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  -- In the order of ids, as two that bring parcels of the same purchase orders may come at once.
  update purchase_orders p set parcel_spoke = true
  from (
    select q.id from purchase_orders q
    where q.id in (select purchase_order_id from after_rows)
      and q.acknowledge_due_at is not null and q.acknowledged_at is null and not q.parcel_spoke
    order by q.id for no key update) silent
  where p.id = silent.id;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION switchyard.note_version()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  insert into version_changes (version, at)
  select new.version, new.started_at
  where new.version is distinct from (select version from version_changes order by id desc limit 1);
  return null;
end $function$;

CREATE OR REPLACE FUNCTION switchyard.refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'restrict_violation';
end $function$;

CREATE OR REPLACE FUNCTION switchyard.stock_gate(of_channel bigint)
 RETURNS text
 LANGUAGE plpgsql
 STABLE
AS $function$
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
end $function$;

CREATE OR REPLACE FUNCTION switchyard.unsettle_line()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  new.settled := false;
  return new;
end $function$;

CREATE OR REPLACE FUNCTION switchyard.wake_stock_push()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  insert into stock_wakes (channel_id, woken_at) values (new.channel_id, '-infinity') on conflict do nothing;
  return null;
end $function$;

-- triggers
CREATE TRIGGER acknowledgement_lines_append_only BEFORE DELETE OR UPDATE ON switchyard.acknowledgement_lines FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER acknowledgements_append_only BEFORE DELETE OR UPDATE ON switchyard.acknowledgements FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER activity_append_only BEFORE DELETE OR UPDATE ON switchyard.activity FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER channel_services_wake_stock AFTER UPDATE ON switchyard.channel_services FOR EACH ROW WHEN (((new.service = 'inventory_upload'::text) AND new.enabled AND (NOT old.enabled))) EXECUTE FUNCTION wake_stock_push();
CREATE TRIGGER channel_stock_in_order BEFORE UPDATE OF told_version ON switchyard.channel_stock FOR EACH ROW WHEN ((new.told_version < old.told_version)) EXECUTE FUNCTION keep_stock_order();
CREATE TRIGGER channels_marked_insert AFTER INSERT ON switchyard.channels FOR EACH ROW EXECUTE FUNCTION mark_channel();
CREATE TRIGGER channels_marked_update AFTER UPDATE ON switchyard.channels FOR EACH ROW WHEN (((old.kind <> new.kind) OR (old.warehouse IS DISTINCT FROM new.warehouse) OR (old.stock_alias IS DISTINCT FROM new.stock_alias) OR (old.minimum_level IS DISTINCT FROM new.minimum_level) OR (old.safety_stock IS DISTINCT FROM new.safety_stock) OR (old.share_percent IS DISTINCT FROM new.share_percent) OR (old.stock_cap IS DISTINCT FROM new.stock_cap) OR (old.archived_at IS DISTINCT FROM new.archived_at))) EXECUTE FUNCTION mark_channel();
CREATE TRIGGER dispatch_intents_gates BEFORE UPDATE ON switchyard.dispatch_intents FOR EACH ROW WHEN (((new.state = ANY (ARRAY['claimed'::text, 'transmitting'::text])) AND (old.state IS DISTINCT FROM new.state))) EXECUTE FUNCTION guard_intent();
CREATE TRIGGER dispatch_intents_gates_insert BEFORE INSERT ON switchyard.dispatch_intents FOR EACH ROW WHEN ((new.state = ANY (ARRAY['claimed'::text, 'transmitting'::text]))) EXECUTE FUNCTION guard_intent();
CREATE TRIGGER dispatch_intents_immutable BEFORE UPDATE ON switchyard.dispatch_intents FOR EACH ROW EXECUTE FUNCTION keep_intent();
CREATE TRIGGER evidence_append_only BEFORE DELETE OR UPDATE ON switchyard.evidence FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER fulfillments_gates BEFORE UPDATE ON switchyard.fulfillments FOR EACH ROW WHEN (((new.state = 'pushing'::text) AND (old.state IS DISTINCT FROM new.state))) EXECUTE FUNCTION guard_push();
CREATE TRIGGER fulfillments_gates_insert BEFORE INSERT ON switchyard.fulfillments FOR EACH ROW WHEN ((new.state = 'pushing'::text)) EXECUTE FUNCTION guard_push();
CREATE TRIGGER holds_marked_delete AFTER DELETE ON switchyard.holds REFERENCING OLD TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION mark_causes();
CREATE TRIGGER holds_marked_insert AFTER INSERT ON switchyard.holds REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION mark_causes();
CREATE TRIGGER holds_marked_update AFTER UPDATE ON switchyard.holds REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION mark_causes();
CREATE TRIGGER order_history_append_only BEFORE DELETE OR UPDATE ON switchyard.order_history FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER order_lines_marked_delete AFTER DELETE ON switchyard.order_lines REFERENCING OLD TABLE AS before_rows FOR EACH STATEMENT EXECUTE FUNCTION mark_lines();
CREATE TRIGGER order_lines_marked_update AFTER UPDATE ON switchyard.order_lines REFERENCING OLD TABLE AS before_rows NEW TABLE AS after_rows FOR EACH STATEMENT EXECUTE FUNCTION mark_lines();
CREATE TRIGGER order_lines_unsettle BEFORE UPDATE ON switchyard.order_lines FOR EACH ROW WHEN ((old.settled AND new.settled AND ((old.ordered <> new.ordered) OR (old.shipped <> new.shipped) OR (old.backordered <> new.backordered) OR (old.canceled <> new.canceled) OR (old.product_id IS DISTINCT FROM new.product_id)))) EXECUTE FUNCTION unsettle_line();
CREATE TRIGGER orders_counted_insert AFTER INSERT ON switchyard.orders REFERENCING NEW TABLE AS after_rows FOR EACH STATEMENT EXECUTE FUNCTION count_orders();
CREATE TRIGGER orders_counted_update AFTER UPDATE ON switchyard.orders REFERENCING OLD TABLE AS before_rows NEW TABLE AS after_rows FOR EACH STATEMENT EXECUTE FUNCTION count_orders();
CREATE TRIGGER orders_marked AFTER UPDATE ON switchyard.orders FOR EACH ROW WHEN (((old.shadow IS DISTINCT FROM new.shadow) OR (old.channel_standing IS DISTINCT FROM new.channel_standing))) EXECUTE FUNCTION mark_order();
CREATE TRIGGER purchase_order_lines_marked_insert AFTER INSERT ON switchyard.purchase_order_lines REFERENCING NEW TABLE AS after_rows FOR EACH STATEMENT EXECUTE FUNCTION mark_pieces();
CREATE TRIGGER purchase_order_lines_marked_update AFTER UPDATE ON switchyard.purchase_order_lines REFERENCING NEW TABLE AS after_rows FOR EACH STATEMENT EXECUTE FUNCTION mark_pieces();
CREATE TRIGGER purchase_orders_counted_insert AFTER INSERT ON switchyard.purchase_orders FOR EACH ROW WHEN ((new.state = 'sent'::text)) EXECUTE FUNCTION count_sent();
CREATE TRIGGER purchase_orders_counted_update AFTER UPDATE ON switchyard.purchase_orders FOR EACH ROW WHEN (((new.state = 'sent'::text) AND (old.state <> 'sent'::text))) EXECUTE FUNCTION count_sent();
CREATE TRIGGER purchase_orders_marked AFTER UPDATE ON switchyard.purchase_orders FOR EACH ROW WHEN ((((old.state = ANY (ARRAY['queued'::text, 'sending'::text, 'in_doubt'::text])) IS DISTINCT FROM (new.state = ANY (ARRAY['queued'::text, 'sending'::text, 'in_doubt'::text]))) OR (old.sent_at IS DISTINCT FROM new.sent_at))) EXECUTE FUNCTION mark_purchase_order();
CREATE TRIGGER shipments_counted AFTER INSERT ON switchyard.shipments REFERENCING NEW TABLE AS after_rows FOR EACH STATEMENT EXECUTE FUNCTION count_shipped();
CREATE TRIGGER shipments_spoke AFTER INSERT ON switchyard.shipments REFERENCING NEW TABLE AS after_rows FOR EACH STATEMENT EXECUTE FUNCTION note_parcel_spoke();
CREATE TRIGGER sku_aliases_marked_delete AFTER DELETE ON switchyard.sku_aliases REFERENCING OLD TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION mark_aliases();
CREATE TRIGGER sku_aliases_marked_insert AFTER INSERT ON switchyard.sku_aliases REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION mark_aliases();
CREATE TRIGGER sku_aliases_marked_update_from AFTER UPDATE ON switchyard.sku_aliases REFERENCING OLD TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION mark_aliases();
CREATE TRIGGER sku_aliases_marked_update_to AFTER UPDATE ON switchyard.sku_aliases REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION mark_aliases();
CREATE TRIGGER stock_levels_marked_delete AFTER DELETE ON switchyard.stock_levels REFERENCING OLD TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION mark_levels();
CREATE TRIGGER stock_levels_marked_insert AFTER INSERT ON switchyard.stock_levels REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION mark_levels();
CREATE TRIGGER stock_levels_marked_update AFTER UPDATE ON switchyard.stock_levels REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION mark_levels();
CREATE TRIGGER stock_pushes_gates BEFORE UPDATE ON switchyard.stock_pushes FOR EACH ROW WHEN (((new.batch IS NOT NULL) AND (new.batch IS DISTINCT FROM old.batch))) EXECUTE FUNCTION guard_stock_push();
CREATE TRIGGER stock_pushes_gates_insert BEFORE INSERT ON switchyard.stock_pushes FOR EACH ROW WHEN ((new.batch IS NOT NULL)) EXECUTE FUNCTION guard_stock_push();
CREATE TRIGGER suppliers_marked AFTER UPDATE ON switchyard.suppliers FOR EACH ROW WHEN ((old.name <> new.name)) EXECUTE FUNCTION mark_everything();
CREATE TRIGGER workers_version AFTER INSERT ON switchyard.workers FOR EACH ROW EXECUTE FUNCTION note_version();
