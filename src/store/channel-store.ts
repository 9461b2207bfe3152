import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { Client } from "../domain/model/client.ts"
import { faultText, isFaults } from "../domain/model/field-fault.ts"
import { decodeIntake } from "../domain/model/intake-rules.ts"
import type { ChannelId, SalesChannel } from "../domain/model/sales-channel.ts"
import type { StockRules } from "../domain/model/stock-rules.ts"
import { type ChannelChange, ChannelStore, type NewChannel } from "../domain/ports/channel-store.ts"
import { StoreFailure } from "../domain/ports/failure.ts"
import { Database, type Sql } from "./database.ts"
import { rowParameter } from "./row-parameter.ts"

const selectChannels = (sql: Sql) => sql`
  select c.id, c.client_id as "clientId", c.name, c.kind, c.environment, c.plan, c.settings,
    c.eligible_statuses as "eligibleStatuses", c.earliest_order_at as "earliestOrderAt",
    c.reject_unmapped as "rejectUnmapped", c.notify_customer as "notifyCustomer",
    c.auto_processing as "autoProcessing", c.auto_processing_by as "autoProcessingBy",
    c.auto_processing_at as "autoProcessingAt", c.alert_address as "alertAddress",
    c.alert_tested_at as "alertTestedAt", c.release_seconds as "releaseSeconds", c.shipment_policy as "shipmentPolicy", c.allocation, c.shadow, c.live_from as "liveFrom",
    c.intake, c.supplier_values as "supplierValues", c.archived_at as "archivedAt", c.version,
    json_build_object('warehouse', c.warehouse, 'alias', c.stock_alias, 'minimumLevel', c.minimum_level,
      'safetyStock', c.safety_stock, 'sharePercent', c.share_percent, 'cap', c.stock_cap) as stock,
    coalesce((
      select json_agg(json_build_object('service', s.service, 'enabled', s.enabled, 'everyMinutes', s.every_minutes)
        order by s.service)
      from channel_services s where s.channel_id = c.id), '[]') as services
  from channels c`

type Row = Omit<SalesChannel, "intake"> & { readonly intake: unknown }

/** Rules that were written by hand into the database, and wrong, are a defect: guessing them could let in what must not. */
const channelsOf = Effect.fnUntraced(function* (rows: ReadonlyArray<Row>) {
  const channels: Array<SalesChannel> = []
  for (const row of rows) {
    const intake = decodeIntake(row.intake)
    if (isFaults(intake))
      return yield* new StoreFailure({
        reason: "Defect",
        message: `the intake rules of ${row.name}: ${intake.map(faultText).join("; ")}`
      })
    channels.push({ ...row, intake })
  }
  return channels
})

/** A new channel does nothing by itself: its three services are written as off. */
const insertChannel = (sql: Sql, c: NewChannel) => sql<ReadonlyArray<{ id: ChannelId }>>`
  with client as (
    insert into clients (name)
    select ${c.client} where not exists (select 1 from channels where name = ${c.name})
    on conflict (name) do update set name = excluded.name
    returning id
  ),
  made as (
    insert into channels (client_id, name, kind, environment, plan, settings, eligible_statuses, earliest_order_at,
      reject_unmapped, notify_customer)
    select id, ${c.name}, ${c.kind}, ${c.environment}, ${c.plan}, ${rowParameter(c.settings)}::text::jsonb,
      ${c.eligibleStatuses}::text[], ${c.earliestOrderAt}, ${c.rejectUnmapped}, ${c.notifyCustomer}
    from client
    on conflict (name) do nothing
    returning id
  ),
  services as (
    insert into channel_services (channel_id, service)
    select made.id, s from made, unnest(array['order_download', 'shipment_upload', 'inventory_upload']) s
  )
  select id from made`

/** A client of that name is taken as it is, except for what is said of it; a new one is made. */
const clientOf = (sql: Sql, id: ChannelId, client: ChannelChange["client"], version: number | null) => sql`
  client as (
    insert into clients (name, description, order_source_value)
    select ${client?.name ?? ""}, ${client?.description ?? ""}, ${client?.orderSourceValue ?? ""}
    from channels where ${client !== undefined} and id = ${id} and (${version}::int is null or version = ${version})
    on conflict (name) do update set
      description = coalesce(${client?.description ?? null}, clients.description),
      order_source_value = coalesce(${client?.orderSourceValue ?? null}, clients.order_source_value)
    returning id
  )`

const stockOf = (sql: Sql, stock: StockRules | undefined) =>
  stock === undefined
    ? sql``
    : sql`warehouse = ${stock.warehouse}, stock_alias = ${stock.alias}, minimum_level = ${stock.minimumLevel},
        safety_stock = ${stock.safetyStock}, share_percent = ${stock.sharePercent}, stock_cap = ${stock.cap},`

/** What is not named stays as it is; the alert address and its test can be taken away with null. */
const updateChannel = (sql: Sql, id: ChannelId, c: ChannelChange, version: number | null) => sql`
  with ${clientOf(sql, id, c.client, version)}
  update channels set
    client_id = coalesce((select id from client), client_id),
    plan = coalesce(${c.plan ?? null}, plan),
    settings = coalesce(${c.settings === undefined ? null : rowParameter(c.settings)}::text::jsonb, settings),
    eligible_statuses = coalesce(${c.eligibleStatuses ?? null}::text[], eligible_statuses),
    earliest_order_at = coalesce(${c.earliestOrderAt ?? null}, earliest_order_at),
    reject_unmapped = coalesce(${c.rejectUnmapped ?? null}, reject_unmapped),
    notify_customer = coalesce(${c.notifyCustomer ?? null}, notify_customer),
    allocation = coalesce(${c.allocation === undefined ? null : rowParameter(c.allocation)}::text::jsonb, allocation),
    intake = coalesce(${c.intake === undefined ? null : rowParameter(c.intake)}::text::jsonb, intake),
    supplier_values = coalesce(${c.supplierValues === undefined ? null : rowParameter(c.supplierValues)}::text::jsonb,
      supplier_values),
    ${stockOf(sql, c.stock)}
    shipment_policy = coalesce(${c.shipmentPolicy ?? null}, shipment_policy),
    release_seconds = coalesce(${c.releaseSeconds ?? null}, release_seconds),
    alert_address = case when ${c.alertAddress === undefined} then alert_address else ${c.alertAddress ?? null} end,
    alert_tested_at = case when ${c.alertTestedAt === undefined} then alert_tested_at
      else ${c.alertTestedAt ?? null}::timestamptz end,
    version = version + 1
  where id = ${id} and (${version}::int is null or version = ${version})
  returning id`

const selectClient = (sql: Sql, id: ChannelId) => sql<
  ReadonlyArray<Client & { readonly alsoOwns: ReadonlyArray<string> }>
>`
  select cl.name, cl.description, cl.order_source_value as "orderSourceValue",
    array(select o.name from channels o where o.client_id = cl.id and o.id <> c.id and o.archived_at is null
      order by o.name) as "alsoOwns"
  from channels c join clients cl on cl.id = c.client_id where c.id = ${id}`

const renameChannel = (sql: Sql, id: ChannelId, name: string) => sql`
  update channels set name = ${name}, version = version + 1
  where id = ${id} and not exists (select from channels other where other.name = ${name} and other.id <> ${id})
  returning id`

const noChannel = (id: ChannelId) =>
  new StoreFailure({ reason: "Defect", message: `there is no channel ${id}` })

const archiveChannel = (sql: Sql, id: ChannelId, at: Date | null) => sql`
  with put_away as (
    update channels set archived_at = ${at}, auto_processing = auto_processing and ${at}::timestamptz is null,
      version = version + 1
    where id = ${id} returning id
  )
  update channel_services s set enabled = false from put_away where s.channel_id = put_away.id`

export const channelStoreLayer: Layer.Layer<ChannelStore, never, Database> = Layer.effect(
  ChannelStore,
  Effect.gen(function* () {
    const { query } = yield* Database
    return ChannelStore.of({
      list: Effect.fn("ChannelStore.list")(() =>
        Effect.flatMap(
          query((sql) => sql<ReadonlyArray<Row>>`${selectChannels(sql)} order by c.name`),
          channelsOf
        )
      ),
      get: Effect.fn("ChannelStore.get")(function* (id) {
        const rows = yield* query((sql) => sql<ReadonlyArray<Row>>`${selectChannels(sql)} where c.id = ${id}`)
        return (yield* channelsOf(rows))[0] ?? null
      }),
      byName: Effect.fn("ChannelStore.byName")(function* (name) {
        const rows = yield* query(
          (sql) => sql<ReadonlyArray<Row>>`${selectChannels(sql)} where c.name = ${name}`
        )
        return (yield* channelsOf(rows))[0] ?? null
      }),
      add: Effect.fn("ChannelStore.add")(function* (channel) {
        const [made] = yield* query((sql) => insertChannel(sql, channel))
        return made?.id ?? null
      }),
      change: Effect.fn("ChannelStore.change")(function* (id, change, version) {
        return (yield* query((sql) => updateChannel(sql, id, change, version ?? null))).length === 1
      }),
      archive: Effect.fn("ChannelStore.archive")(function* (id, at) {
        yield* query((sql) => archiveChannel(sql, id, at))
      }),
      setService: Effect.fn("ChannelStore.setService")(function* (id, { service, enabled, everyMinutes }) {
        yield* query(
          (sql) => sql`
            insert into channel_services (channel_id, service, enabled, every_minutes)
            values (${id}, ${service}, ${enabled}, ${everyMinutes})
            on conflict (channel_id, service) do update
              set enabled = excluded.enabled, every_minutes = excluded.every_minutes`
        )
      }),
      setAutoProcessing: Effect.fn("ChannelStore.setAutoProcessing")(function* (id, on, actor, at) {
        yield* query(
          (sql) => sql`
            update channels set auto_processing = ${on}, auto_processing_by = ${actor}, auto_processing_at = ${at},
              version = version + 1
            where id = ${id}`
        )
      }),
      client: Effect.fn("ChannelStore.client")(function* (id) {
        const [client] = yield* query((sql) => selectClient(sql, id))
        return client ?? (yield* noChannel(id))
      }),
      rename: Effect.fn("ChannelStore.rename")(function* (id, name) {
        return (yield* query((sql) => renameChannel(sql, id, name))).length === 1
      }),
      orderSource: Effect.fn("ChannelStore.orderSource")(function* (id) {
        const [client] = yield* query(
          (sql) => sql<ReadonlyArray<{ source: string }>>`
            select coalesce(nullif(cl.order_source_value, ''), cl.name) as source
            from channels c join clients cl on cl.id = c.client_id where c.id = ${id}`
        )
        return client?.source ?? (yield* noChannel(id))
      })
    })
  })
)
