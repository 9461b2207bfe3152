-- How a channel's orders are placed with suppliers (model/allocation): its rules in order, preferred suppliers, and from which
-- value on an order may be split. Empty: priority, cost, age; split wherever that is better.
alter table channels add column allocation jsonb not null default '{}';

-- What a supplier said that it has; null: nobody knows, which counts as enough.
alter table supplier_products add column stock int;
alter table supplier_products add column stock_at timestamptz;
alter table supplier_products add constraint supplier_products_stock check ((stock is null) = (stock_at is null) and stock >= 0);
