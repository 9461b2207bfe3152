import * as Effect from "effect/Effect"
import type { CorrectionEffect } from "../../domain/model/shipment-correction.ts"
import {
  addPart as addPartOf,
  correctShipment,
  type ParcelName,
  previewCorrection,
  type ShipmentCorrection,
  showShipment
} from "../../domain/operations/correct-shipment.ts"
import { answer, type Block, listOr, table } from "../answer.ts"
import type { Input, Run } from "../command-row.ts"
import { argument, has, pairs, text } from "../input.ts"
import { moment, shipped } from "../moment.ts"

const nameOf = (input: Input): ParcelName => ({
  trackingNumber: argument(input, "tracking").trim(),
  purchaseOrder: text(input, "po")?.trim() ?? null
})

const quantitiesOf = (input: Input) =>
  pairs(input, "quantity").map(([sku, n]) => ({ sku: sku.trim(), quantity: Number(n) }))

const correctionOf = (input: Input): ShipmentCorrection => ({
  ...nameOf(input),
  toTracking: text(input, "to-tracking")?.trim() ?? null,
  carrier: text(input, "carrier")?.trim() ?? null,
  quantities: quantitiesOf(input),
  void: has(input, "void"),
  reason: text(input, "reason") ?? ""
})

export const show: Run = (input) =>
  Effect.gen(function* () {
    const { parts, corrections } = yield* showShipment(nameOf(input))
    const rows = parts.map((p) => [
      p.purchaseOrderNumber,
      p.supplier,
      p.carrier,
      p.voided ? "voided" : p.lines.map((l) => `${l.quantity} x ${l.supplierSku}`).join(", "),
      p.channel,
      p.told ? "told" : (p.fulfillment ?? "-"),
      shipped(p.shippedAt),
      p.reference
    ])
    const made = corrections.map((c) => [
      moment(c.at),
      c.actor,
      c.purchaseOrderNumber,
      c.before,
      c.after,
      c.reason
    ])
    return answer({ parts, corrections }, [
      ...listOr(
        "No parcel is recorded under this number now; it was corrected to another.",
        table(
          ["purchase order", "supplier", "carrier", "contents", "channel", "push", "shipped", "shipment"],
          rows
        )
      ),
      ...(made.length === 0
        ? []
        : ["", "Corrections", table(["at", "who", "purchase order", "before", "after", "why"], made)])
    ])
  })

const effectLines = (effect: CorrectionEffect, channel: string, done: boolean): ReadonlyArray<Block> => [
  `Before  ${effect.before}`,
  `After   ${effect.after}`,
  ...(effect.pushes
    ? [
        `${channel} ${done ? "is" : "will be"} told of the further pieces, if it takes more than one shipment.`
      ]
    : []),
  ...(effect.untrue === ""
    ? []
    : [
        `${channel} was told: ${effect.untrue}. Correct it there; a hold on the order ${done ? "says" : "will say"} so.`
      ])
]

export const correct: Run = (input) =>
  Effect.gen(function* () {
    const correction = correctionOf(input)
    if (!has(input, "yes")) {
      const seen = yield* previewCorrection(correction)
      return answer({ done: false, ...seen, next: "--yes" }, [
        `${seen.purchaseOrder} of ${seen.supplier}:`,
        ...effectLines(seen.effect, seen.channel, false),
        "Nothing was changed. To correct it, add --yes."
      ])
    }
    const made = yield* correctShipment(correction)
    return answer({ done: true, ...made }, [
      `${made.purchaseOrder} of ${made.supplier} is corrected.`,
      ...(made.effect === null ? [] : effectLines(made.effect, made.channel, true)),
      ...settledLine(made.settled)
    ])
  })

const settledLine = (settled: ReadonlyArray<number>) =>
  settled.length === 0 ? [] : [`Settled in quarantine: ${settled.join(", ")}.`]

export const addPart: Run = (input) =>
  Effect.gen(function* () {
    const name = nameOf(input)
    const quantities = quantitiesOf(input)
    const what = quantities.map((q) => `${q.quantity} x ${q.sku}`).join(", ")
    if (!has(input, "yes")) {
      const { parts } = yield* showShipment(name)
      const inside = parts.flatMap((p) => p.lines.map((l) => `${l.quantity} x ${l.supplierSku}`)).join(", ")
      return answer({ done: false, parts, adds: quantities, next: "--yes" }, [
        `${name.trackingNumber} holds ${inside === "" ? "nothing" : inside}; ${what} would be added and told to the channel.`,
        "Nothing was changed. To record it, add --yes."
      ])
    }
    const made = yield* addPartOf({ ...name, quantities, reason: text(input, "reason") ?? "" })
    return answer({ done: true, ...made }, [
      `Recorded ${what} as a further part of ${name.trackingNumber} for ${made.purchaseOrder}.`,
      ...settledLine(made.settled)
    ])
  })
