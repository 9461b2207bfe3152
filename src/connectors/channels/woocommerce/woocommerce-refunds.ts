import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type { SalesChannel } from "../../../domain/model/sales-channel.ts"
import { decoder } from "./woocommerce-answer.ts"
import type { RefundedPieces } from "./woocommerce-order.ts"
import type { Session } from "./woocommerce-session.ts"

/** More refunds of one order than anybody writes; the shop's own limit of a page. */
const refundsAtOnce = 100

const RefundLine = Schema.Struct({
  /** Below zero, and zero where only money was given back. */
  quantity: Schema.Number,
  meta_data: Schema.Array(Schema.Struct({ key: Schema.String, value: Schema.Unknown }))
})
type RefundLine = typeof RefundLine.Type

const decodeRefunds = decoder(
  Schema.Array(Schema.Struct({ line_items: Schema.Array(RefundLine) })),
  "the refunds of an order"
)

/** The order's line that a refund's line speaks of: its own id is another one. */
const lineOf = (line: RefundLine): number | null => {
  const said = Number(line.meta_data.find((m) => m.key === "_refunded_item_id")?.value)
  return Number.isSafeInteger(said) && said > 0 ? said : null
}

const nobody: RefundedPieces = new Map()

/** Which pieces were given back. The order's own answer lists its refunds with their money only, so they are asked for. */
export const refundedPieces = (session: Session) =>
  Effect.fn("woocommerce.refundedPieces")(function* (
    channel: SalesChannel,
    order: { readonly id: number; readonly refunds: ReadonlyArray<unknown> }
  ) {
    if (order.refunds.length === 0) return nobody
    const answer = yield* session.said(channel, {
      method: "GET",
      route: `wc/v3/orders/${order.id}/refunds`,
      query: { per_page: refundsAtOnce, _fields: "id,line_items" }
    })
    // Deleted between the two questions: the next run hears of it.
    if (answer._tag === "Refused" && answer.status === 404) return nobody
    if (answer._tag === "Refused") return yield* answer.failure
    const pieces = new Map<number, number>()
    for (const line of (yield* decodeRefunds(answer.json)).flatMap((refund) => refund.line_items)) {
      const id = lineOf(line)
      if (id !== null) pieces.set(id, (pieces.get(id) ?? 0) + Math.abs(line.quantity))
    }
    return pieces satisfies RefundedPieces
  })
