import type { AddressField } from "./address.ts"
import type { MadeChange } from "./mapping-change.ts"
import type { OrderId } from "./order.ts"
import type { ShipMethodId, SupplierId } from "./supplier.ts"

export interface EditedField {
  readonly field: AddressField
  readonly before: string
  readonly after: string
  /** It was as the channel sent it, so that the channel may correct it again when the edit is taken back. */
  readonly wasChannels: boolean
}

export interface OwnMethod {
  readonly supplierId: SupplierId
  readonly before: ShipMethodId | null
  readonly after: ShipMethodId
}

/** What a person corrected of one order in one go, with all that taking it back needs. */
export interface MadeEdit {
  readonly orderId: OrderId
  readonly number: string
  readonly fields: ReadonlyArray<EditedField>
  /** Chosen for this order alone. */
  readonly methods: ReadonlyArray<OwnMethod>
  /** Saved for orders to come. */
  readonly mappings: ReadonlyArray<Pick<MadeChange, "change" | "before">>
}

/** The events of the history by which an edit is known; `editUndone` ends what can be taken back. */
export const editEvents = {
  field: "edited",
  method: "ship method chosen",
  undone: "edit taken back"
} as const

/** Detail of a field's event: what was there before came from the channel. */
export const fromChannel = "the channel's"
