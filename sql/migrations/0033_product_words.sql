-- What a product is found by while somebody types: a part of its SKU or of its title.
create index products_words on products using gin ((sku || ' ' || title) gin_trgm_ops);
-- Whose feed waits for a person: their products can be asked for.
create index supplier_documents_held on supplier_documents (supplier_id) where feed_state = 'held';
-- Why a person did not let a feed in.
alter table supplier_documents add column settle_reason text not null default '';
