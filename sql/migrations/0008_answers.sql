-- What a supplier answers to a purchase order. Said is said: acknowledgements are never changed, the quantities follow them.
alter table purchase_orders add column supplier_order_number text not null default '';
alter table purchase_orders add column acknowledged_at timestamptz;
-- Until when the supplier has promised to answer, written when the send is confirmed; null: it promised nothing.
alter table purchase_orders add column acknowledge_due_at timestamptz;
-- Since when its silence is an exception that the order shows.
alter table purchase_orders add column late_at timestamptz;
create index purchase_orders_unacknowledged on purchase_orders (acknowledge_due_at)
  where state = 'sent' and acknowledged_at is null and acknowledge_due_at is not null;

-- Of the quantity that was sent: what ships later, what was taken back, what the supplier gave back to be placed elsewhere.
alter table purchase_order_lines add column backordered int not null default 0;
alter table purchase_order_lines add column canceled int not null default 0;
alter table purchase_order_lines add column rejected int not null default 0;
alter table purchase_order_lines add column expected_at timestamptz;
alter table purchase_order_lines add constraint purchase_order_lines_parts check (backordered >= 0 and canceled >= 0
  and rejected >= 0 and backordered + canceled + rejected <= quantity);

create table acknowledgements (
  id bigint generated always as identity primary key,
  purchase_order_id bigint not null references purchase_orders (id),
  reference text not null,
  standing text not null,
  supplier_order_number text not null,
  reason text not null,
  place text not null,
  raw text not null,
  recorded_by text not null,
  recorded_at timestamptz not null,
  constraint acknowledgements_reference_unique unique (purchase_order_id, reference),
  constraint acknowledgements_standing check (standing in ('accepted', 'changed', 'rejected'))
);

create table acknowledgement_lines (
  id bigint generated always as identity primary key,
  acknowledgement_id bigint not null references acknowledgements (id),
  order_line_id bigint not null references order_lines (id),
  sku text not null,
  answer text not null,
  quantity int,
  expected_at timestamptz,
  unit_cost numeric(19, 4),
  code text not null,
  reason text not null,
  constraint acknowledgement_lines_answer check (answer in ('accepted', 'backordered', 'quantity_changed', 'price_changed',
    'substituted', 'rejected')),
  constraint acknowledgement_lines_quantity check (quantity is null or quantity >= 0)
);
create index acknowledgement_lines_acknowledgement on acknowledgement_lines (acknowledgement_id);
create trigger acknowledgements_append_only before update or delete on acknowledgements for each row execute function refuse_change();
create trigger acknowledgement_lines_append_only before update or delete on acknowledgement_lines for each row execute function refuse_change();

-- What we ask of a supplier after an order was sent. A quantity is canceled when the request was communicated, not before.
create table supplier_requests (
  id bigint generated always as identity primary key,
  purchase_order_id bigint not null references purchase_orders (id),
  about text not null,
  number int not null,
  state text not null default 'requested',
  -- Our code, the supplier's word for it, and the channel's; empty where there is none.
  code text not null default '',
  supplier_code text not null default '',
  channel_code text not null default '',
  reason text not null,
  differences jsonb not null default '[]',
  -- How it is said: by this promise of the ledger, or (null) by a person who records it.
  dispatch_intent_id bigint references dispatch_intents (id),
  created_by text not null,
  created_at timestamptz not null,
  communicated_by text,
  communicated_at timestamptz,
  note text not null default '',
  answer text not null default '',
  settled_at timestamptz,
  constraint supplier_requests_number_unique unique (purchase_order_id, about, number),
  constraint supplier_requests_about check (about in ('cancel', 'change')),
  constraint supplier_requests_state check (state in ('requested', 'communicated', 'accepted', 'refused', 'withdrawn')),
  constraint supplier_requests_communicated check ((communicated_at is null) = (communicated_by is null)
    and (state <> 'communicated' or communicated_at is not null)),
  constraint supplier_requests_settled check ((state in ('accepted', 'refused', 'withdrawn')) = (settled_at is not null))
);
create unique index supplier_requests_intent on supplier_requests (dispatch_intent_id) where dispatch_intent_id is not null;
create index supplier_requests_open on supplier_requests (created_at) where state in ('requested', 'communicated');

create table supplier_request_lines (
  supplier_request_id bigint not null references supplier_requests (id),
  order_line_id bigint not null references order_lines (id),
  quantity int not null,
  -- What of it could be canceled when it was communicated, and what a refusal or a parcel has taken back since.
  canceled int not null default 0,
  reopened int not null default 0,
  primary key (supplier_request_id, order_line_id),
  constraint supplier_request_lines_quantities check (quantity > 0 and canceled between 0 and quantity
    and reopened between 0 and canceled)
);
create index supplier_request_lines_order_line on supplier_request_lines (order_line_id);
