-- What channels say is kept in bundles: the words of the orders that were taken in together, packed as one. A row of its own for
-- each took a quarter of the time of a download, and thirty times the place: one order says nearly what the next one says.
create table payload_bundles (
  id bigint generated always as identity primary key,
  received_at timestamptz not null,
  order_ids bigint[] not null,
  -- Where the words of each of them end in what is unpacked, in bytes; and how many characters its channel sent.
  ends integer[] not null,
  lengths integer[] not null,
  packing text not null,
  body bytea not null,
  constraint payload_bundles_packing check (packing in ('plain', 'deflate')),
  constraint payload_bundles_members check (
    cardinality(order_ids) >= 1 and cardinality(order_ids) <= 10000 and cardinality(ends) = cardinality(order_ids)
    and cardinality(lengths) = cardinality(order_ids)),
  constraint payload_bundles_bounded check (octet_length(body) <= 16777216)
);

insert into payload_bundles (received_at, order_ids, ends, lengths, packing, body)
select received_at, array[order_id], array[octet_length(convert_to(payload, 'UTF8'))], array[length], 'plain',
  convert_to(payload, 'UTF8')
from order_payloads order by order_id;
drop table order_payloads;

-- Which bundle has the newest words of an order. No foreign keys: both rows are written by the transaction that takes the order,
-- no order is ever deleted, and to look for each of ten thousand again would cost more than to write them.
create table order_payloads (
  order_id bigint primary key,
  bundle_id bigint not null
);
insert into order_payloads (order_id, bundle_id) select order_ids[1], id from payload_bundles;
