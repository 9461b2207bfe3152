import { personalLabels } from "../domain/model/personal.ts"
import { maskedSchema, type Sql } from "./database.ts"

type Mask =
  | "name"
  | "email"
  | "postcode"
  | "stars"
  | "empty"
  | "edits"
  | "json_edits"
  | "edited"
  | "forbidden"

/** Personal columns, and what a reader gets instead (ADR 28). */
const masks: Readonly<Record<string, Mask>> = {
  "orders.customer_name": "name",
  "orders.customer_email": "email",
  "orders.ship_name": "name",
  "orders.company": "stars",
  "orders.address1": "stars",
  "orders.address2": "stars",
  "orders.city": "stars",
  "orders.postal_code": "postcode",
  "orders.phone": "stars",
  // Made of the address: whoever guesses one could see that the guess is right.
  "orders.source_hash": "empty",
  "orders.twin_key": "empty",
  "order_history.before": "edited",
  "order_history.after": "edited",
  "order_history.detail": "json_edits",
  "holds.message": "edits",
  "holds.detail": "json_edits",
  "supplier_requests.differences": "json_edits",
  "shipment_lines.source_row": "stars",
  "acknowledgements.raw": "stars",
  "supplier_documents.raw": "stars",
  "quarantine.raw": "stars",
  "quarantine.raw_hash": "empty",
  "quarantine.retry": "forbidden",
  "reviews.body": "stars",
  "reviews.suggestion": "forbidden",
  "alert_routes.target": "stars",
  "channel_drafts.answers": "forbidden",
  "dispatch_intents.content": "forbidden",
  "edi_interchanges.answer_content": "forbidden",
  "payload_bundles.body": "forbidden",
  "secrets.cipher_text": "forbidden"
}

/** Columns whose names sound like a person's, and that are none. */
const harmless = new Set([
  "orders.ship_method_name",
  "orders.region",
  "ship_method_mappings.channel_method_name",
  "alert_routes.name",
  "carrier_accounts.name",
  "channel_drafts.name",
  "channels.name",
  "clients.name",
  "paused_queues.name",
  "schema_migrations.name",
  "suppliers.name",
  "suppliers.contact",
  "workers.name",
  "channels.alert_address",
  "edi_interchanges.answer_name",
  "dispatch_intents.content_hash",
  "edi_interchanges.content_hash",
  "supplier_documents.content_hash",
  // What colleagues write to each other; docs/roles.md says that it is not masked.
  "order_notes.text"
])

/** A column that nobody judged and whose name sounds personal is hidden: a later migration cannot forget it. */
const soundsPersonal =
  /(^|_)(names?|e?mails?|phones?|address\d?|compan(y|ies)|city|postal|zip|street|payloads?|raw|contents?|body|text|answers|secret|cipher|contacts?|recipients?)(_|$)/

interface Column {
  readonly table: string
  readonly name: string
  readonly type: string
}

const columnsOf = (sql: Sql) => sql<Array<Column>>`
  select c.relname as table, a.attname as name, format_type(a.atttypid, a.atttypmod) as type
  from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  where c.relnamespace = 'switchyard'::regnamespace and c.relkind = 'r' order by c.relname, a.attnum`

export const maskOf = (column: Pick<Column, "table" | "name">): Mask | null => {
  const key = `${column.table}.${column.name}`
  if (masks[key] !== undefined) return masks[key]
  return soundsPersonal.test(column.name) && !harmless.has(key) ? "forbidden" : null
}

const quote = (name: string): string => `"${name.replaceAll('"', '""')}"`

const expressions: Readonly<Record<Mask, (column: string) => string>> = {
  name: (c) => `${maskedSchema}.mask_name(${c})`,
  email: (c) => `${maskedSchema}.mask_email(${c})`,
  postcode: (c) => `${maskedSchema}.mask_postcode(${c})`,
  stars: (c) => `case when btrim(${c}) = '' then '' else '***' end`,
  empty: () => "null",
  edits: (c) => `${maskedSchema}.mask_edits(${c})`,
  json_edits: (c) => `${maskedSchema}.mask_json_edits(${c}::text)`,
  edited: (c) =>
    `case when t.event = 'edited' and t.subject not in ('region', 'country') and ${c} <> '' then '***' else ${c} end`,
  forbidden: () => `${maskedSchema}.forbidden()`
}

const shownAs = (column: Column): string => {
  const mask = maskOf(column)
  const from = `t.${quote(column.name)}`
  if (mask === null) return from
  const text = expressions[mask](from)
  const value = column.type === "bytea" ? `convert_to(${text}, 'UTF8')` : `(${text})::${column.type}`
  return `${value} as ${quote(column.name)}`
}

/** An order is found by its numbers and SKUs, not by who bought it: those words are put together anew. */
const searchView = `create view ${maskedSchema}.order_search as
  select s.order_id, concat_ws(E'\\n', lower(o.channel_order_number), lower(o.channel_order_id),
      (select string_agg(lower(l.channel_sku), E'\\n') from switchyard.order_lines l where l.order_id = s.order_id))
    || coalesce(substr(s.text, nullif(strpos(s.text, E'\\n\\n'), 0)), '') as text
  from switchyard.order_search s join switchyard.orders o on o.id = s.order_id`

/** What is written of an edit (model/channel-edit, model/change-request); the rest of the sentence may be anything. */
const editLabels = personalLabels.join("|")

const functions = `
create or replace function ${maskedSchema}.forbidden() returns text language plpgsql stable as $$
  begin raise insufficient_privilege using message = 'personal data and secrets are not shown to a read-only connection'; end $$;
create or replace function ${maskedSchema}.mask_name(given text) returns text language sql stable parallel safe as $$
  select coalesce(string_agg(left(word, 1) || '.', ' ' order by place), '') from (
    select word, place from regexp_split_to_table(given, '[\\s.]+') with ordinality w (word, place)
    where word <> '' order by place limit 3) words $$;
create or replace function ${maskedSchema}.mask_email(given text) returns text language sql immutable parallel safe as $$
  select case when btrim(given) = '' then ''
    when given ~* '^\\s*[!-?A-~][^@]*@.*\\.[a-z]{2,10}\\s*$'
      then left(btrim(given), 1) || '***@***.' || substring(btrim(given) from '\\.([A-Za-z]{2,10})$')
    else '***' end $$;
create or replace function ${maskedSchema}.mask_postcode(given text) returns text language sql immutable parallel safe as $$
  select case when btrim(given) = '' then ''
    else left(btrim(given), greatest(0, least(3, length(btrim(given)) - 2))) || '***' end $$;
create or replace function ${maskedSchema}.mask_edits(given text) returns text language sql immutable parallel safe as $$
  select regexp_replace(given, '(${editLabels}): (“|nothing).*$', '\\1: ***') $$;
create or replace function ${maskedSchema}.mask_json_edits(given text) returns text language sql immutable parallel safe as $$
  select regexp_replace(given, '(${editLabels}): (“|nothing)(\\\\.|[^"\\\\])*', '\\1: ***', 'g') $$;
`

const viewText = (table: string, columns: ReadonlyArray<Column>): string =>
  table === "order_search"
    ? searchView
    : `create view ${maskedSchema}.${quote(table)} as select ${columns.map(shownAs).join(", ")} from switchyard.${quote(table)} t`

const byTable = (columns: ReadonlyArray<Column>): ReadonlyMap<string, ReadonlyArray<Column>> =>
  Map.groupBy(columns, ({ table }) => table)

const exists = async (sql: Sql): Promise<boolean> => {
  const [row] = await sql<Array<{ there: boolean }>>`
    select exists (select from pg_namespace where nspname = ${maskedSchema}) as there`
  return row?.there === true
}

/** A view stands in the way of every change to the table behind it: taken away before migrations. True: there were some. */
export const dropMaskedViews = async (sql: Sql): Promise<boolean> => {
  if (!(await exists(sql))) return false
  const views = await sql<Array<{ name: string }>>`
    select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = ${maskedSchema} and c.relkind = 'v'`
  for (const { name } of views) await sql.unsafe(`drop view ${maskedSchema}.${quote(name)}`)
  return true
}

/** Who may only read, found by what they may do: they have the masked views and nothing to change with. */
export const readersOf = (sql: Sql) => sql<Array<{ name: string }>>`
  select r.rolname as name from pg_namespace n cross join lateral aclexplode(n.nspacl) a
  join pg_roles r on r.oid = a.grantee
  where n.nspname = ${maskedSchema} and a.privilege_type = 'USAGE' and a.grantee <> n.nspowner order by 1`

/** The queue's own tables hold ids and words of the program; its schema comes with the first worker. */
const grantQueue = async (sql: Sql, role: string): Promise<void> => {
  const [queue] = await sql`select from pg_class where oid = to_regclass('pgboss.job')`
  if (queue === undefined) return
  await sql.unsafe(`grant usage on schema pgboss to ${quote(role)}`)
  await sql.unsafe(`grant select on all tables in schema pgboss to ${quote(role)}`)
}

/** What a reader may do, and nothing else; said again after each migration, since views that are made anew have lost it. */
export const grantReading = async (sql: Sql, role: string): Promise<void> => {
  const who = quote(role)
  // Functions and operators of the schema, and which migrations it has; none of its other tables.
  await sql.unsafe(`grant usage on schema switchyard, ${maskedSchema} to ${who}`)
  await sql.unsafe(`grant select on switchyard.schema_migrations to ${who}`)
  await sql.unsafe(`grant select on all tables in schema ${maskedSchema} to ${who}`)
  await grantQueue(sql, role)
}

/** Writes a view for each table, as the tables are now. In a transaction of the caller. */
export const writeMaskedViews = async (sql: Sql): Promise<void> => {
  if (await exists(sql)) await dropMaskedViews(sql)
  else await sql.unsafe(`create schema ${maskedSchema}`)
  // Also where they are there: those of an older program mask as it did.
  await sql.unsafe(functions).simple()
  for (const [table, columns] of byTable(await columnsOf(sql))) await sql.unsafe(viewText(table, columns))
  for (const { name } of await readersOf(sql)) await grantReading(sql, name)
}
