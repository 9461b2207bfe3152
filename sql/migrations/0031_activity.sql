-- What people and programs changed in settings: who, when, what, from what to what. Append-only. What happens to an order is in
-- order_history; what is secret is here only as "changed".
create table activity (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  actor text not null,
  -- What was done, as a short verb: added, changed, archived, stopped.
  act text not null,
  -- The sort of thing, its number where it has one, and the name that it had then.
  subject_kind text not null,
  subject_id bigint,
  subject text not null,
  -- [{"field", "before", "after"}], or [{"field", "secret": true}].
  changes jsonb not null default '[]',
  note text not null default '',
  constraint activity_words check (actor <> '' and act <> '' and subject_kind <> ''),
  constraint activity_changes check (jsonb_typeof(changes) = 'array')
);
create trigger activity_append_only before update or delete on activity for each row execute function refuse_change();
create index activity_newest on activity (at desc, id desc);
create index activity_actor on activity (actor, at desc, id desc);
create index activity_subject on activity (subject_kind, subject, at desc, id desc);
