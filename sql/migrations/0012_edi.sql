-- X12: what came in is known by its sender and control number, and is answered once.

create table edi_interchanges (
  id bigint generated always as identity primary key,
  supplier_id bigint not null references suppliers (id),
  -- ISA05/ISA06 and ISA13 as they stand in the file.
  sender text not null,
  control_number text not null,
  content_hash text not null,
  -- The file that brought it last: what has to be answered before that file is archived.
  file text not null,
  first_at timestamptz not null,
  last_at timestamptz not null,
  times int not null default 1,
  -- What our 997 says; null where nothing is answered (a 997 never is). Its control number is of the house's sequence.
  answer jsonb,
  answer_number bigint,
  -- The very bytes and their name, kept before they leave: a repeat is the same file.
  answer_name text,
  answer_content bytea,
  answered_at timestamptz,
  constraint edi_interchanges_unique unique (supplier_id, sender, control_number),
  constraint edi_interchanges_answer check ((answer is null) = (answer_number is null)),
  constraint edi_interchanges_answer_bytes check ((answer_name is null) = (answer_content is null)
    and (answer_content is null or answer is not null) and (answered_at is null or answer_content is not null))
);
create index edi_interchanges_unanswered on edi_interchanges (supplier_id, file) where answer is not null and answered_at is null;

-- Invoices and inventory as they came, for reference.
create table supplier_documents (
  id bigint generated always as identity primary key,
  supplier_id bigint not null references suppliers (id),
  kind text not null,
  reference text not null,
  purchase_order_number text not null default '',
  issued_at timestamptz,
  received_at timestamptz not null,
  file text not null,
  -- An inventory older than the last one is kept and not used.
  stale boolean not null default false,
  inventory jsonb not null default '[]',
  raw text not null,
  constraint supplier_documents_unique unique (supplier_id, kind, reference),
  constraint supplier_documents_kind check (kind in ('invoice', 'inventory'))
);
create index supplier_documents_latest on supplier_documents (supplier_id, kind, issued_at desc) where not stale;
create index supplier_documents_purchase_order on supplier_documents (purchase_order_number) where purchase_order_number <> '';

-- When the supplier's machine said that it could read the message (997), or that it could not.
alter table dispatch_intents add column receipt_at timestamptz;
-- A receipt names a message by what it travelled under. Messages by files carry neither, so they cost nothing here.
create index dispatch_intents_control_number on dispatch_intents (supplier_id, (identifiers ->> 'controlNumber'))
  where identifiers ->> 'controlNumber' is not null;
create index dispatch_intents_message_id on dispatch_intents (supplier_id, (identifiers ->> 'messageId'))
  where identifiers ->> 'messageId' is not null;
-- Who waits for a 997: the overdue ones are found here.
create index dispatch_intents_without_receipt on dispatch_intents (supplier_id, created_at)
  where identifiers ->> 'controlNumber' is not null and state = 'sent' and receipt_at is null;
