-- Which orders are let in besides status and date, how fast is asked, how far a look-back goes (model/intake-rules).
-- Empty: the usual rules. What is written was judged by the model first.
alter table channels add column intake jsonb not null default '{}';
alter table channels add constraint channels_intake check (jsonb_typeof(intake) = 'object');

-- What of the stock is offered there (model/stock-rules).
-- Null warehouse: all of them added up. Null alias: our master SKU is what it is told.
alter table channels add column warehouse text;
alter table channels add column stock_alias text;
alter table channels add column minimum_level int;
alter table channels add column safety_stock int not null default 0;
alter table channels add column share_percent int not null default 100;
alter table channels add column stock_cap int;
alter table channels add constraint channels_stock_rules
  check (minimum_level >= 1 and safety_stock >= 0 and share_percent between 0 and 100 and stock_cap >= 0);

-- What suppliers ask of a channel, by the name of their field: it goes into each purchase order of its orders.
alter table channels add column supplier_values jsonb not null default '{}';
alter table channels add constraint channels_supplier_values check (jsonb_typeof(supplier_values) = 'object');

-- A channel that had orders is never deleted: it is put away, with nothing that runs by itself.
alter table channels add column archived_at timestamptz;
alter table channels add constraint channels_archived_sends_nothing check (archived_at is null or not auto_processing);

-- A set-up that was left, to be gone on with. Its secrets are in the vault, under draft:<name>.
create table channel_drafts (
  name text not null,
  answers jsonb not null,
  left_by text not null,
  left_at timestamptz not null,
  constraint channel_drafts_pkey primary key (name),
  constraint channel_drafts_answers check (jsonb_typeof(answers) = 'array')
);
