import * as Effect from "effect/Effect"
import type { SupplierOffer } from "./model/allocation.ts"
import type { Order, OrderId, OrderLine } from "./model/order.ts"
import type { ChannelId, SalesChannel } from "./model/sales-channel.ts"
import type { ChosenShipMethod, ShipMethodMapping } from "./model/ship-method.ts"
import type { ShipMethodId, Supplier, SupplierId } from "./model/supplier.ts"
import { type ValidationContext, type Verdict, validate } from "./model/validation.ts"
import { Catalog } from "./ports/catalog.ts"
import { ChannelStore } from "./ports/channel-store.ts"
import { MappingStore } from "./ports/mapping-store.ts"
import { OrderStore } from "./ports/order-store.ts"
import { SupplierStore } from "./ports/supplier-store.ts"

export interface Judged {
  readonly order: Order
  readonly channel: SalesChannel
  readonly context: ValidationContext
  readonly verdict: Verdict
}

type Choice = {
  readonly orderId: OrderId
  readonly supplierId: SupplierId
  readonly shipMethodId: ShipMethodId
}

const methodById = (
  suppliers: ReadonlyMap<SupplierId, Supplier>
): ReadonlyMap<ShipMethodId, ChosenShipMethod> =>
  new Map([...suppliers.values()].flatMap((s) => s.shipMethods.map((m) => [m.id, m] as const)))

/** The order's own choice wins; then the channel's mapping; then the supplier's mapping for every channel. */
const chooser =
  (
    order: Order,
    choices: ReadonlyArray<Choice>,
    mappings: ReadonlyArray<ShipMethodMapping>,
    methods: ReadonlyMap<ShipMethodId, ChosenShipMethod>
  ) =>
  (supplierId: SupplierId): ChosenShipMethod | null => {
    const own = choices.find((c) => c.orderId === order.id && c.supplierId === supplierId)
    const fitting = mappings.filter(
      (m) => m.supplierId === supplierId && m.channelMethodName === order.shipMethodName
    )
    const saved =
      fitting.find((m) => m.channelId === order.channelId) ?? fitting.find((m) => m.channelId === null)
    const id = own?.shipMethodId ?? saved?.shipMethodId
    return id === undefined ? null : (methods.get(id) ?? null)
  }

/** What orders judged before, and ready to be sent, take of each supplier's stock. */
class Taken {
  readonly #pieces = new Map<string, number>()

  left(offer: SupplierOffer): SupplierOffer {
    const taken = this.#pieces.get(`${offer.supplierId}/${offer.productId}`)
    return taken === undefined || offer.stock === null ? offer : { ...offer, stock: offer.stock - taken }
  }

  take({ findings, allocation }: Verdict): void {
    if (findings.length > 0) return
    for (const { offer, quantity } of [...allocation.bySupplier.values()].flat()) {
      const key = `${offer.supplierId}/${offer.productId}`
      if (offer.stock !== null) this.#pieces.set(key, (this.#pieces.get(key) ?? 0) + quantity)
    }
  }
}

const judgeOfChannel = Effect.fn("judgeOfChannel")(function* (
  channel: SalesChannel,
  orders: ReadonlyArray<Order>,
  suppliers: ReadonlyMap<SupplierId, Supplier>,
  taken: Taken
) {
  const catalog = yield* Catalog
  const skus = [...new Set(orders.flatMap((o) => o.lines.map((l) => l.channelSku)))]
  const products = yield* catalog.productsBySku(channel.id, skus)
  const productOf = (line: OrderLine) => line.productId ?? products.get(line.channelSku) ?? null
  const productIds = [...new Set(orders.flatMap((o) => o.lines.flatMap((l) => productOf(l) ?? [])))]
  const offers = yield* catalog.offers(productIds)
  const mappings = yield* (yield* MappingStore).forNames(channel.id, [
    ...new Set(orders.map((o) => o.shipMethodName))
  ])
  const choices = yield* (yield* OrderStore).chosenShipMethods(orders.map((o) => o.id))
  const methods = methodById(suppliers)
  const offersOf = Map.groupBy(offers, (o) => o.productId)
  return orders.map((order): Judged => {
    const context: ValidationContext = {
      rejectUnmapped: channel.rejectUnmapped,
      requirePaid: channel.intake.requirePaid,
      supplierValues: channel.supplierValues,
      allocation: channel.allocation,
      suppliers,
      offers: order.lines.flatMap((l) => offersOf.get(productOf(l) ?? -1) ?? []).map((o) => taken.left(o)),
      productOf,
      chosenMethod: chooser(order, choices, mappings, methods)
    }
    const verdict = validate(order, context)
    taken.take(verdict)
    return { order, channel, context, verdict }
  })
})

/** Reads the world around the orders once per channel and applies the rules of `model/validation` to each. */
export const judgeOrders = Effect.fn("judgeOrders")(function* (orders: ReadonlyArray<Order>) {
  const channels = yield* (yield* ChannelStore).list()
  const suppliers = new Map((yield* (yield* SupplierStore).list()).map((s) => [s.id, s]))
  const byChannel = Map.groupBy(orders, (o): ChannelId => o.channelId)
  const judged: Array<Judged> = []
  const taken = new Taken()
  for (const [channelId, group] of byChannel) {
    const channel = channels.find((c) => c.id === channelId)
    if (channel !== undefined) judged.push(...(yield* judgeOfChannel(channel, group, suppliers, taken)))
  }
  return judged
})
