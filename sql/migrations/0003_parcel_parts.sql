-- A known parcel can gain lines after its fulfillment was told to the channel: they become its next part.
alter table shipments add column part int not null default 1;
alter table shipments drop constraint shipments_parcel_unique;
alter table shipments add constraint shipments_parcel_unique unique (purchase_order_id, carrier, tracking_number, part);

-- A supplier may split one line of a parcel over two rows. The quantity tells them apart, as it tells whether a row is known.
alter table shipment_lines drop constraint shipment_lines_pkey;
alter table shipment_lines add primary key (shipment_id, order_line_id, quantity);
