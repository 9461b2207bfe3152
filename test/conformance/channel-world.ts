import type { SalesChannel } from "../../src/domain/model/sales-channel.ts"
import type { Gate, Heard } from "./gate.ts"

/** When the stories of the suite begin. Orders of a shop are older, and what happens on the way comes after. */
export const began = new Date("2026-11-22T06:00:00Z")

export const minutesAfter = (minutes: number): Date => new Date(began.getTime() + minutes * 60_000)

/** Where an order that was edited goes from then on. */
export const movedTo = "2 Changed Street"

/** What every order of a world holds, so that the suite can tell what it sees. */
export const pieces = [
  { sku: "SKU-A", quantity: 2 },
  { sku: "SKU-B", quantity: 1 }
] as const

/** What a parcel says in the shop's own books. */
export interface KeptParcel {
  readonly tracking: string
  /** Pieces of all lines together. */
  readonly pieces: number
}

type Done = void | Promise<void>

/** A shop of one kind: the vendor's own habits, and the few things that happen at every shop, by one name each. */
export interface ChannelWorld extends AsyncDisposable {
  readonly channel: SalesChannel
  /** By the connector's own names. Each is a word that must never be seen anywhere. */
  readonly secrets: Readonly<Record<string, string>>
  /** null: what this channel speaks is not HTTP. */
  readonly gate: Gate | null
  /** So many orders changed in one second, and so many later: several pages together. */
  readonly crowd: readonly [number, number]
  /** The shop's own clock. */
  readonly setClock: (at: Date) => void
  /** A request that asks for a token and not for the shop's data. */
  readonly isSignIn: (heard: Heard) => boolean
  /** An order that is ready to be shipped (lines as in `pieces`), placed and changed then. */
  readonly add: (n: number, at: Date) => Done
  readonly idOf: (n: number) => string
  /** It goes to `movedTo` now. */
  readonly edit: (n: number, at: Date) => Done
  readonly cancel: (n: number, at: Date) => Done
  /** The shop's own people have shipped it: its status is not eligible any more. */
  readonly finish: (n: number, at: Date) => Done
  /** null: the channel does not tell of refunds. */
  readonly refund: ((n: number, at: Date) => Done) | null
  /** A field that we need is gone from it. */
  readonly spoil: (n: number) => Done
  /** null: the channel is written to and never asked what it knows. */
  readonly shipElsewhere: ((n: number) => Done) | null
  readonly parcels: (n: number) => Promise<ReadonlyArray<KeptParcel>>
  /** What may be sold of `SKU-A` and `SKU-B`; every other SKU is unknown to the shop. */
  readonly setStock: (sku: string, quantity: number) => Done
  /** null: not a number. */
  readonly stock: (sku: string) => Promise<number | null>
}

export type OpenWorld = () => Promise<ChannelWorld>
