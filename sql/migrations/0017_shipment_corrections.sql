-- What a supplier calls its own shipment, and what became of it when it was corrected. A voided one keeps its row, without
-- lines: nothing of it left.
alter table shipments add column supplier_reference text not null default '';
alter table shipments add column corrected_at timestamptz;
alter table shipments add column voided_at timestamptz;
alter table shipments add constraint shipments_reference_bounded check (length(supplier_reference) <= 100);
create index shipments_supplier_reference on shipments (purchase_order_id, supplier_reference)
  where supplier_reference <> '';

-- Rows of suppliers that are dealt with although no parcel holds exactly their quantity: more than fitted, corrected, voided.
-- Read again they are known; of what was voided only the very row (its place): anew from elsewhere it may have left after all.
create table settled_shipment_rows (
  purchase_order_id bigint not null references purchase_orders (id),
  order_line_id bigint not null references order_lines (id),
  carrier text not null,
  tracking_number text not null,
  quantity int not null check (quantity > 0),
  place text,
  settled_at timestamptz not null,
  primary key (purchase_order_id, order_line_id, carrier, tracking_number, quantity)
);

-- Append-only: each correction once, with what was before and after.
create table shipment_corrections (
  id bigint generated always as identity primary key,
  purchase_order_id bigint not null references purchase_orders (id),
  digest text not null,
  tracking_number text not null,
  before text not null,
  after text not null,
  reason text not null,
  source text not null,
  actor text not null,
  at timestamptz not null,
  constraint shipment_corrections_once unique (purchase_order_id, digest)
);
create index shipment_corrections_tracking_number on shipment_corrections (tracking_number);

-- What a row said, so that it can be taken again once its cause is gone; and why a person let one be.
alter table quarantine add column retry jsonb;
alter table quarantine add column settled_reason text;
