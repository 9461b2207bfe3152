-- Inventory feeds of any size: their rows go through a staging table of the transaction that takes them, and are kept only
-- while a person has to decide about them.

-- Whether the supplier's last feed about this warehouse named it: what is gone from a feed is told, and known for so long.
alter table stock_levels add column listed boolean not null default true;

-- What is known of a feed once its rows are not needed any more.
alter table supplier_documents add column content_hash text;
alter table supplier_documents add column lines bigint;
alter table supplier_documents add column skus bigint;
alter table supplier_documents add column pieces bigint;
-- SKUs of it that the supplier did not offer us when it was read.
alter table supplier_documents add column unknown bigint;
-- Levels that it changed, and levels that it did not name any more; null: it was not used.
alter table supplier_documents add column changed bigint;
alter table supplier_documents add column missing bigint;
-- The warehouses that it speaks of; '' where it names none.
alter table supplier_documents add column warehouses text[];
-- When it was compared with the levels last: content that is the same again is not looked into, for a day.
alter table supplier_documents add column checked_at timestamptz;

-- While a person has to decide. Settled, they go.
create table held_feed_rows (
  feed_id bigint not null references supplier_documents (id) on delete cascade,
  sku text not null,
  warehouse text not null,
  quantity bigint not null,
  constraint held_feed_rows_pkey primary key (feed_id, sku, warehouse),
  constraint held_feed_rows_quantity check (quantity >= 0)
);
insert into held_feed_rows (feed_id, sku, warehouse, quantity)
  select d.id, r ->> 'sku', coalesce(r ->> 'warehouse', ''), sum((r ->> 'quantity')::bigint)
  from supplier_documents d cross join jsonb_array_elements(d.inventory) r
  where d.feed_state = 'held' group by 1, 2, 3;

-- What a supplier says of SKUs that it does not offer us, of its last feed about the warehouse. The first so many of them.
create table unknown_stock (
  supplier_id bigint not null references suppliers (id),
  sku text not null,
  warehouse text not null,
  quantity bigint not null,
  -- Since when it is listed and not known.
  since timestamptz not null,
  constraint unknown_stock_pkey primary key (supplier_id, sku, warehouse)
);

update supplier_documents d set
  content_hash = encode(sha256(convert_to(d.raw, 'UTF8')), 'hex'),
  lines = jsonb_array_length(d.inventory),
  skus = (select count(distinct r ->> 'sku') from jsonb_array_elements(d.inventory) r),
  pieces = (select coalesce(sum((r ->> 'quantity')::bigint), 0) from jsonb_array_elements(d.inventory) r),
  unknown = (select count(distinct r ->> 'sku') from jsonb_array_elements(d.inventory) r
    where not exists (select from supplier_products p
      where p.supplier_id = d.supplier_id and p.supplier_sku = r ->> 'sku')),
  warehouses = array(select distinct coalesce(r ->> 'warehouse', '') from jsonb_array_elements(d.inventory) r),
  checked_at = d.received_at,
  raw = ''
where d.kind = 'inventory';
alter table supplier_documents drop column inventory;
alter table supplier_documents add constraint supplier_documents_feed check (
  (kind = 'inventory') = (content_hash is not null and lines is not null and skus is not null and pieces is not null
    and unknown is not null and warehouses is not null and checked_at is not null));
create index supplier_documents_content on supplier_documents (supplier_id, content_hash) where kind = 'inventory';
create index supplier_documents_taken on supplier_documents (supplier_id, id desc)
  where kind = 'inventory' and feed_state = 'taken';
-- By its own number: which product is it?
create index supplier_products_sku on supplier_products (supplier_id, supplier_sku);
