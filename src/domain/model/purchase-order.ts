import type * as Brand from "effect/Brand"
import type { Address } from "./address.ts"
import type { Lifecycle } from "./lifecycle.ts"
import type { OrderId, OrderLineId } from "./order.ts"
import type { ChosenShipMethod } from "./ship-method.ts"
import type { SupplierId } from "./supplier.ts"
import type { NumberPolicy } from "./supplier-terms.ts"

export type PurchaseOrderId = number & Brand.Brand<"PurchaseOrderId">
export const PurchaseOrderId = (n: number): PurchaseOrderId => n as PurchaseOrderId

export type PurchaseOrderState = "queued" | "sending" | "sent" | "failed" | "in_doubt" | "canceled"
export type PurchaseOrderEvent =
  | "start"
  | "requeue"
  | "confirm"
  | "refuse"
  | "reject"
  | "doubt"
  | "retry"
  | "cancel"

export const purchaseOrderLife: Lifecycle<PurchaseOrderState, PurchaseOrderEvent> = {
  queued: {
    means: "its intent is written, nothing has left",
    mover: "worker, send-purchase-order",
    on: { start: "sending", confirm: "sent", refuse: "failed", reject: "failed", cancel: "canceled" }
  },
  sending: {
    means: "a worker holds the lease and talks to the supplier",
    mover: "worker, send-purchase-order",
    on: {
      start: "sending",
      requeue: "queued",
      confirm: "sent",
      refuse: "failed",
      reject: "failed",
      doubt: "in_doubt"
    }
  },
  in_doubt: {
    means: "it may have arrived, and nobody could prove either; never sent again by itself",
    mover: "look-up at the supplier, or a person with the evidence",
    on: { confirm: "sent", requeue: "queued", reject: "failed" }
  },
  sent: {
    means: "the supplier's transport gave a receipt",
    mover: "the supplier: reject (a bounce, a 997 or 855 that says no)",
    on: { reject: "failed" }
  },
  failed: {
    means: "the supplier refused it, or sending ended in an error before anything left",
    mover: "a person: retry with the same identifiers, or cancel",
    on: { retry: "queued", cancel: "canceled" }
  },
  canceled: {
    means: "withdrawn before anything was sent",
    mover: "-",
    on: {}
  }
}

export interface PurchaseOrderLine {
  readonly orderLineId: OrderLineId
  readonly supplierSku: string
  readonly quantity: number
  readonly unitCost: string | null
  readonly title: string
}

/** All that a supplier needs to ship for us: what a transport renders. */
export interface PurchaseOrder {
  readonly number: string
  readonly revision: number
  /** Its place in the installation's own sequence: never used twice, so it can serve as an X12 control number. */
  readonly sequence: number
  readonly orderId: OrderId
  readonly supplierId: SupplierId
  readonly orderedAt: Date
  readonly orderSource: string
  readonly channelOrderNumber: string
  readonly shipTo: Address
  readonly email: string
  readonly shipMethod: ChosenShipMethod
  readonly currency: string
  /** What the supplier asks of a channel, by the name of its field. */
  readonly channelValues: Readonly<Record<string, string>>
  readonly lines: ReadonlyArray<PurchaseOrderLine>
}

const leastDigits = 6

const allowed: Readonly<
  Record<NonNullable<NumberPolicy["characters"]>, { readonly test: RegExp; readonly words: string }>
> = {
  digits: { test: /^\d*$/, words: "digits only" },
  "upper-alphanumeric": { test: /^[A-Z0-9]*$/, words: "capital letters and digits only" },
  any: { test: /^[\x21-\x7e]*$/, words: "printable ASCII without spaces" }
}

/** Why numbers with this prefix can never fit what the supplier takes; null: they can. Said at set-up (FX: length, characters). */
export const numberFault = (prefix: string, policy: NumberPolicy | undefined): string | null => {
  const { test, words } = allowed[policy?.characters ?? "any"]
  if (!test.test(prefix)) return `The prefix “${prefix}” does not fit: this supplier takes ${words}.`
  const suffix = policy?.reissueSuffix ?? ""
  if (!test.test(suffix)) return `The re-issue suffix “${suffix}” does not fit: this supplier takes ${words}.`
  const longest = policy?.maxLength
  if (longest === undefined || prefix.length + leastDigits <= longest) return null
  return `A number is the prefix and at least ${leastDigits} digits: with “${prefix}” that is ${prefix.length + leastDigits}, and this supplier takes ${longest}. Shorten the prefix.`
}

/** The prefix where nobody chose one: as much of PO- as the supplier takes. */
export const usualPrefix = (policy: NumberPolicy | undefined): string =>
  ["PO-", "PO"].find((prefix) => numberFault(prefix, policy) === null) ?? ""

/** Whether a number that was made fits what the supplier takes. The sequence grows for ever, a partner's field does not. */
export const numberFits = (number: string, policy: NumberPolicy | undefined): boolean =>
  number.length <= (policy?.maxLength ?? Number.POSITIVE_INFINITY)

/** Purchase-order number: prefix + own sequence, at least six digits, unique for ever. */
export const purchaseOrderNumber = (prefix: string, sequence: number): string =>
  `${prefix}${String(sequence).padStart(leastDigits, "0")}`

/** The key that says the same thing once: supplier, number, revision (decisions B5). */
export const dispatchKey = (supplierId: SupplierId, number: string, revision: number): string =>
  `${supplierId}/${number}/${revision}`
