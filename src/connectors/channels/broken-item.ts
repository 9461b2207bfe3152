import type { OrderPage } from "../../domain/ports/sales-channels.ts"
import { foreignText } from "../foreign-text.ts"

/** An item of a channel's list that is no order to us, as it goes into quarantine. */
export type BrokenOrder = OrderPage["broken"][number]

/** The channel's own id where it can be read: a later good copy of the same order settles the broken one. */
const placeOf = (item: unknown, idField: string, position: number): string => {
  const id: unknown = typeof item === "object" && item !== null ? Reflect.get(item, idField) : undefined
  if (Number.isSafeInteger(id)) return String(id)
  return typeof id === "string" && id !== "" ? foreignText(id) : `item ${position} of the page`
}

/** `idField` holds the channel's id; `raw` is given where somebody wrote the item down already. */
export const brokenOrder = (
  item: unknown,
  idField: string,
  position: number,
  reason: string,
  raw: string = JSON.stringify(item) ?? "null"
): BrokenOrder => ({ place: placeOf(item, idField, position), reason, raw })
