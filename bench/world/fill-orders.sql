-- Orders as a shop has them after years: most are completed, the newest ten thousand stand in every state.
-- :orders, the number of orders, is put in by fill-orders.ts. One supplier, client and channel set-up, no history.
set synchronous_commit = off;
set maintenance_work_mem = '512MB';
insert into clients (name) values ('Acme');
insert into channels (client_id, name, kind, environment, eligible_statuses, earliest_order_at)
  select 1, 'shop-' || n, 'vendure', ':environment', '{paid}', '2020-01-01' from generate_series(1, 4) n;
insert into suppliers (name, environment, transport, tracking_source)
  select 'Supplier ' || n, ':environment', 'sftp-csv', 'sftp' from generate_series(1, 3) n;
insert into installation (environment) values (':environment') on conflict do nothing;

-- Built at the end, in one go; the checks of references and the counting are left out meanwhile.
drop index order_search_trigrams;
alter table orders disable trigger all;
alter table order_lines disable trigger all;
alter table purchase_orders disable trigger all;

insert into orders (channel_id, channel_order_id, channel_order_number, source_hash, channel_status, placed_at,
  channel_updated_at, imported_at, currency, total, customer_name, customer_email, ship_name, company, address1,
  address2, city, region, postal_code, country, phone, ship_method_name, quantity, status, action, status_at)
select 1 + n % 4, 'x' || n, '#' || n, md5(n::text), 'paid', at, at, at, 'USD', (n % 9000) / 7.0, name, email, name, '',
  n || ' Elm Street', '', 'Springfield', 'IL', '62704', 'US', '+1 217 555 0142', 'Free Shipping', 1 + n % 5, status,
  case
    when status = 'not_processed' then case when n % 2 = 0 then 'resolve' else 'process' end
    when status = 'failed' then 'retry'
    when status = 'processing' and n % 7 = 0 then 'settle'
  end, at
from (
  select n, timestamptz '2024-01-01' + n * interval '63 seconds' + (n % 17) * interval '1 hour' as at,
    (array['Jane', 'Liam', 'Ruth', 'Maria', 'Ayse', 'Tomo', 'Per', 'Noor', 'Omar', 'Ines'])[1 + n % 10] || ' '
      || initcap(substr(md5((n * 7)::text), 1, 7)) as name,
    substr(md5((n * 7)::text), 1, 7) || '@example' || n % 50 || '.com' as email,
    case
      when n > :orders - 10000
        then (array['not_processed', 'processing', 'processed', 'failed', 'shipped', 'completed'])[1 + (n / 3) % 6]
      when n % 400 = 0 then 'not_processed'
      when n % 300 = 0 then 'canceled'
      when n % 1000 = 1 then 'failed'
      else 'completed'
    end as status
  from generate_series(1, :orders) n) given;

insert into order_lines (order_id, channel_line_id, channel_sku, title, ordered, unit_price, shipped)
select o.id, k, 'SKU-' || ((o.id * 31 + k * 7) % 20000), 'Thing', 2, 10, case when o.status = 'completed' then 2 else 0 end
from orders o, generate_series(1, 3) k;

insert into purchase_orders (order_id, supplier_id, number, state, carrier, method, method_code, currency, created_by,
  created_at, sent_at, failure)
select id, 1 + id % 3, 'SY-' || lpad(id::text, 6, '0'),
  case
    when status = 'failed' then 'failed'
    when status = 'processing' then case when action = 'settle' then 'in_doubt' else 'queued' end
    else 'sent'
  end,
  'UPS', 'Ground', 'G', 'USD', 'bench', placed_at, case when status in ('failed', 'processing') then null else placed_at end,
  case when status = 'failed' then '550 mailbox full' end
from orders where status not in ('not_processed', 'canceled');

insert into holds (order_id, kind, field, message, opened_at)
select id, (array['ship_method_unmapped', 'address_missing', 'phone_missing', 'sku_unknown'])[1 + id % 4], id % 3,
  'Something is missing. Enter it.', placed_at
from orders where action = 'resolve';

-- A word that only old orders have is the hard case of a search.
insert into order_search (order_id, text)
select o.id, lower(o.channel_order_number || ' ' || o.customer_name || ' ' || o.customer_email || ' '
  || (select string_agg(channel_sku, ' ') from order_lines l where l.order_id = o.id)
  || ' sy-' || lpad(o.id::text, 6, '0') || case when o.id < 20000 and o.id % 40 = 0 then ' zanzibar' else '' end)
from orders o;

create index order_search_trigrams on order_search using gin (text gin_trgm_ops);
insert into order_counts (channel_id, status, action, n, currency, amount)
select channel_id, status, action, count(*), currency, sum(total) from orders group by 1, 2, 3, 5;
delete from cause_marks;
insert into order_causes select c.* from causes_of(array(select id from orders where action = 'resolve')) c;
insert into cause_counts (kind, channel_id, supplier_id, subject, currency, orders, alone, amount)
select kind, channel_id, supplier_id, subject, currency, count(*), count(*) filter (where alone), sum(amount)
from order_causes group by 1, 2, 3, 4, 5;
alter table orders enable trigger all;
alter table order_lines enable trigger all;
alter table purchase_orders enable trigger all;
