import * as Effect from "effect/Effect"
import { giveAliases } from "../give-aliases.ts"
import { type AliasClash, planAliases, type WantedAlias } from "../model/alias-plan.ts"
import {
  barcodeForms,
  type ChannelListing,
  isBarcodeType,
  type ListingMatch,
  matchListing
} from "../model/channel-listing.ts"
import { inBatches } from "../model/job-request.ts"
import type { SalesChannel } from "../model/sales-channel.ts"
import { channelAliasType } from "../model/sku-alias.ts"
import { aliasFault, aliasTypeFault } from "../model/stock-alias.ts"
import { nameHolders, namesAtOnce } from "../name-holders.ts"
import { AliasStore, type ProductName } from "../ports/alias-store.ts"
import { Refusal } from "../ports/failure.ts"
import { type ListingPage, SalesChannels } from "../ports/sales-channels.ts"
import { UnitOfWork } from "../ports/unit-of-work.ts"

/** More is a listing without end. */
export const mostListings = 500_000
const mostPages = 20_000

export interface AliasDownload {
  readonly channel: SalesChannel
  /** The alias type that the channel's SKUs become. */
  readonly type: string
  /** The alias type that the channel's barcodes become; null: they only say which product it is. */
  readonly barcodes: string | null
  readonly dryRun: boolean
  /** Told while it is read: how many so far. */
  readonly told: (read: number) => Effect.Effect<void>
}

export interface BrokenListing {
  readonly place: string
  readonly reason: string
}

export interface DownloadedAliases {
  readonly supported: boolean
  readonly type: string
  /** Listings that were read, and those of them without a SKU, which nobody can be told about. */
  readonly read: number
  readonly withoutSku: number
  readonly added: ReadonlyArray<WantedAlias>
  readonly known: number
  readonly clashes: ReadonlyArray<AliasClash>
  readonly ambiguous: ReadonlyArray<{
    readonly listing: ChannelListing
    readonly products: ReadonlyArray<string>
  }>
  readonly unmatched: ReadonlyArray<ChannelListing>
  readonly broken: ReadonlyArray<BrokenListing>
  /** Aliases of the type that the channel does not list any more. They are left: say so to have them taken away. */
  readonly gone: ReadonlyArray<{ readonly alias: string; readonly sku: string }>
}

const nothing = (type: string): DownloadedAliases => ({
  supported: false,
  type,
  read: 0,
  withoutSku: 0,
  added: [],
  known: 0,
  clashes: [],
  ambiguous: [],
  unmatched: [],
  broken: [],
  gone: []
})

const demandTypes = Effect.fn("demandTypes")(function* ({ type, barcodes }: AliasDownload) {
  const fault = aliasTypeFault(type) ?? (barcodes === null ? null : aliasTypeFault(barcodes))
  if (fault !== null) return yield* new Refusal({ message: fault })
  if (isBarcodeType(type) || type === barcodes)
    return yield* new Refusal({
      message: `${type} is a type of barcodes, and what is downloaded are the channel's own SKUs. Name another --type.`
    })
  if (barcodes !== null && !isBarcodeType(barcodes))
    return yield* new Refusal({ message: "Barcodes are kept as barcode, ean, gtin, isbn or upc." })
})

/** All pages of what the channel lists. Nothing is written while it is read. */
const readListings = Effect.fn("readListings")(function* ({ channel, told }: AliasDownload) {
  const channels = yield* SalesChannels
  const listings: Array<ChannelListing> = []
  const broken: Array<BrokenListing> = []
  const seen = new Set<string>()
  for (let cursor: string | null = null, pages = 0; pages < mostPages; pages++) {
    const page: ListingPage = yield* channels.readListings(channel, cursor)
    listings.push(...page.listings)
    broken.push(...page.broken)
    yield* told(listings.length)
    if (page.next === null) return { listings, broken }
    if (seen.has(page.next))
      return yield* new Refusal({
        message: `${channel.name} names the same page again and again. Nothing was taken.`
      })
    if (listings.length > mostListings) break
    seen.add(page.next)
    cursor = page.next
  }
  return yield* new Refusal({
    message: `${channel.name} lists more than ${mostListings} SKUs. Nothing was taken.`
  })
})

/** By which names a listing is looked for: the channel's own SKU, our master SKU, and its barcodes in any writing. */
const namesOf = (listing: ChannelListing, mapped: string, barcodeTypes: ReadonlyArray<string>) => ({
  mapped: { type: mapped, name: listing.sku },
  named: [
    { type: null, name: listing.sku },
    ...listing.barcodes.flatMap(barcodeForms).flatMap((name) => barcodeTypes.map((type) => ({ type, name })))
  ] satisfies ReadonlyArray<ProductName>
})

const matchAll = Effect.fn("matchAll")(function* (
  channel: SalesChannel,
  listings: ReadonlyArray<ChannelListing>
) {
  const barcodeTypes = (yield* (yield* AliasStore).types()).filter(isBarcodeType)
  const mapped = channelAliasType(channel.id)
  const batches = yield* Effect.forEach(inBatches(listings, namesAtOnce), (some) =>
    Effect.gen(function* () {
      const asked = some.map((listing) => ({ listing, ...namesOf(listing, mapped, barcodeTypes) }))
      const holders = yield* nameHolders(asked.flatMap((a) => [a.mapped, ...a.named]))
      return asked.map((a) => matchListing(a.listing, holders(a.mapped)[0] ?? null, a.named.flatMap(holders)))
    })
  )
  return batches.flat()
})

const wantedOf =
  ({ type, barcodes }: AliasDownload) =>
  (match: ListingMatch): ReadonlyArray<WantedAlias> => {
    if (match._tag !== "Matched") return []
    const { listing, product } = match
    const { productId, sku } = product
    const own = { type, alias: listing.sku, productId, sku }
    if (barcodes === null) return [own]
    const printed = listing.barcodes.filter((barcode) => aliasFault(barcode) === null)
    return [own, ...printed.map((alias) => ({ type: barcodes, alias, productId, sku }))]
  }

const aliasesAtOnce = 5_000

const goneOf = Effect.fn("goneOf")(function* (type: string, listings: ReadonlyArray<ChannelListing>) {
  const store = yield* AliasStore
  const listed = new Set(listings.map((listing) => listing.sku))
  const gone: Array<{ readonly alias: string; readonly sku: string }> = []
  for (let after: number | null = null; ; ) {
    const rows: Effect.Success<ReturnType<typeof store.page>> = yield* store.page(type, after, aliasesAtOnce)
    gone.push(...rows.flatMap(({ alias, sku }) => (listed.has(alias) ? [] : [{ alias, sku }])))
    after = rows.at(-1)?.id ?? null
    if (rows.length < aliasesAtOnce) return gone
  }
})

/** What is wrong with the SKU of a listing as an alias. */
const brokenSkus = (listings: ReadonlyArray<ChannelListing>): ReadonlyArray<BrokenListing> =>
  listings.flatMap(({ sku, title }) => {
    const fault = aliasFault(sku)
    return fault === null
      ? []
      : [{ place: title === "" ? sku.slice(0, 200) : title.slice(0, 200), reason: fault }]
  })

/**
 * What a channel calls our products, from the channel itself. A listing is a product by what a person mapped, else by our
 * master SKU and its barcodes. What is not sure is named and not taken; what is there already stays as it is.
 */
export const downloadAliases = Effect.fn("downloadAliases")(function* (request: AliasDownload) {
  const { channel, type, dryRun } = request
  yield* demandTypes(request)
  const kind = (yield* SalesChannels).kinds.find((k) => k.kind === channel.kind)
  if (kind?.capabilities.listings !== true) return nothing(type)
  const { listings, broken } = yield* readListings(request)
  const withSku = listings.filter((listing) => listing.sku !== "")
  const sound = withSku.filter((listing) => aliasFault(listing.sku) === null)
  return yield* (yield* UnitOfWork).run(
    Effect.gen(function* () {
      const matches = yield* matchAll(channel, sound)
      const wanted = matches.flatMap(wantedOf(request))
      const holders = yield* nameHolders(wanted.map((w) => ({ type: w.type, name: w.alias })))
      const plan = planAliases(wanted, (w) => holders({ type: w.type, name: w.alias }))
      const gone = yield* goneOf(type, sound)
      if (!dryRun) yield* giveAliases("aliases downloaded", type, plan.add, channel.name)
      return {
        supported: true,
        type,
        read: listings.length,
        withoutSku: listings.length - withSku.length,
        added: plan.add,
        known: plan.known,
        clashes: plan.clashes,
        ambiguous: matches.flatMap((m) =>
          m._tag === "Ambiguous" ? [{ listing: m.listing, products: m.products }] : []
        ),
        unmatched: matches.flatMap((m) => (m._tag === "Unmatched" ? [m.listing] : [])),
        broken: [...broken, ...brokenSkus(withSku)],
        gone
      } satisfies DownloadedAliases
    })
  )
})
