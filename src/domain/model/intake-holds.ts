import { hash } from "node:crypto"
import type { HoldFinding } from "./hold.ts"
import type { IntakeRules } from "./intake-rules.ts"
import type { IncomingOrder } from "./order.ts"

const dayMs = 24 * 3_600_000
const longest = 800

/** The field of a hold about something said: a person who has seen exactly this is not asked again. */
const marked = (text: string): string => hash("sha256", text).slice(0, 16)

const finding = (kind: HoldFinding["kind"], field: string, message: string): HoldFinding => ({
  kind,
  field,
  message: message.slice(0, longest),
  detail: {}
})

/** An order that is old when it is first seen was often handled by hand, or by the tool before this one. */
const staleFindings = (rules: IntakeRules, order: IncomingOrder, at: Date): ReadonlyArray<HoldFinding> => {
  if (rules.staleAfterDays === null) return []
  const days = Math.floor((at.getTime() - order.placedAt.getTime()) / dayMs)
  if (days < rules.staleAfterDays) return []
  return [
    finding(
      "stale_order",
      "",
      `Placed ${days} days before it came here; this channel holds what is ${rules.staleAfterDays} days old or older. See whether it was shipped otherwise, then release or cancel it.`
    )
  ]
}

const riskFindings = (rules: IntakeRules, order: IncomingOrder): ReadonlyArray<HoldFinding> => {
  const risk = order.signals?.risk ?? ""
  if (!rules.holdRisk || risk === "") return []
  return [
    finding(
      "risk_on_channel",
      marked(risk),
      `The channel calls it risky: “${risk}”. Look at it there, then release or cancel it.`
    )
  ]
}

const cancelFindings = (order: IncomingOrder): ReadonlyArray<HoldFinding> =>
  order.signals?.cancelRequested === true && order.standing === "ok"
    ? [
        finding(
          "cancel_requested",
          marked(order.channelOrderId),
          "The buyer asked to cancel it on the channel. Cancel it here, or release it to ship all the same."
        )
      ]
    : []

/** Holds that an order brings along when it is first seen, or when its channel says something new of it. */
export const intakeHolds = (
  rules: IntakeRules,
  order: IncomingOrder,
  isNew: boolean,
  at: Date
): ReadonlyArray<HoldFinding> => [
  ...(isNew && order.standing === "ok" ? staleFindings(rules, order, at) : []),
  ...riskFindings(rules, order),
  ...cancelFindings(order)
]

export const twinHold = (twin: string, otherId: number): HoldFinding => ({
  ...finding(
    "twin_order",
    String(otherId),
    `Same address and items as order ${twin}, placed close to it. If the buyer wanted both, release it; else cancel it.`
  ),
  detail: { twinOf: otherId, twin }
})

/**
 * What two orders of one buyer have in common when one of them is a mistake: where it goes and what it holds, in any order
 * and however it is written. 60 bits of a hash, so that it can be looked for by an index.
 */
export const twinKey = (order: IncomingOrder): bigint => {
  const plain = (text: string) =>
    text
      .normalize("NFKD")
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]/gu, "")
  const { address1, address2, postalCode, country } = order.shipTo
  const items = order.lines.map((l) => `${l.sku} ${l.quantity}`).sort()
  const text = JSON.stringify([[address1, address2, postalCode, country].map(plain), items])
  return BigInt(`0x${hash("sha256", text).slice(0, 15)}`)
}
