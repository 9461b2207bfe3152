-- Who said which product a channel's SKU is, and when; null: an older program was told so.
alter table sku_aliases add column saved_by text;
alter table sku_aliases add column saved_at timestamptz;
