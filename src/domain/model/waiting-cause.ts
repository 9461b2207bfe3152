import { addressFields, addressLabels } from "./address.ts"
import { type HoldKind, holdKinds } from "./hold.ts"
import type { Money } from "./money.ts"
import type { ChannelId } from "./sales-channel.ts"
import type { SupplierId } from "./supplier.ts"

/** What orders wait for: those of one cause go on by one and the same answer, or by answers of one and the same kind. */
export interface CauseKey {
  readonly kind: HoldKind
  /** null: the channel makes no difference to the answer. */
  readonly channelId: ChannelId | null
  readonly supplierId: SupplierId | null
  /** The channel's name of the ship method, its SKU, the field that is missing; "" where the kind says it all. */
  readonly subject: string
}

export interface WaitingCause extends CauseKey {
  readonly channel: string | null
  readonly supplier: string | null
  readonly orders: number
  /** Of these, orders that wait for nothing else. */
  readonly alone: number
  readonly oldestAt: Date
  readonly totals: ReadonlyArray<Money>
  /** What is said of one of them. */
  readonly message: string
}

/** So many are told, those for which the most orders wait; each currency of a cause counts. */
export const mostCauses = 500

/** There are more causes than are told. */
export const isMoreThan = (causes: ReadonlyArray<WaitingCause>): boolean =>
  causes.reduce((parts, { totals }) => parts + totals.length, 0) >= mostCauses

/** In which a channel's word means something of its own. */
export const kindsOfChannel: ReadonlyArray<HoldKind> = [
  "ship_method_unmapped",
  "sku_unknown",
  "channel_value_missing"
]

/** Of which the field tells two causes apart. */
export const kindsWithSubject: ReadonlyArray<HoldKind> = [
  "sku_unknown",
  "channel_value_missing",
  "supplier_missing",
  "out_of_stock",
  "address_missing",
  "address_invalid",
  "phone_missing"
]

/** method: one of the supplier's own. product: which one the SKU is. each: no answer fits all, so each order is asked about. */
export type CauseFix = "method" | "product" | "each"

export const fixOf = ({ kind }: CauseKey): CauseFix =>
  kind === "ship_method_unmapped" ? "method" : kind === "sku_unknown" ? "product" : "each"

export const causeId = ({ kind, channelId, supplierId, subject }: CauseKey): string =>
  JSON.stringify([kind, channelId, supplierId, subject])

const labelOf = (field: string): string =>
  addressFields.find((known) => known === field) === undefined
    ? field
    : addressLabels[field as (typeof addressFields)[number]]

/** Whose word it is, beside the label of its kind: `“Free Shipping” acme-shop → Northwind`; of none, what takes it away. */
export const causeWhat = ({ kind, subject, channel, supplier }: WaitingCause): string => {
  if (kind === "ship_method_unmapped") return `“${subject}” ${channel} → ${supplier}`
  const named = [labelOf(subject), channel ?? ""].filter((part) => part !== "").join(", ")
  return named === "" ? holdKinds[kind].releasedBy : named
}

/** `“Free Shipping” of acme-shop is not mapped at Northwind`, `Phone missing`. */
export const causeText = (cause: WaitingCause): string => {
  switch (cause.kind) {
    case "ship_method_unmapped":
      return `“${cause.subject}” of ${cause.channel} is not mapped at ${cause.supplier}`
    case "sku_unknown":
      return `SKU ${cause.subject} of ${cause.channel} is not known`
    case "address_missing":
    case "phone_missing":
      return `${labelOf(cause.subject)} missing`
    case "address_invalid":
      return `${labelOf(cause.subject)} not valid`
    default: {
      const what = cause.subject === "" ? "" : ` ${cause.subject}`
      return `${holdKinds[cause.kind].label}${what}${cause.channel === null ? "" : ` of ${cause.channel}`}`
    }
  }
}
