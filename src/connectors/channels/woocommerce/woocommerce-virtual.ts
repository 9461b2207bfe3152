import * as Effect from "effect/Effect"
import type { SalesChannel } from "../../../domain/model/sales-channel.ts"
import { now } from "../../../domain/ports/clock.ts"
import type { Line } from "./woocommerce-order.ts"
import { productsBySku } from "./woocommerce-products.ts"
import type { Session } from "./woocommerce-session.ts"

/** Whether a product is virtual changes when somebody edits it; that is noticed after this long. */
const keptMs = 60 * 60_000
const mostKept = 50_000

interface Kept {
  /** Ids of the virtual products (or variations) with this SKU. */
  readonly virtual: ReadonlyArray<number>
  readonly untilMs: number
}

const productOf = (line: Line): number => (line.variation_id > 0 ? line.variation_id : line.product_id)

/**
 * Which lines do not ship. Orders do not say it, their products do: a virtual one needs no shipping by the shop's own rule
 * (a downloadable one that is not virtual does). They are asked for by SKU, once an hour each.
 */
export const makeVirtualLines = (session: Session) => {
  const kept = new Map<string, Kept>()
  const look = productsBySku(session)
  const keyOf = (channel: SalesChannel, sku: string) => `${channel.id}/${channel.version}/${sku}`

  const learn = Effect.fn("woocommerce.learnVirtual")(function* (
    channel: SalesChannel,
    skus: ReadonlyArray<string>
  ) {
    const products = Map.groupBy(yield* look(channel, skus), (p) => p.sku)
    const untilMs = (yield* now).getTime() + keptMs
    for (const sku of skus)
      kept.set(keyOf(channel, sku), {
        virtual: (products.get(sku) ?? []).filter((p) => p.virtual).map((p) => p.id),
        untilMs
      })
  })

  return Effect.fn("woocommerce.virtualLines")(function* (channel: SalesChannel, lines: ReadonlyArray<Line>) {
    const atMs = (yield* now).getTime()
    // Before it is asked what is known, so that nothing of this page is forgotten in between.
    if (kept.size > mostKept) kept.clear()
    const skus = [...new Set(lines.flatMap((line) => (line.sku ? [line.sku] : [])))]
    const unknown = skus.filter((sku) => (kept.get(keyOf(channel, sku))?.untilMs ?? 0) <= atMs)
    // A key whose user may read orders but no products: then nothing is known to be virtual, and everything ships.
    if (unknown.length > 0)
      yield* learn(channel, unknown).pipe(
        Effect.catchIf(
          (failure) => failure._tag === "ChannelFailure" && failure.reason === "Unauthorized",
          () => Effect.void
        )
      )
    return (line: Line): boolean =>
      kept.get(keyOf(channel, line.sku ?? ""))?.virtual.includes(productOf(line)) ?? false
  })
}

export type VirtualLines = ReturnType<typeof makeVirtualLines>
