-- Which orders a supplier has, newest first: a query for a rare supplier would else walk all orders.
create index purchase_orders_supplier on purchase_orders (supplier_id, order_id desc);
