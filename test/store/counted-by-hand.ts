import { availability, countsFor, type StockFacts } from "../../src/domain/model/availability.ts"
import type { SalesChannel } from "../../src/domain/model/sales-channel.ts"
import { type AliasClaim, toldAs } from "../../src/domain/model/stock-alias.ts"
import type { Sql } from "../../src/store/database.ts"

interface Level {
  readonly productId: number
  readonly supplierId: number
  readonly supplier: string
  readonly warehouse: string
  readonly onHand: number
  readonly asOf: Date
}
interface Piece {
  readonly productId: number
  readonly supplierId: number
  readonly lineId: number
  readonly state: string
  readonly sentAt: Date | null
  readonly pieces: number
  readonly shadow: boolean
}
interface Line {
  readonly id: number
  readonly productId: number
  readonly open: number
  readonly wanted: number
  readonly counts: boolean
}

/** The bare rows, as they lie in their tables. */
export const bareRows = async (sql: Sql) => ({
  products: await sql<Array<{ id: number; sku: string }>>`select id, sku from products`,
  aliases: await sql<Array<{ productId: number; alias: string }>>`
    select product_id as "productId", alias from sku_aliases where alias_type = 'UPC'`,
  levels: await sql<Array<Level>>`
    select product_id as "productId", supplier_id as "supplierId", u.name as supplier, warehouse, on_hand as "onHand",
      as_of as "asOf" from stock_levels join suppliers u on u.id = supplier_id`,
  pieces: await sql<Array<Piece>>`
    select n.product_id as "productId", po.supplier_id as "supplierId", n.id as "lineId", po.state, po.sent_at as "sentAt",
      pl.quantity - pl.canceled - pl.rejected as pieces, o.shadow
    from purchase_order_lines pl join purchase_orders po on po.id = pl.purchase_order_id
    join order_lines n on n.id = pl.order_line_id join orders o on o.id = n.order_id`,
  lines: await sql<Array<Line>>`
    select n.id, product_id as "productId", open, ordered - canceled as wanted,
      o.status in ('processing', 'processed', 'failed') and not o.shadow and o.channel_standing = 'ok' as counts
    from order_lines n join orders o on o.id = n.order_id`
})
type Bare = Awaited<ReturnType<typeof bareRows>>

const sum = (numbers: ReadonlyArray<number>): number => numbers.reduce((a, b) => a + b, 0)

const committedOf = (rows: Bare, productId: number, levels: ReadonlyArray<Level>): number =>
  sum(
    [...new Set(levels.map((l) => l.supplierId))].map((supplierId) => {
      const oldest = Math.min(
        ...levels.filter((l) => l.supplierId === supplierId).map((l) => l.asOf.getTime())
      )
      const unknown = rows.pieces.filter(
        (p) =>
          p.productId === productId &&
          p.supplierId === supplierId &&
          !p.shadow &&
          (["queued", "sending", "in_doubt"].includes(p.state) ||
            (p.state === "sent" && (p.sentAt?.getTime() ?? 0) > oldest))
      )
      return sum(unknown.map((p) => p.pieces))
    })
  )

const unsentOf = (rows: Bare, productId: number): number =>
  sum(
    rows.lines
      .filter((l) => l.productId === productId && l.counts)
      .map((l) => {
        const given = rows.pieces.filter(
          (p) => p.lineId === l.id && p.state !== "failed" && p.state !== "canceled"
        )
        return Math.max(0, Math.min(l.open, l.wanted - sum(given.map((p) => p.pieces))))
      })
  )

export const factsByHand = (rows: Bare, productId: number, warehouse: string | null): StockFacts | null => {
  const levels = rows.levels.filter((l) => l.productId === productId && countsFor(warehouse, l))
  if (levels.length === 0) return null
  return {
    onHand: sum(levels.map((l) => l.onHand)),
    committed: committedOf(rows, productId, levels),
    unsentDemand: unsentOf(rows, productId)
  }
}

/** What a channel is told, product by product with the pure functions: its name of each and how many. */
export const toldByHand = (rows: Bare, channel: SalesChannel): ReadonlyMap<string, number> => {
  const claims = rows.products.flatMap(({ id, sku }): ReadonlyArray<AliasClaim> => {
    const mine = rows.aliases.filter((a) => a.productId === id)
    return mine.length === 0 || channel.stock.alias === null
      ? [{ sku, alias: null }]
      : mine.map((a) => ({ sku, alias: a.alias }))
  })
  const ids = new Map(rows.products.map((p) => [p.sku, p.id]))
  const told = toldAs(channel.stock.alias, claims).flatMap((t) => {
    if (t._tag !== "Told") return []
    const facts = factsByHand(rows, ids.get(t.sku) ?? 0, channel.stock.warehouse)
    if (facts === null) return []
    return [[t.as, availability(facts, channel.stock, channel.kind === "vendure").quantity] as const]
  })
  return new Map(told)
}
