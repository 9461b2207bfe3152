-- Parcels followed with the user's own accounts at UPS, FedEx and USPS.

create table carrier_accounts (
  id bigint generated always as identity primary key,
  name text not null constraint carrier_accounts_name_unique unique,
  carrier text not null,
  environment text not null,
  settings jsonb not null default '{}',
  enabled boolean not null default true,
  -- In any 60 minutes, over all workers and restarts. null: the carrier publishes no limit.
  calls_per_hour int,
  -- The carrier asked for silence until then.
  quiet_until timestamptz,
  last_poll_at timestamptz,
  last_result text not null default '',
  last_failed boolean not null default false,
  created_at timestamptz not null,
  constraint carrier_accounts_carrier check (carrier in ('ups', 'fedex', 'usps')),
  constraint carrier_accounts_environment check (environment in ('live', 'sandbox')),
  constraint carrier_accounts_calls_per_hour check (calls_per_hour > 0)
);

-- The calls of the last hour, which is what the limit is counted from. Older ones are deleted with the next call.
create table carrier_calls (
  id bigint generated always as identity primary key,
  carrier_account_id bigint not null references carrier_accounts on delete cascade,
  at timestamptz not null
);
create index carrier_calls_at on carrier_calls (carrier_account_id, at);

-- Whose number it is (null: not judged yet, '': nobody's that we know), and what speaks against it. A suspicious number
-- is recorded like any other.
alter table shipments add column carrier_code text;
alter table shipments add column suspicion text;
-- The carrier's own words about the state, and since when it is so.
alter table shipments add column carrier_status text not null default '';
alter table shipments add column state_at timestamptz;
-- When the carrier was asked last, when it is to be asked next (null: now), and until when a worker is asking.
alter table shipments add column asked_at timestamptz;
alter table shipments add column ask_at timestamptz;
alter table shipments add column ask_lease_until timestamptz;
create index shipments_to_ask on shipments (carrier_code, ask_at)
  where state not in ('delivered', 'return_to_sender', 'canceled');
create index shipments_not_judged on shipments (id) where carrier_code is null;
create index shipments_in_trouble on shipments (state)
  where state in ('delivery_failed', 'return_to_sender', 'on_hold', 'delivery_delayed');

-- What a carrier saw of a parcel. The same event comes with every answer and is kept once.
create table tracking_events (
  id bigint generated always as identity primary key,
  shipment_id bigint not null references shipments,
  -- null: the carrier gave no time.
  at timestamptz,
  state text not null,
  description text not null,
  place text not null,
  recorded_at timestamptz not null,
  constraint tracking_events_once unique nulls not distinct (shipment_id, at, description, place),
  constraint tracking_events_bounded check (length(description) <= 300 and length(place) <= 200),
  constraint tracking_events_state check (state in ('pending', 'picked_up', 'in_transit', 'out_for_delivery', 'delivered',
    'on_hold', 'delivery_delayed', 'delivery_failed', 'ready_for_pickup', 'return_to_sender', 'canceled', 'unknown'))
);

-- Suppliers whose tracking comes from the carrier tell no tracking number: their parcels are looked for by our
-- purchase-order number. When that was, and why what was found was left to a person ('': nothing was found).
create table reference_look_ups (
  purchase_order_id bigint not null references purchase_orders,
  carrier_account_id bigint not null references carrier_accounts on delete cascade,
  asked_at timestamptz not null,
  ask_at timestamptz not null,
  left_because text not null default '',
  primary key (purchase_order_id, carrier_account_id)
);
