import * as Effect from "effect/Effect"
import type { SalesChannel } from "../../../domain/model/sales-channel.ts"
import type { ShownStock, StockAnswer, StockLevel } from "../../../domain/ports/sales-channels.ts"
import { foreignText } from "../../foreign-text.ts"
import type { AmazonAsk } from "./amazon-ask.ts"
import {
  getListingsItem,
  type ListingPatch,
  type PatchAnswer,
  patchListingsItem,
  type Submission
} from "./amazon-listings-api.ts"
import { placeOf, sellerIdOf } from "./amazon-marketplace.ts"

/** The seller's own stock, as opposed to what lies with Amazon. */
const ownStock = "DEFAULT"

/** Merged, so that handling time and restock date of the listing stay. PRODUCT stands for every product type. */
const patchOf = (quantity: number): ListingPatch => ({
  productType: "PRODUCT",
  patches: [
    {
      op: "merge",
      path: "/attributes/fulfillment_availability",
      value: [{ fulfillment_channel_code: ownStock, quantity }]
    }
  ]
})

const issuesOf = (submission: Submission): string => {
  const issues = submission.issues ?? []
  const errors = issues.filter((issue) => issue.severity === "ERROR")
  return (errors.length > 0 ? errors : issues)
    .slice(0, 3)
    .map((issue) => foreignText(`${issue.message} (${issue.code})`))
    .join("; ")
}

const unknown = (sku: string): StockAnswer => ({
  _tag: "Unknown",
  sku,
  reason: "The seller has no listing with this SKU in this marketplace."
})

const rejected = (sku: string, reason: string): StockAnswer => ({ _tag: "Rejected", sku, reason })

const answerOf = (sku: string, answer: PatchAnswer): StockAnswer => {
  if (answer._tag === "Unknown") return unknown(sku)
  if (answer._tag === "Refused") return rejected(sku, `Amazon refused it: ${answer.words}`)
  const { submission } = answer
  if (submission.status !== "INVALID") return { _tag: "Accepted", sku }
  const issues = issuesOf(submission)
  return rejected(
    sku,
    `Amazon found the listing invalid${issues === "" ? " and did not say why." : `: ${issues}`}`
  )
}

/** A SKU that no address can hold: nothing could be asked about it. */
const cannotBeAsked = (sku: string): boolean => sku === "" || sku === "." || sku === ".."

/** One listing at a time, in the order given. Amazon has no compare-and-set: what it is told last is what it shows. */
export const uploadInventory = (ask: AmazonAsk) => {
  const patch = patchListingsItem(ask)
  return Effect.fn("amazon.uploadInventory")(function* (
    channel: SalesChannel,
    _key: string,
    levels: ReadonlyArray<StockLevel>
  ) {
    const place = yield* placeOf(channel)
    const sellerId = yield* sellerIdOf(channel)
    const query = { marketplaceIds: [place.marketplaceId], includedData: ["issues"] } as const
    const answers: Array<StockAnswer> = []
    for (const { sku, quantity } of levels) {
      if (cannotBeAsked(sku)) {
        answers.push(unknown(sku))
        continue
      }
      const outcome = yield* Effect.result(patch(channel, place, { sellerId, sku }, query, patchOf(quantity)))
      if (outcome._tag === "Success") answers.push(answerOf(sku, outcome.success))
      // What was set before the trouble is handed over; the rest, unnamed, meets the same trouble at its next turn.
      else if (answers.length > 0) return answers
      else return yield* outcome.failure
    }
    return answers
  })
}

export const readInventory = (ask: AmazonAsk) => {
  const get = getListingsItem(ask)
  return Effect.fn("amazon.readInventory")(function* (channel: SalesChannel, skus: ReadonlyArray<string>) {
    const place = yield* placeOf(channel)
    const sellerId = yield* sellerIdOf(channel)
    const shown: Array<ShownStock> = []
    for (const sku of skus.filter((each) => !cannotBeAsked(each))) {
      const listing = yield* get(channel, place, { sellerId, sku })
      const own = (listing?.fulfillmentAvailability ?? []).find((a) => a.fulfillmentChannelCode === ownStock)
      if (typeof own?.quantity === "number") shown.push({ sku, quantity: own.quantity })
    }
    return shown
  })
}
