import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import { mappingFiles } from "../../../src/app/mapping-files.ts"
import type { Hold } from "../../../src/domain/model/hold.ts"
import { money, sumByCurrency } from "../../../src/domain/model/money.ts"
import type { Order, OrderId } from "../../../src/domain/model/order.ts"
import { ChannelId } from "../../../src/domain/model/sales-channel.ts"
import { SupplierId } from "../../../src/domain/model/supplier.ts"
import {
  type CauseKey,
  causeId,
  kindsOfChannel,
  kindsWithSubject,
  type WaitingCause
} from "../../../src/domain/model/waiting-cause.ts"
import { type AliasMark, type AliasRow, AliasStore } from "../../../src/domain/ports/alias-store.ts"
import {
  type AliasLine,
  MappingBoard,
  type MethodLine,
  type NearProduct,
  type SkuLine,
  type UnnamedLine
} from "../../../src/domain/ports/mapping-board.ts"
import { MappingFiles } from "../../../src/domain/ports/mapping-files.ts"
import { MappingStore } from "../../../src/domain/ports/mapping-store.ts"
import type { ChangingWorld } from "./changing-world.ts"
import { nowMs } from "./sample-orders.ts"

/** What channels call products, and what products there are. */
export class MappingWorld {
  /** By `channel/sku`. */
  readonly skus = new Map<string, string>()
  /** Names of other types, as inventory alias gives them. */
  aliases: ReadonlyArray<AliasRow & AliasMark> = []
  products: ReadonlyArray<NearProduct> = []
  /** What channels are not told of, as long as nobody gives it an alias. */
  unnamed: ReadonlyArray<UnnamedLine> = []
  /** What a channel's SKU alone does not tell. */
  readonly unknown = new Set<string>()
}

const keyOf = (hold: Hold, order: Order): CauseKey => ({
  kind: hold.kind,
  channelId: kindsOfChannel.includes(hold.kind) ? order.channelId : null,
  supplierId: hold.kind === "ship_method_unmapped" ? SupplierId(Number(hold.field)) : null,
  subject:
    hold.kind === "ship_method_unmapped"
      ? order.shipMethodName
      : kindsWithSubject.includes(hold.kind)
        ? hold.field
        : ""
})

const waiting = (world: ChangingWorld) =>
  world.openHolds.flatMap((hold) => {
    const order = world.orders.find(({ id }) => id === hold.orderId)
    return order === undefined ? [] : { hold, order, key: keyOf(hold, order) }
  })

const causesOf = (world: ChangingWorld): ReadonlyArray<WaitingCause> =>
  [...Map.groupBy(waiting(world), ({ key }) => causeId(key)).values()]
    .flatMap((group): ReadonlyArray<WaitingCause> => {
      const [first] = group
      if (first === undefined) return []
      const { key, hold } = first
      const orders = group.map(({ order }) => order)
      return [
        {
          ...key,
          channel: world.salesChannels.find(({ id }) => id === key.channelId)?.name ?? null,
          supplier: world.suppliers.find(({ id }) => id === key.supplierId)?.name ?? null,
          orders: orders.length,
          alone: orders.filter(({ id }) => world.holdsOf([id]).length === 1).length,
          oldestAt: new Date(Math.min(...orders.map(({ placedAt }) => placedAt.getTime()))),
          totals: sumByCurrency(orders.map((o) => money(o.total, o.currency))),
          message: hold.message
        }
      ]
    })
    .toSorted((a, b) => b.orders - a.orders)

const savedAt = new Date(nowMs - 3 * 24 * 60 * 60_000)
const used = { orders: 12, isLeast: false }

const methodsOf = (world: ChangingWorld): ReadonlyArray<MethodLine> =>
  world.saved.flatMap((mapping) => {
    const supplier = world.suppliers.find(({ id }) => id === mapping.supplierId)
    const method = supplier?.shipMethods.find(({ id }) => id === mapping.shipMethodId)
    if (supplier === undefined || method === undefined) return []
    const channel = world.salesChannels.find(({ id }) => id === mapping.channelId)?.name ?? null
    const { carrier, method: name } = method
    return [
      { ...mapping, channel, supplier: supplier.name, carrier, method: name, savedBy: "ben", savedAt, used }
    ]
  })

const skusOf = (world: ChangingWorld, term: string): ReadonlyArray<SkuLine> =>
  [...world.mapping.skus].flatMap(([key, product]) => {
    const [id = "", ...rest] = key.split("/")
    const channel = world.salesChannels.find((c) => c.id === Number(id))
    const sku = rest.join("/")
    if (channel === undefined || !`${sku} ${product}`.toLowerCase().includes(term.toLowerCase())) return []
    const title = world.mapping.products.find((p) => p.sku === product)?.title ?? ""
    return [
      {
        channelId: ChannelId(Number(id)),
        channel: channel.name,
        sku,
        product,
        title,
        savedBy: "ben",
        savedAt,
        used
      }
    ]
  })

const hasAlias = (world: ChangingWorld, type: string, product: string): boolean =>
  world.mapping.aliases.some((row) => row.type === type && row.sku === product)

const aliasLinesOf = (world: ChangingWorld, term: string): ReadonlyArray<AliasLine> =>
  world.mapping.aliases
    .filter(({ alias, sku }) => `${alias} ${sku}`.toLowerCase().includes(term.toLowerCase()))
    .map(({ type, alias, sku, by, at }) => ({
      type,
      alias,
      product: sku,
      title: world.mapping.products.find((p) => p.sku === sku)?.title ?? "",
      others: world.mapping.aliases
        .filter((other) => other.type === type && other.alias === alias && other.sku !== sku)
        .map((other) => other.sku),
      channels: world.salesChannels.filter(({ stock }) => stock.alias === type).map(({ name }) => name),
      savedBy: by,
      savedAt: at
    }))

const isOpen = ({ status }: Order): boolean => status === "not_processed"
const idsOf = (orders: ReadonlyArray<Order>): ReadonlyArray<OrderId> => orders.map(({ id }) => id)

const aliasPort = (world: ChangingWorld): AliasStore["Service"] => {
  const skuAt = (index: number): string => world.mapping.products[index]?.sku ?? ""
  const idOf = (sku: string): number => world.mapping.products.findIndex((p) => p.sku === sku)
  const keep = (isKept: (alias: AliasRow & AliasMark) => boolean): number => {
    const before = world.mapping.aliases
    world.mapping.aliases = before.filter(isKept)
    return before.length - world.mapping.aliases.length
  }
  return {
    types: () => Effect.sync(() => [...new Set(world.mapping.aliases.map(({ type }) => type))]),
    named: (names) =>
      Effect.sync(() =>
        names.flatMap((name) =>
          name.type === null
            ? world.mapping.products
                .filter(({ sku }) => sku === name.name)
                .map(({ sku }) => ({ ...name, sku, productId: idOf(sku) }))
            : world.mapping.aliases
                .filter(({ type, alias }) => type === name.type && alias === name.name)
                .map(({ sku }) => ({ ...name, sku, productId: idOf(sku) }))
        )
      ),
    add: (aliases, mark) =>
      Effect.sync(() => {
        const rows = aliases.map(({ type, alias, productId }) => ({
          type,
          alias,
          sku: skuAt(productId),
          id: 0,
          ...mark
        }))
        world.mapping.aliases = [...world.mapping.aliases, ...rows].map((row, i) => ({ ...row, id: i + 1 }))
        return rows.length
      }),
    takeBack: ({ by, at }) =>
      Effect.sync(() => keep((row) => row.by !== by || row.at.getTime() !== at.getTime())),
    wouldLose: ({ by, at }) =>
      Effect.sync(() => {
        const { aliases } = world.mapping
        const gone = aliases.filter((row) => row.by === by && row.at.getTime() === at.getTime())
        const losses = world.salesChannels.map((channel) => {
          const own = gone.filter(({ type }) => type === channel.stock.alias)
          const holders = own.map(
            (g) => aliases.filter((a) => a.type === g.type && a.alias === g.alias).length
          )
          const untold = holders.filter((n) => n === 1).length
          return { channel: channel.name, untold, toldAgain: holders.filter((n) => n === 2).length }
        })
        return { aliases: gone.length, losses }
      }),
    remove: (gone) =>
      Effect.sync(() =>
        keep(
          (row) =>
            !gone.some(
              ({ type, alias, productId }) =>
                type === row.type && alias === row.alias && skuAt(productId) === row.sku
            )
        )
      ),
    page: (type, after, limit) =>
      Effect.sync(() =>
        world.mapping.aliases
          .filter((row) => row.id > (after ?? 0) && (type === null || row.type === type))
          .slice(0, limit)
      )
  }
}

/** Mappings in memory, and what is read of them. */
export const mappingPorts = (world: ChangingWorld) =>
  Context.empty().pipe(
    Context.add(MappingStore, {
      forNames: () => Effect.sync(() => world.saved),
      save: (mapping) => Effect.sync(() => world.saveMapping(mapping)),
      list: () => Effect.sync(() => world.saved),
      remove: (key) => Effect.sync(() => world.removeMapping(key)),
      productOf: (channelId, sku) => Effect.sync(() => world.mapping.skus.get(`${channelId}/${sku}`) ?? null),
      saveSku: (channelId, sku, product) =>
        Effect.sync(() => {
          if (!world.mapping.products.some((p) => p.sku === product)) return "no such product" as const
          world.mapping.skus.set(`${channelId}/${sku}`, product)
          return "saved" as const
        }),
      removeSku: (channelId, sku) => Effect.sync(() => world.mapping.skus.delete(`${channelId}/${sku}`)),
      forgetProduct: () => Effect.void
    }),
    Context.add(AliasStore, aliasPort(world)),
    // Real files: what a test wants read it writes into a folder of its own.
    Context.add(MappingFiles, mappingFiles),
    Context.add(MappingBoard, {
      methods: () => world.answer("methods", () => methodsOf(world)),
      skus: (term) => world.answer("skus", () => skusOf(world, term)),
      aliases: (term) => Effect.sync(() => aliasLinesOf(world, term)),
      unnamed: () =>
        Effect.sync(() =>
          world.mapping.unnamed.filter(({ type, product }) => !hasAlias(world, type, product))
        ),
      causes: () => world.answer("causes", () => causesOf(world)),
      waitingFor: (cause, limit) =>
        Effect.sync(() =>
          idsOf(
            waiting(world)
              .filter(({ key }) => causeId(key) === causeId(cause))
              .map(({ order }) => order)
          ).slice(0, limit)
        ),
      withMethod: (channelId, name) =>
        Effect.sync(() =>
          idsOf(
            world.orders.filter(
              (o) =>
                isOpen(o) && o.shipMethodName === name && (channelId === null || o.channelId === channelId)
            )
          )
        ),
      withSku: (channelId, sku) =>
        Effect.sync(() =>
          idsOf(
            world.orders.filter(
              (o) => isOpen(o) && o.channelId === channelId && o.lines.some((l) => l.channelSku === sku)
            )
          )
        ),
      lastOrders: () => Effect.sync(() => idsOf(world.orders)),
      nearProducts: (words, limit) =>
        world.answer("nearProducts", () => {
          const parts = words
            .toLowerCase()
            .split(/[^a-z0-9]+/)
            .filter((part) => part.length > 2)
          return world.mapping.products
            .filter(({ sku, title }) => parts.some((part) => `${sku} ${title}`.toLowerCase().includes(part)))
            .slice(0, limit)
        })
    })
  )
