import * as Effect from "effect/Effect"
import { readableBytes } from "../../domain/model/readable-bytes.ts"
import {
  type PreviewedPurchaseOrder,
  type PurchaseOrderPreview,
  previewPurchaseOrders
} from "../../domain/operations/preview-purchase-orders.ts"
import { orderMask, revealOrder } from "../../domain/operations/reveal-order.ts"
import { answer, type Block } from "../answer.ts"
import type { Run } from "../command-row.ts"
import { findOrder } from "../find-order.ts"
import { argument, text } from "../input.ts"
import { revealing } from "../revealing.ts"
import { writePreview } from "../write-preview.ts"

const heads: Readonly<Record<PurchaseOrderPreview["what"], string>> = {
  rendered: "Nothing was sent. This is what processing would send, byte for byte; the numbers are reserved.",
  recorded: "It was processed already. This is what the ledger holds:",
  held: "Nothing would be sent:"
}

const linesOf = (content: string): ReadonlyArray<string> => {
  const lines = content.split(/\r?\n/)
  return lines.at(-1) === "" ? lines.slice(0, -1) : lines
}

/** What of the bytes is said: all of them, or a text without the buyer. */
type Say = (content: Uint8Array) => string

const block =
  (say: Say) =>
  (p: PreviewedPurchaseOrder): ReadonlyArray<Block> => [
    "",
    `${p.number} to ${p.supplier} by ${p.transport}, ${p.content.length} bytes`,
    `sha256 ${p.contentHash}`,
    ...Object.entries(p.identifiers).map(([name, value]) => `${name}: ${value}`),
    ...linesOf(say(p.content)).map((line) => `  ${line}`)
  ]

const json = (isRevealed: boolean, say: Say) => (p: PreviewedPurchaseOrder) => ({
  number: p.number,
  supplier: p.supplier,
  transport: p.transport,
  identifiers: p.identifiers,
  sha256: p.contentHash,
  bytes: p.content.length,
  ...(isRevealed ? { contentBase64: p.content } : { masked: say(p.content) })
})

export const preview: Run = (input) =>
  Effect.gen(function* () {
    const id = yield* findOrder(argument(input, "order"))
    const { what, purchaseOrders, reasons: given } = yield* previewPurchaseOrders(id)
    const folder = text(input, "out")
    // A file of the very bytes has the buyer in it: whoever wants one asks for that.
    if (folder !== undefined && purchaseOrders.length > 0) yield* revealOrder(id)
    const isRevealed = yield* revealing(input, id)
    const mask = yield* orderMask(id, isRevealed)
    const reasons = given.map(mask.text)
    const say: Say = (content) => mask.text(readableBytes(content))
    const files = folder === undefined ? [] : yield* writePreview(folder, purchaseOrders)
    return answer(
      { what, reasons, purchaseOrders: purchaseOrders.map(json(isRevealed, say)), files },
      [
        heads[what],
        ...reasons.map((r) => `  ${r}`),
        ...purchaseOrders.flatMap(block(say)),
        ...(files.length === 0 ? [] : ["", ...files.map((f) => `Written: ${f}`)])
      ],
      what === "held"
    )
  })
