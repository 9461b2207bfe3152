import * as Effect from "effect/Effect"
import {
  type PreviewedPurchaseOrder,
  type PurchaseOrderPreview,
  previewPurchaseOrders
} from "../../domain/operations/preview-purchase-orders.ts"
import { answer, type Block } from "../answer.ts"
import type { Run } from "../command-row.ts"
import { findOrder } from "../find-order.ts"
import { argument, text } from "../input.ts"
import { writePreview } from "../write-preview.ts"

const heads: Readonly<Record<PurchaseOrderPreview["what"], string>> = {
  rendered: "Nothing was sent. This is what processing would send, byte for byte; the numbers are reserved.",
  recorded: "It was processed already. This is what the ledger holds:",
  held: "Nothing would be sent:"
}

const linesOf = (content: Uint8Array): ReadonlyArray<string> => {
  const lines = new TextDecoder().decode(content).split(/\r?\n/)
  return lines.at(-1) === "" ? lines.slice(0, -1) : lines
}

const block = (p: PreviewedPurchaseOrder): ReadonlyArray<Block> => [
  "",
  `${p.number} to ${p.supplier} by ${p.transport}, ${p.content.length} bytes`,
  `sha256 ${p.contentHash}`,
  ...Object.entries(p.identifiers).map(([name, value]) => `${name}: ${value}`),
  ...linesOf(p.content).map((line) => `  ${line}`)
]

const json = (p: PreviewedPurchaseOrder) => ({
  number: p.number,
  supplier: p.supplier,
  transport: p.transport,
  identifiers: p.identifiers,
  sha256: p.contentHash,
  bytes: p.content.length,
  contentBase64: p.content
})

export const preview: Run = (input) =>
  Effect.gen(function* () {
    const { what, purchaseOrders, reasons } = yield* previewPurchaseOrders(
      yield* findOrder(argument(input, "order"))
    )
    const folder = text(input, "out")
    const files = folder === undefined ? [] : yield* writePreview(folder, purchaseOrders)
    return answer(
      { what, reasons, purchaseOrders: purchaseOrders.map(json), files },
      [
        heads[what],
        ...reasons.map((r) => `  ${r}`),
        ...purchaseOrders.flatMap(block),
        ...(files.length === 0 ? [] : ["", ...files.map((f) => `Written: ${f}`)])
      ],
      what === "held"
    )
  })
