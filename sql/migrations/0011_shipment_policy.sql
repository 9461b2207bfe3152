-- What a channel is told where an order leaves in several parcels: each of them, only the first, or all of them at once when
-- the last one left (PO-3: a channel that cannot be told of a part has a declared policy).
alter table channels add column shipment_policy text not null default 'each';
alter table channels add constraint channels_shipment_policy check (shipment_policy in ('each', 'first', 'all'));
