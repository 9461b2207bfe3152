-- A supplier is told more than orders: cancel, change, authorize. Each is a promise of the ledger like the first one.
alter table dispatch_intents add column kind text not null default 'order';
alter table dispatch_intents add constraint dispatch_intents_kind check (kind in ('order', 'cancel', 'change', 'authorize'));

create or replace function keep_intent() returns trigger language plpgsql as $$
begin
  if (new.purchase_order_id, new.supplier_id, new.kind, new.key, new.transport, new.content, new.content_hash, new.identifiers)
     is distinct from
     (old.purchase_order_id, old.supplier_id, old.kind, old.key, old.transport, old.content, old.content_hash, old.identifiers) then
    raise exception 'a dispatch intent never changes what it says' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;

-- answer: what the supplier said of it afterwards (997, 855, a bounce).
alter table evidence drop constraint evidence_kind;
alter table evidence add constraint evidence_kind
  check (kind in ('attempt', 'transport_receipt', 'look_up', 'refusal', 'failure', 'person', 'answer'));

-- What a supplier wants or grants beyond its transport (model/supplier-terms); absent parts mean the plain rule.
alter table suppliers add column terms jsonb not null default '{}';
-- transport: answers come the way orders go. sftp: shipment files beside another transport. carrier: from our own account.
alter table suppliers drop constraint suppliers_tracking_source;
alter table suppliers add constraint suppliers_tracking_source check (tracking_source in ('transport', 'sftp', 'carrier', 'none'));
