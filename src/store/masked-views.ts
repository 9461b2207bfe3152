import { maskedSchema, type Sql } from "./database.ts"
import { quotedEdits } from "./former-values.ts"
import { maskFunctions } from "./mask-functions.ts"
import { type Column, judgments, type Mask, maskOf, ofPurchaseOrder, orderOf } from "./masked-columns.ts"
import { jobViewsFunction, writeJobViews } from "./masked-jobs.ts"

const columnsOf = (sql: Sql) => sql<Array<Column>>`
  select c.relname as table, a.attname as name, format_type(a.atttypid, a.atttypmod) as type
  from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  where c.relnamespace = 'switchyard'::regnamespace and c.relkind = 'r' order by c.relname, a.attnum`

const quote = (name: string): string => `"${name.replaceAll('"', '""')}"`

/** What edits of an order `o` replaced: papers of before still say it (model/personal, formerValues). */
const formerValues = `array(select value from switchyard.order_history h cross join lateral (
    select unnest(array[h.before, h.after]) where h.event in ('edited', 'edit taken back') and h.subject not in ('region', 'country')
    union all select unnest(edit) from regexp_matches(h.detail::text, '${quotedEdits}', 'g') edit where strpos(h.detail::text, '“') > 0
  ) former (value) where h.order_id = o.id and value <> '')`

/** Name, phone and the rest of the order that a row `t` is about; null where it is about none. The first two are names. */
const knownOf = (columns: ReadonlyArray<Column>): string => {
  const table = columns[0]?.table ?? ""
  const has = (name: string): boolean => columns.some((column) => column.name === name)
  const order =
    orderOf[table] ?? (has("order_id") ? "t.order_id" : has("purchase_order_id") ? ofPurchaseOrder : "null")
  return `(select array[o.customer_name, o.ship_name, o.phone, o.customer_email, o.company, o.address1, o.address2, o.city, o.postal_code]
      || ${formerValues}
    from switchyard.orders o where o.id = ${order})`
}

type Masking = (column: string, known: string) => string

const expressions: Readonly<Record<Mask, Masking>> = {
  name: (c) => `${maskedSchema}.mask_name(${c})`,
  email: (c) => `${maskedSchema}.mask_email(${c})`,
  postcode: (c) => `${maskedSchema}.mask_postcode(${c})`,
  stars: (c) => `case when btrim(${c}) = '' then '' else '***' end`,
  empty: () => "null",
  edited: (c, known) =>
    `case when t.event in ('edited', 'edit taken back') and t.subject not in ('region', 'country') and ${c} <> '' then '***' else ${maskedSchema}.mask_known(${c}, ${known}) end`,
  known: (c, known) => `${maskedSchema}.mask_known(${c}, ${known})`,
  failure: (c) => `${maskedSchema}.mask_failure(${c})`,
  title: (c) => `${maskedSchema}.mask_title(${c})`,
  cause: (c) => `${maskedSchema}.mask_cause(${c})`,
  bytes: (c) => `rpad('hidden from a read-only login: may hold personal data ', octet_length(${c}), '*')`,
  none: () => "'[]'",
  forbidden: () => `${maskedSchema}.forbidden()`
}

/** What a setting became is a business's; only of an order it may be a buyer's. */
const activityKnown = (known: string): string =>
  `case when t.subject_kind = 'order' then ${known} else '{}'::text[] end`

const shownAs = (column: Column, known: string): string => {
  const mask = maskOf(column)
  const from = `t.${quote(column.name)}`
  if (mask === null) return from
  const text = expressions[mask](
    from,
    column.table === "activity" && column.name === "changes" ? activityKnown(known) : known
  )
  const value = column.type === "bytea" ? `convert_to(${text}, 'UTF8')` : `(${text})::${column.type}`
  return `${value} as ${quote(column.name)}`
}

/** An order is found by its numbers and SKUs, not by who bought it: those words are put together anew. */
const searchView = `create view ${maskedSchema}.order_search as
  select s.order_id, concat_ws(E'\\n', lower(o.channel_order_number), lower(o.channel_order_id),
      (select string_agg(lower(l.channel_sku), E'\\n') from switchyard.order_lines l where l.order_id = s.order_id))
    || coalesce(substr(s.text, nullif(strpos(s.text, E'\\n\\n'), 0)), '') as text
  from switchyard.order_search s join switchyard.orders o on o.id = s.order_id`

const viewText = (table: string, columns: ReadonlyArray<Column>): string =>
  table === "order_search"
    ? searchView
    : `create view ${maskedSchema}.${quote(table)} as select ${columns.map((column) => shownAs(column, knownOf(columns))).join(", ")} from switchyard.${quote(table)} t`

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

/** What a reader may do, and nothing else; said again after each migration, since views that are made anew have lost it. */
export const grantReading = async (sql: Sql, role: string): Promise<void> => {
  const who = quote(role)
  // Functions and operators of the schema, and which migrations it has; none of its other tables.
  await sql.unsafe(`grant usage on schema switchyard, ${maskedSchema} to ${who}`)
  await sql.unsafe(`grant select on switchyard.schema_migrations to ${who}`)
  await sql.unsafe(`grant select on all tables in schema ${maskedSchema} to ${who}`)
}

/** All that was given, by who gave it. */
export const revokeReading = async (sql: Sql, role: string): Promise<void> => {
  const who = quote(role)
  await sql.unsafe(`revoke all on all tables in schema ${maskedSchema} from ${who}`)
  await sql.unsafe(`revoke select on switchyard.schema_migrations from ${who}`)
  await sql.unsafe(`revoke usage on schema switchyard, ${maskedSchema} from ${who}`)
}

/** Writes a view for each table that was judged, as the tables are now, and for the queue's jobs. In a transaction of the caller. */
export const writeMaskedViews = async (sql: Sql): Promise<void> => {
  if (await exists(sql)) await dropMaskedViews(sql)
  else await sql.unsafe(`create schema ${maskedSchema}`)
  // Also where they are there: those of an older program mask as it did.
  await sql.unsafe(maskFunctions() + jobViewsFunction).simple()
  for (const [table, columns] of byTable(await columnsOf(sql)))
    if (judgments.has(table)) await sql.unsafe(viewText(table, columns))
  for (const { name } of await readersOf(sql)) await grantReading(sql, name)
  // Last: it takes from readers what an older program gave them.
  await writeJobViews(sql)
}
