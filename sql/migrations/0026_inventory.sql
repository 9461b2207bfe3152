-- What suppliers have, per warehouse. Empty warehouse: the supplier names none, and this is all of it.
-- It replaces supplier_products.stock: a sum beside its parts would be a second truth.
create table stock_levels (
  product_id bigint not null references products (id),
  supplier_id bigint not null references suppliers (id),
  warehouse text not null default '',
  on_hand int not null,
  -- The supplier's own time of this word: an older one changes nothing.
  as_of timestamptz not null,
  version bigint not null default 1,
  constraint stock_levels_pkey primary key (product_id, supplier_id, warehouse),
  constraint stock_levels_on_hand check (on_hand >= 0)
);
create index stock_levels_supplier on stock_levels (supplier_id, product_id);
insert into stock_levels (product_id, supplier_id, on_hand, as_of)
  select product_id, supplier_id, stock, stock_at from supplier_products where stock is not null;
alter table supplier_products drop column stock;
alter table supplier_products drop column stock_at;

-- What a purchase order took that the supplier's last word cannot know is found by when it was sent.
create index purchase_orders_sent on purchase_orders (supplier_id, sent_at) where state = 'sent';

-- A channel's own SKU means one product. A type that only names products for channels may have clashes: they are shown.
alter table sku_aliases drop constraint sku_aliases_unique;
alter table sku_aliases add constraint sku_aliases_unique unique (alias_type, product_id, alias);
create unique index sku_aliases_channel on sku_aliases (alias_type, alias) where alias_type like 'channel:%';
create index sku_aliases_alias on sku_aliases (alias_type, alias);

-- What each channel is to be told, under the name it knows. Its version never goes back, not even when a row went and came again.
create sequence stock_versions;
create table channel_stock (
  channel_id bigint not null references channels (id),
  sku text not null,
  product_id bigint not null references products (id),
  quantity bigint not null,
  version bigint not null default nextval('stock_versions'),
  changed_at timestamptz not null,
  -- What the channel accepted last, or showed when it was asked; null: nobody knows.
  shown bigint,
  shown_version bigint,
  shown_at timestamptz,
  constraint channel_stock_pkey primary key (channel_id, sku),
  constraint channel_stock_quantity check (quantity >= 0),
  constraint channel_stock_shown check ((shown is null) = (shown_at is null)),
  constraint channel_stock_shown_version check (shown_version <= version)
);
create index channel_stock_product on channel_stock (product_id);
create index channel_stock_differs on channel_stock (channel_id, product_id) where quantity is distinct from shown;

-- What became of an inventory file: used; older than one that was used; held for a person because too much was missing.
alter table supplier_documents add column feed_state text;
alter table supplier_documents add column settled_by text;
alter table supplier_documents add column settled_at timestamptz;
update supplier_documents set feed_state = case when stale then 'ignored' else 'taken' end where kind = 'inventory';
alter table supplier_documents add constraint supplier_documents_feed_state
  check (feed_state in ('taken', 'ignored', 'held', 'rejected') and (kind = 'inventory') = (feed_state is not null));
alter table supplier_documents add constraint supplier_documents_settled
  check ((settled_by is null) = (settled_at is null) and (feed_state <> 'rejected' or settled_at is not null));
create index supplier_documents_feeds on supplier_documents (id desc) where kind = 'inventory';
