-- Products whose availability may have changed, as a log: two changes of one product never wait for each other. A mark is written
-- in the transaction of the change, by the triggers below; whoever recomputes takes it away in the transaction that writes what
-- the channels are to be told, and reads the rows after it took the mark. What is marked meanwhile is another row, and stays.
create table stock_marks (
  id bigint generated always as identity,
  -- null: every product. Then it is walked, and `after_product` says how far that came.
  product_ids bigint[],
  after_product bigint not null default 0,
  -- null: every channel.
  channel_id bigint,
  constraint stock_marks_pkey primary key (id),
  constraint stock_marks_channel_fk foreign key (channel_id) references channels (id),
  constraint stock_marks_walk check (product_ids is null or (after_product = 0 and channel_id is null))
);
alter table stock_marks set (autovacuum_vacuum_threshold = 500, autovacuum_vacuum_scale_factor = 0);

-- So many that walking all products is cheaper than naming them.
create function mark_stock(ids bigint[]) returns void language sql as $$
  insert into stock_marks (product_ids)
  select case when cardinality(ids) <= 20000 then ids end where cardinality(ids) > 0
$$;

-- What orders want. A line has no product before it was judged, so an import marks nothing.
create function mark_lines() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    perform mark_stock(array(select distinct product_id from before_rows where product_id is not null));
  else
    perform mark_stock(array(select product_id from before_rows where product_id is not null
      union select product_id from after_rows where product_id is not null));
  end if;
  return null;
end $$;
create trigger order_lines_marked_update after update on order_lines
  referencing old table as before_rows new table as after_rows for each statement execute function mark_lines();
create trigger order_lines_marked_delete after delete on order_lines
  referencing old table as before_rows for each statement execute function mark_lines();

create function mark_order() returns trigger language plpgsql as $$
begin
  perform mark_stock(array(
    select distinct product_id from order_lines where order_id = new.id and product_id is not null));
  return null;
end $$;
create trigger orders_marked after update on orders for each row
  when ((old.shadow, old.channel_standing) is distinct from (new.shadow, new.channel_standing))
  execute function mark_order();

-- What purchase orders take. Between queued, sending and in doubt nothing changes for anybody.
create function mark_pieces() returns trigger language plpgsql as $$
begin
  perform mark_stock(array(
    select distinct n.product_id from after_rows l join order_lines n on n.id = l.order_line_id
    where n.product_id is not null));
  return null;
end $$;
create trigger purchase_order_lines_marked_insert after insert on purchase_order_lines
  referencing new table as after_rows for each statement execute function mark_pieces();
create trigger purchase_order_lines_marked_update after update on purchase_order_lines
  referencing new table as after_rows for each statement execute function mark_pieces();

create function mark_purchase_order() returns trigger language plpgsql as $$
begin
  perform mark_stock(array(
    select distinct n.product_id from purchase_order_lines l join order_lines n on n.id = l.order_line_id
    where l.purchase_order_id = new.id and n.product_id is not null));
  return null;
end $$;
create trigger purchase_orders_marked after update on purchase_orders for each row
  when ((old.state in ('queued', 'sending', 'in_doubt'), old.sent_at)
    is distinct from (new.state in ('queued', 'sending', 'in_doubt'), new.sent_at))
  execute function mark_purchase_order();

-- What suppliers have.
create function mark_levels() returns trigger language plpgsql as $$
begin
  perform mark_stock(array(select distinct product_id from changed_rows));
  return null;
end $$;
create trigger stock_levels_marked_insert after insert on stock_levels
  referencing new table as changed_rows for each statement execute function mark_levels();
create trigger stock_levels_marked_update after update on stock_levels
  referencing new table as changed_rows for each statement execute function mark_levels();
create trigger stock_levels_marked_delete after delete on stock_levels
  referencing old table as changed_rows for each statement execute function mark_levels();

-- Under which name. Whoever shares an alias with another product is told, or not told, because of it.
create function mark_aliases() returns trigger language plpgsql as $$
begin
  perform mark_stock(array(
    select product_id from changed_rows
    union
    select o.product_id from changed_rows c join sku_aliases o on o.alias_type = c.alias_type and o.alias = c.alias));
  return null;
end $$;
create trigger sku_aliases_marked_insert after insert on sku_aliases
  referencing new table as changed_rows for each statement execute function mark_aliases();
create trigger sku_aliases_marked_delete after delete on sku_aliases
  referencing old table as changed_rows for each statement execute function mark_aliases();
-- An update is both: it leaves one name or product and comes to another.
create trigger sku_aliases_marked_update_from after update on sku_aliases
  referencing old table as changed_rows for each statement execute function mark_aliases();
create trigger sku_aliases_marked_update_to after update on sku_aliases
  referencing new table as changed_rows for each statement execute function mark_aliases();

-- By what rules: all products of one channel.
create function mark_channel() returns trigger language plpgsql as $$
begin
  insert into stock_marks (channel_id) values (new.id);
  return null;
end $$;
create trigger channels_marked_insert after insert on channels for each row execute function mark_channel();
create trigger channels_marked_update after update on channels for each row
  when (old.kind <> new.kind
    or old.warehouse is distinct from new.warehouse
    or old.stock_alias is distinct from new.stock_alias
    or old.minimum_level is distinct from new.minimum_level
    or old.safety_stock is distinct from new.safety_stock
    or old.share_percent is distinct from new.share_percent
    or old.stock_cap is distinct from new.stock_cap
    or old.archived_at is distinct from new.archived_at)
  execute function mark_channel();

-- A channel may count the warehouses of a supplier by its name.
create function mark_everything() returns trigger language plpgsql as $$
begin
  insert into stock_marks default values;
  return null;
end $$;
create trigger suppliers_marked after update on suppliers for each row
  when (old.name <> new.name) execute function mark_everything();

-- When all products were walked last: what no trigger saw (rows changed by hand, a newer program's rules) is found within a day.
alter table installation add column stock_walked_at timestamptz;

-- Who wants, or had, this product? The number of a line's product changes when it is judged and hardly ever after.
create index order_lines_product on order_lines (product_id) where product_id is not null;
