-- What suppliers write by mail waits for a person: the review queue. A mail is kept once, by its Message-ID.
create table reviews (
  id bigint generated always as identity primary key,
  supplier_id bigint not null references suppliers (id),
  message_id text not null,
  sender text not null,
  subject text not null,
  body text not null,
  received_at timestamptz not null,
  read_at timestamptz not null,
  sender_known boolean not null,
  purchase_order_id bigint references purchase_orders (id),
  matched_by text not null,
  notes text[] not null default '{}',
  -- What patterns and attachments read from it (model/letter); nothing is recorded before a person accepts.
  suggestion jsonb not null default '[]',
  state text not null default 'open',
  settled_at timestamptz,
  settled_by text,
  reason text,
  constraint reviews_message_unique unique (supplier_id, message_id),
  constraint reviews_state check (state in ('open', 'accepted', 'dismissed', 'noted')),
  constraint reviews_matched_by check (matched_by in ('token', 'message_id', 'subject', 'several', 'none')),
  constraint reviews_matched_has_order check ((purchase_order_id is null) = (matched_by in ('several', 'none'))),
  constraint reviews_settled_has_author check ((state in ('accepted', 'dismissed')) = (settled_by is not null and settled_at is not null)),
  constraint reviews_dismissed_has_reason check (state <> 'dismissed' or reason is not null)
);
create index reviews_open on reviews (received_at, id) where state = 'open';
create index reviews_purchase_order on reviews (purchase_order_id) where purchase_order_id is not null;

-- An answer names its purchase order by the reply address that it was sent to.
create index dispatch_intents_reply_to on dispatch_intents ((identifiers ->> 'replyTo')) where identifiers ->> 'replyTo' is not null;
