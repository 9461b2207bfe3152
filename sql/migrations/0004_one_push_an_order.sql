-- Shops have no lock of their own: two fulfillments of one order pushed at the same moment leave a Vendure order
-- PartiallyShipped for ever. So one push an order at a time, over all workers.
create unique index fulfillments_one_push_an_order on fulfillments (order_id) where state = 'pushing';
