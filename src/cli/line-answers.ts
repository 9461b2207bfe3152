import type { AcknowledgedLine, LineAnswer } from "../domain/model/supplier-answer.ts"
import { pairOf } from "./input.ts"

const words: Readonly<Record<string, LineAnswer>> = {
  accepted: "accepted",
  backordered: "backordered",
  quantity: "quantity_changed",
  price: "price_changed",
  rejected: "rejected"
}

const form = /^([a-z]+)(?::(\d{1,9}))?(?:@(.+))?$/
const cost = /^\d{1,12}(\.\d{1,4})?$/
const day = /^\d{4}-\d{2}-\d{2}$/

/** Midnight UTC of a day that exists; null: there is no such day. */
const dayOf = (text: string): Date | null => {
  const at = new Date(`${text}T00:00:00Z`)
  return day.test(text) && !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text) ? at : null
}

/** `N-1=backordered:1@2026-12-24`, `N-1=price@9.50`, `N-1=quantity:3`. null: it says none of these. */
export const lineAnswerOf = (given: string): AcknowledgedLine | null => {
  const pair = pairOf(given)
  const match = pair === null ? null : form.exec(pair[1])
  const answer = match?.[1] === undefined ? undefined : words[match[1]]
  if (pair === null || match === null || answer === undefined) return null
  const [, , pieces, extra] = match
  const expectedAt = answer === "backordered" && extra !== undefined ? dayOf(extra) : null
  const unitCost = answer === "price_changed" && extra !== undefined && cost.test(extra) ? extra : null
  if (extra !== undefined && expectedAt === null && unitCost === null) return null
  if (answer === "quantity_changed" && pieces === undefined) return null
  if (answer === "price_changed" && unitCost === null) return null
  const quantity = pieces === undefined ? null : Number(pieces)
  return { lineId: "", sku: pair[0], answer, quantity, expectedAt, unitCost, code: "", reason: "" }
}
