-- What orders wait for is counted when it changes, not when somebody looks; and what a stop of a channel keeps is passed over.

-- Nobody writes meanwhile. A writer may hold one of these tables and want another: then this gives way and comes again.
do $$
declare
  before text := current_setting('lock_timeout');
  tries int := 0;
begin
  perform set_config('lock_timeout', '300ms', true);
  loop
    begin
      lock table orders, holds in share row exclusive mode;
      lock table dispatch_intents in access exclusive mode;
      exit;
    exception when lock_not_available then
      tries := tries + 1;
      if tries >= 100 then raise; end if;
      perform pg_sleep(0.05);
    end;
  end loop;
  perform set_config('lock_timeout', before, true);
end $$;

-- Orders of which a hold or the action changed since their causes were counted. Who reads adds these, the worker folds them.
create table cause_marks (
  order_id bigint not null
) with (autovacuum_vacuum_threshold = 500, autovacuum_vacuum_scale_factor = 0);

-- What each held order is counted for. 0: no channel or supplier belongs to the cause.
create table order_causes (
  order_id bigint not null,
  kind text not null,
  channel_id bigint not null,
  supplier_id bigint not null,
  subject text not null,
  currency text not null,
  amount numeric not null,
  placed_at timestamptz not null,
  alone boolean not null,
  message text not null
) with (autovacuum_vacuum_threshold = 2000, autovacuum_vacuum_scale_factor = 0.02);
create index order_causes_order on order_causes (order_id);
create index order_causes_oldest on order_causes (kind, channel_id, supplier_id, subject, currency, placed_at);

create table cause_counts (
  kind text not null,
  channel_id bigint not null,
  supplier_id bigint not null,
  subject text not null,
  currency text not null,
  orders bigint not null,
  alone bigint not null,
  amount numeric not null,
  primary key (kind, channel_id, supplier_id, subject, currency)
) with (fillfactor = 50, autovacuum_vacuum_threshold = 500, autovacuum_vacuum_scale_factor = 0.02);
create index cause_counts_most on cause_counts (orders desc);

-- Each order that waits, once for each thing that it waits for; of these orders only. `alone`: for nothing else. The words of
-- the kinds are those of model/waiting-cause.ts, which a test compares.
create function causes_of(ids bigint[]) returns table (
  order_id bigint, kind text, channel_id bigint, supplier_id bigint, subject text, currency text, amount numeric,
  placed_at timestamptz, alone boolean, message text
) language sql stable as $$
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
$$;

-- A hold changes while its order is locked for its status (advance), so that whoever changes the action sees it or is seen.
create function mark_causes() returns trigger language plpgsql as $$
begin
  insert into cause_marks (order_id) select distinct order_id from changed_rows where kind <> 'not_checked';
  return null;
end $$;
create trigger holds_marked_insert after insert on holds
  referencing new table as changed_rows for each statement execute function mark_causes();
create trigger holds_marked_update after update on holds
  referencing new table as changed_rows for each statement execute function mark_causes();
create trigger holds_marked_delete after delete on holds
  referencing old table as changed_rows for each statement execute function mark_causes();

create or replace function count_orders() returns trigger language plpgsql as $$
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
end $$;

insert into order_causes
select c.* from causes_of(array(select distinct order_id from holds where released_at is null and kind <> 'not_checked')) c;
insert into cause_counts (kind, channel_id, supplier_id, subject, currency, orders, alone, amount)
select kind, channel_id, supplier_id, subject, currency, count(*), count(*) filter (where alone), sum(amount)
from order_causes group by 1, 2, 3, 4, 5;

-- Whose order it is, so that what waits behind the stop of a channel is passed over, and not read row by row. 0: not told.
alter table dispatch_intents add column channel_id bigint not null default 0;
update dispatch_intents i set channel_id = o.channel_id
from purchase_orders p join orders o on o.id = p.order_id where p.id = i.purchase_order_id and i.state = 'planned';
create index dispatch_intents_waiting on dispatch_intents (supplier_id, channel_id, id) where state = 'planned';
