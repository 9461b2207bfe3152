-- A dealer portal captures payment only for what was authorized: by whom, when, how much (decisions A6).
create table authorizations (
  purchase_order_id bigint primary key references purchase_orders (id),
  supplier_id bigint not null references suppliers (id),
  state text not null default 'awaiting',
  way text not null,
  -- Cost plus shipping and fees, in the supplier's currency; null: a cost is not known.
  amount numeric(19, 4),
  currency text not null,
  -- Why a person is asked.
  reason text not null,
  asks int not null default 0,
  dispatch_intent_id bigint references dispatch_intents (id),
  asked_at timestamptz not null,
  authorized_by text,
  authorized_at timestamptz,
  authorized_how text,
  note text not null default '',
  constraint authorizations_state check (state in ('awaiting', 'authorizing', 'authorized', 'dropped')),
  constraint authorizations_way check (way in ('call', 'person')),
  constraint authorizations_how check (authorized_how in ('automatic', 'call', 'person')),
  constraint authorizations_authorized check ((state = 'authorized') = (authorized_by is not null and authorized_at is not null
    and authorized_how is not null) and (state <> 'authorized' or amount is not null)),
  constraint authorizations_authorizing check (state <> 'authorizing' or dispatch_intent_id is not null)
);
create index authorizations_awaiting on authorizations (asked_at) where state = 'awaiting';

alter table orders drop constraint orders_action;
alter table orders add constraint orders_action check (action in ('resolve', 'process', 'retry', 'settle', 'push', 'authorize'));
