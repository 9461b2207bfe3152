-- What people lay beside an order: notes, tags, who it is for, who is at it. None of it is a fact of the order: status, holds and
-- sends do not look at it.
create table order_notes (
  id bigint generated always as identity primary key,
  order_id bigint not null references orders (id),
  -- handover: stands open until somebody takes it.
  kind text not null default 'note',
  text text not null,
  noted_by text not null,
  noted_at timestamptz not null,
  undone_by text,
  undone_at timestamptz,
  taken_by text,
  taken_at timestamptz,
  constraint order_notes_kind check (kind in ('note', 'handover')),
  constraint order_notes_text check (text ~ '[^[:space:]]' and length(text) <= 4000 and noted_by <> ''),
  constraint order_notes_undone check ((undone_at is null) = (undone_by is null)),
  constraint order_notes_taken check (
    (taken_at is null) = (taken_by is null) and (taken_at is null or kind = 'handover') and (taken_at is null or undone_at is null))
);
create index order_notes_order on order_notes (order_id, id);
create index order_notes_words on order_notes using gin (lower(text) gin_trgm_ops) where undone_at is null;
create index order_notes_open_handovers on order_notes (id) where kind = 'handover' and taken_at is null and undone_at is null;

create table order_tags (
  order_id bigint not null references orders (id),
  tag text not null,
  tagged_by text not null,
  tagged_at timestamptz not null,
  constraint order_tags_pkey primary key (order_id, tag),
  -- What parts the words of a search is in no tag.
  constraint order_tags_tag check (tag <> '' and length(tag) <= 40 and tag !~ '[[:space:][:cntrl:]",:()]' and tagged_by <> '')
);
create index order_tags_tag on order_tags (tag, order_id);

create table order_assignees (
  order_id bigint primary key references orders (id),
  assignee text not null,
  assigned_by text not null,
  assigned_at timestamptz not null,
  constraint order_assignees_names check (assignee <> '' and length(assignee) <= 100 and assigned_by <> '')
);
create index order_assignees_assignee on order_assignees (assignee, order_id);

-- Who looks at an order or edits it just now: told to others, never a lock. Times are the database's, as those of leases: what was
-- not seen for two minutes is not there any more.
create table order_claims (
  order_id bigint not null references orders (id),
  session uuid not null,
  doing text not null,
  actor text not null,
  since timestamptz not null,
  seen_at timestamptz not null,
  constraint order_claims_pkey primary key (order_id, session, doing),
  constraint order_claims_doing check (doing in ('looking', 'editing')),
  constraint order_claims_times check (seen_at >= since and actor <> '')
) with (fillfactor = 50);

-- What the channel said of the order when it was taken in last, in its own words.
create table order_payloads (
  order_id bigint primary key references orders (id),
  received_at timestamptz not null,
  -- Longer ones are cut; how long it was is kept.
  payload text not null,
  length integer not null,
  constraint order_payloads_bounded check (length(payload) <= 200000 and length >= length(payload))
);
