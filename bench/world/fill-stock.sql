-- A catalog with what three suppliers have of it, five channels that are told of it by different rules, and orders that want it.
-- :products and :orders, their numbers, are put in by fill-stock.ts.
set synchronous_commit = off;
set maintenance_work_mem = '512MB';
insert into installation (environment) values ('sandbox') on conflict do nothing;
insert into clients (name) values ('Acme');
insert into channels (client_id, name, kind, environment, eligible_statuses, earliest_order_at, stock_alias, warehouse,
  minimum_level, safety_stock, share_percent, stock_cap)
values
  (1, 'shop-1', 'vendure', 'sandbox', '{paid}', '2020-01-01', null, null, null, 0, 100, null),
  (1, 'shop-2', 'vendure', 'sandbox', '{paid}', '2020-01-01', 'UPC', null, 3, 1, 100, null),
  (1, 'shop-3', 'vendure', 'sandbox', '{paid}', '2020-01-01', null, 'EAST', null, 0, 100, null),
  (1, 'shop-4', 'vendure', 'sandbox', '{paid}', '2020-01-01', null, null, null, 0, 50, 20),
  (1, 'shop-5', 'vendure', 'sandbox', '{paid}', '2020-01-01', null, null, null, 2, 80, null);
insert into suppliers (name, environment, transport, tracking_source)
  select 'Supplier ' || n, 'sandbox', 'sftp-csv', 'sftp' from generate_series(1, 3) n;

drop index products_words;
alter table stock_levels disable trigger all;
alter table sku_aliases disable trigger all;
alter table supplier_products disable trigger all;
alter table orders disable trigger all;
alter table order_lines disable trigger all;
alter table purchase_orders disable trigger all;
alter table purchase_order_lines disable trigger all;

insert into products (sku, title)
select 'SKU-' || lpad(n::text, 7, '0'),
  (array['Red', 'Blue', 'Steel', 'Oak', 'Plain'])[1 + n % 5] || ' '
    || (array['chair', 'table', 'lamp', 'shelf', 'hook', 'rug', 'bowl'])[1 + n % 7] || ' ' || substr(md5(n::text), 1, 8)
from generate_series(1, :products) n;
insert into supplier_products (supplier_id, product_id, supplier_sku, cost)
select 1, n, 'A' || n, 7 from generate_series(1, :products) n
union all select 2, n, 'B' || n, 8 from generate_series(1, :products, 4) n;
insert into stock_levels (product_id, supplier_id, warehouse, on_hand, as_of)
select n, 1, '', n % 97, timestamptz '2026-11-22 08:00Z' from generate_series(1, :products) n
union all
select n, 2, w, n % 31, timestamptz '2026-11-22 09:00Z' from generate_series(1, :products, 4) n, unnest(array['EAST', 'WEST']) w;
insert into sku_aliases (alias_type, alias, product_id)
select 'UPC', '0' || n, n from generate_series(1, :products) n where n % 5 > 0;

-- Most are long completed; a tenth waits to be processed, a tenth was sent after the suppliers' last word.
insert into orders (channel_id, channel_order_id, channel_order_number, source_hash, channel_status, placed_at,
  channel_updated_at, imported_at, currency, total, customer_name, customer_email, ship_name, company, address1,
  address2, city, region, postal_code, country, phone, ship_method_name, quantity, status, action, status_at)
select 1 + n % 5, 'x' || n, '#' || n, md5(n::text), 'paid', at, at, at, 'USD', 20, 'Jane', 'j@example.com', 'Jane', '',
  n || ' Elm Street', '', 'Springfield', 'IL', '62704', 'US', '+1 217 555 0142', 'Free Shipping', 2,
  case n % 10 when 0 then 'not_processed' when 1 then 'processed' else 'completed' end,
  case n % 10 when 0 then 'process' end, at
from (
  select n, case when n % 10 > 1 then timestamptz '2026-11-01' + n * interval '1 second'
    else timestamptz '2026-11-22 10:00Z' + n * interval '10 milliseconds' end as at
  from generate_series(1, :orders) n) given;
insert into order_lines (order_id, channel_line_id, channel_sku, title, ordered, unit_price, shipped, product_id, supplier_id)
select o.id, k, 'SKU-' || lpad(p.n::text, 7, '0'), 'Thing', 1, 10, case when o.status = 'completed' then 1 else 0 end, p.n, 1
from orders o, generate_series(1, 2) k,
  -- Few sell most.
  lateral (select 1 + (power(((o.id * 7919 + k * 104729) % 1000003) / 1000003.0, 3) * (:products - 1))::bigint as n) p;
insert into purchase_orders (order_id, supplier_id, number, state, carrier, method, method_code, currency, created_by,
  created_at, sent_at)
select id, 1, 'SY-' || lpad(id::text, 7, '0'), 'sent', 'UPS', 'Ground', 'G', 'USD', 'bench', placed_at, placed_at
from orders where status <> 'not_processed';
insert into purchase_order_lines (purchase_order_id, order_line_id, supplier_sku, quantity)
select p.id, l.id, 'A' || l.product_id, l.ordered from purchase_orders p join order_lines l on l.order_id = p.order_id;

alter table stock_levels enable trigger all;
alter table sku_aliases enable trigger all;
alter table supplier_products enable trigger all;
alter table orders enable trigger all;
alter table order_lines enable trigger all;
alter table purchase_orders enable trigger all;
alter table purchase_order_lines enable trigger all;
create index products_words on products using gin ((sku || ' ' || title) gin_trgm_ops);
delete from stock_marks;
