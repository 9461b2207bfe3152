-- The masks of personal data are written with each change of the schema. They find half a value at a cut and base64 over lines
-- now: a login that may only read is to have that from this version on, and not from the next table on.
select 1;
