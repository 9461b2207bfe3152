import * as Effect from "effect/Effect"
import type { OrderId } from "../../../domain/model/order.ts"
import { readableBytes } from "../../../domain/model/readable-bytes.ts"
import {
  type PreviewedPurchaseOrder,
  type PurchaseOrderPreview,
  previewPurchaseOrders
} from "../../../domain/operations/preview-purchase-orders.ts"
import { orderMask } from "../../../domain/operations/reveal-order.ts"
import type { DocumentLine } from "../../components/scroll.ts"
import { lookRefusal } from "../../raw-looks.ts"
import { safe } from "../../safe-text.ts"
import type { OpenScreenFor } from "../../screen.ts"
import type { Role } from "../../theme.ts"
import { foldedLines } from "./folded-lines.ts"
import { blankLine, type Pen, paragraph, text } from "./pen.ts"
import { openReading } from "./reading-page.tsx"
import { Revealing } from "./revealing.ts"

const heads: Readonly<Record<PurchaseOrderPreview["what"], { readonly words: string; readonly role: Role }>> =
  {
    rendered: {
      words: "Nothing was sent. PROCESS would send this, byte for byte; the numbers are reserved for it.",
      role: "ready"
    },
    recorded: { words: "It was processed. This is what the ledger holds, byte for byte.", role: "text" },
    held: { words: "Nothing would be sent:", role: "need" }
  }

/** The purchase order with its bytes as text, the buyer masked unless asked for. */
interface ShownPurchaseOrder extends PreviewedPurchaseOrder {
  readonly text: string
}

interface ShownPreview extends PurchaseOrderPreview {
  readonly purchaseOrders: ReadonlyArray<ShownPurchaseOrder>
  readonly isRevealed: boolean
}

const readPreview = Effect.fn("readPreview")(function* (id: OrderId, isRevealed: boolean) {
  const preview = yield* previewPurchaseOrders(id)
  const mask = yield* orderMask(id, isRevealed)
  const shown = (po: PreviewedPurchaseOrder): ShownPurchaseOrder => ({
    ...po,
    text: mask.text(readableBytes(po.content))
  })
  return {
    ...preview,
    reasons: preview.reasons.map(mask.text),
    purchaseOrders: preview.purchaseOrders.map(shown),
    isRevealed
  } satisfies ShownPreview as ShownPreview
})

const purchaseOrderLines = (po: ShownPurchaseOrder, pen: Pen): ReadonlyArray<DocumentLine> => [
  blankLine,
  [
    text(pen, `${po.number} to ${po.supplier}`, "accent"),
    text(pen, ` by ${po.transport}, ${po.content.length.toLocaleString("en-US")} bytes`, "dim")
  ],
  [text(pen, `sha256 ${po.contentHash}`, "dim")],
  ...Object.entries(po.identifiers).map(([name, value]) => [text(pen, `${name}: ${value}`, "dim")]),
  ...foldedLines(po.text, pen)
]

const lines = (
  { what, reasons, purchaseOrders, isRevealed }: ShownPreview,
  pen: Pen,
  how: string
): ReadonlyArray<DocumentLine> => [
  ...paragraph(pen, heads[what].words, heads[what].role, 0),
  ...(isRevealed || purchaseOrders.length === 0
    ? []
    : [[text(pen, `*** hides the buyer here, and is not sent; ${how}`, "dim")]]),
  ...reasons.flatMap((reason) => paragraph(pen, reason, "text", 2)),
  ...purchaseOrders.flatMap((po) => purchaseOrderLines(po, pen))
]

/** The very bytes that leave, or that left. */
export const openBytes: OpenScreenFor<"order-bytes"> = (desk, place) => {
  const revealing = new Revealing(desk, place)
  return openReading<ShownPreview>(desk, place, {
    what: "Bytes",
    everyMs: 5000,
    read: () => readPreview(place.id, revealing.isOn),
    lines: (preview, pen) =>
      lines(preview, pen, lookRefusal(desk) === null ? "p shows it" : "a read-only login is not shown it"),
    note: ({ what, purchaseOrders }) =>
      what === "held" ? "nothing would be sent" : `${purchaseOrders.length} to send`.replace("to send", what),
    actions: (preview, again) => {
      const all = (): string =>
        (preview()?.purchaseOrders ?? [])
          .map((po) => `${po.number} to ${po.supplier}\n${po.text}`)
          .join("\n\n")
      const refusal = (): string | null => (all() === "" ? "There are no bytes." : null)
      return {
        reveal: revealing.action(again),
        copy: { run: () => desk.copy(all()), refusal },
        pager: { run: () => desk.view(all(), { name: `bytes-${safe(place.number)}` }), refusal }
      }
    }
  })
}
