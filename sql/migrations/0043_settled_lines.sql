-- Whether what orders took of a product is long known to everybody: nothing of the line is open, and every purchase order of it
-- was sent well before its supplier's last word. A best seller has few other lines, and only those are looked at when it is asked
-- what is promised of it. A walk over all products sets it; whoever changes the pieces of a line takes it back.
alter table order_lines add column settled boolean not null default false;
create index order_lines_unsettled on order_lines (product_id) where product_id is not null and not settled;

create function unsettle_line() returns trigger language plpgsql as $$
begin
  new.settled := false;
  return new;
end $$;
create trigger order_lines_unsettle before update on order_lines for each row
  when (old.settled and new.settled and (old.ordered <> new.ordered or old.shipped <> new.shipped
    or old.backordered <> new.backordered or old.canceled <> new.canceled
    or old.product_id is distinct from new.product_id))
  execute function unsettle_line();

-- Lines that are settled change nothing for anybody. What did not change falls out, by a set and not by a join: the plan of a
-- function is kept, and one that was made for a line must serve ten thousand.
create or replace function mark_lines() returns trigger language plpgsql as $$
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
end $$;
