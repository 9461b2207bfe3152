import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type { SalesChannel } from "../../../domain/model/sales-channel.ts"
import type { AmazonAsk } from "./amazon-ask.ts"
import type { AmazonPlace } from "./amazon-marketplace.ts"
import { getListingsItemOperation, patchListingsItemOperation } from "./amazon-operation.ts"
import { malformed } from "./amazon-refusal.ts"

export interface PatchQuery {
  readonly marketplaceIds: ReadonlyArray<string>
  readonly includedData?: ReadonlyArray<"identifiers" | "issues">
  /** Judged only, nothing is changed. */
  readonly mode?: "VALIDATION_PREVIEW"
}

export interface ListingPatch {
  readonly productType: string
  readonly patches: ReadonlyArray<{
    readonly op: "add" | "replace" | "merge" | "delete"
    readonly path: string
    readonly value: ReadonlyArray<Readonly<Record<string, unknown>>>
  }>
}

const Issue = Schema.Struct({ code: Schema.String, message: Schema.String, severity: Schema.String })
export type Issue = typeof Issue.Type

const Submission = Schema.Struct({
  sku: Schema.String,
  status: Schema.Literals(["ACCEPTED", "INVALID", "VALID"]),
  submissionId: Schema.String,
  issues: Schema.optionalKey(Schema.NullOr(Schema.Array(Issue)))
})
export type Submission = typeof Submission.Type

export type PatchAnswer =
  | { readonly _tag: "Submitted"; readonly submission: Submission }
  | { readonly _tag: "Unknown"; readonly words: string }
  | { readonly _tag: "Refused"; readonly words: string }

const pathOf = (sellerId: string, sku: string) => ["listings", "2021-08-01", "items", sellerId, sku]

const decodeSubmission = Schema.decodeUnknownEffect(Submission)

export const patchListingsItem = (ask: AmazonAsk) =>
  Effect.fn("amazon.patchListingsItem")(function* (
    channel: SalesChannel,
    place: AmazonPlace,
    listing: { readonly sellerId: string; readonly sku: string },
    query: PatchQuery,
    body: ListingPatch
  ) {
    const { status, json, words } = yield* ask(channel, place, {
      operation: patchListingsItemOperation,
      method: "PATCH",
      path: pathOf(listing.sellerId, listing.sku),
      query: { ...query },
      body,
      understands: [400, 404]
    })
    if (status === 404) return { _tag: "Unknown", words } satisfies PatchAnswer
    if (status === 400) return { _tag: "Refused", words } satisfies PatchAnswer
    const submission = yield* decodeSubmission(json).pipe(
      Effect.mapError(() => malformed("a change of a listing"))
    )
    return { _tag: "Submitted", submission } satisfies PatchAnswer
  })

const Listing = Schema.Struct({
  sku: Schema.String,
  fulfillmentAvailability: Schema.optionalKey(
    Schema.NullOr(
      Schema.Array(
        Schema.Struct({
          fulfillmentChannelCode: Schema.String,
          quantity: Schema.optionalKey(Schema.NullOr(Schema.Int))
        })
      )
    )
  )
})

const decodeListing = Schema.decodeUnknownEffect(Listing)

/** The listing and what of it can be sold; null when the seller has none by this SKU. */
export const getListingsItem = (ask: AmazonAsk) =>
  Effect.fn("amazon.getListingsItem")(function* (
    channel: SalesChannel,
    place: AmazonPlace,
    listing: { readonly sellerId: string; readonly sku: string }
  ) {
    const { status, json } = yield* ask(channel, place, {
      operation: getListingsItemOperation,
      method: "GET",
      path: pathOf(listing.sellerId, listing.sku),
      query: { marketplaceIds: [place.marketplaceId], includedData: ["fulfillmentAvailability"] },
      understands: [404]
    })
    if (status === 404) return null
    return yield* decodeListing(json).pipe(Effect.mapError(() => malformed("a listing")))
  })
