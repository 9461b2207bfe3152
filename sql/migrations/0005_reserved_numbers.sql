-- A preview shows the very bytes that would be sent, and they name the purchase order. So it takes the number and leaves
-- it here for this order and supplier; processing uses it up. A number that nobody uses leaves a gap, never a repeat.
create table reserved_numbers (
  order_id bigint not null references orders (id),
  supplier_id bigint not null references suppliers (id),
  number bigint not null,
  reserved_by text not null,
  reserved_at timestamptz not null,
  primary key (order_id, supplier_id),
  constraint reserved_numbers_number_unique unique (number)
);
