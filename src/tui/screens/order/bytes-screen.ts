import {
  type PreviewedPurchaseOrder,
  type PurchaseOrderPreview,
  previewPurchaseOrders
} from "../../../domain/operations/preview-purchase-orders.ts"
import type { DocumentLine } from "../../components/scroll.ts"
import { safe } from "../../safe-text.ts"
import type { OpenScreenFor } from "../../screen.ts"
import type { Role } from "../../theme.ts"
import { foldedLines } from "./folded-lines.ts"
import { blankLine, type Pen, paragraph, text } from "./pen.ts"
import { openReading } from "./reading-page.tsx"

const heads: Readonly<Record<PurchaseOrderPreview["what"], { readonly words: string; readonly role: Role }>> =
  {
    rendered: {
      words: "Nothing was sent. PROCESS would send this, byte for byte; the numbers are reserved for it.",
      role: "ready"
    },
    recorded: { words: "It was processed. This is what the ledger holds, byte for byte.", role: "text" },
    held: { words: "Nothing would be sent:", role: "need" }
  }

const textOf = ({ content }: PreviewedPurchaseOrder): string => new TextDecoder().decode(content)

const purchaseOrderLines = (po: PreviewedPurchaseOrder, pen: Pen): ReadonlyArray<DocumentLine> => [
  blankLine,
  [
    text(pen, `${po.number} to ${po.supplier}`, "accent"),
    text(pen, ` by ${po.transport}, ${po.content.length.toLocaleString("en-US")} bytes`, "dim")
  ],
  [text(pen, `sha256 ${po.contentHash}`, "dim")],
  ...Object.entries(po.identifiers).map(([name, value]) => [text(pen, `${name}: ${value}`, "dim")]),
  ...foldedLines(textOf(po), pen)
]

const lines = ({ what, reasons, purchaseOrders }: PurchaseOrderPreview, pen: Pen) => [
  ...paragraph(pen, heads[what].words, heads[what].role, 0),
  ...reasons.flatMap((reason) => paragraph(pen, reason, "text", 2)),
  ...purchaseOrders.flatMap((po) => purchaseOrderLines(po, pen))
]

/** The very bytes that leave, or that left. */
export const openBytes: OpenScreenFor<"order-bytes"> = (desk, place) =>
  openReading<PurchaseOrderPreview>(desk, place, {
    what: "Bytes",
    everyMs: 5000,
    read: () => previewPurchaseOrders(place.id),
    lines,
    note: ({ what, purchaseOrders }) =>
      what === "held" ? "nothing would be sent" : `${purchaseOrders.length} to send`.replace("to send", what),
    actions: (preview) => {
      const all = (): string =>
        (preview()?.purchaseOrders ?? [])
          .map((po) => `${po.number} to ${po.supplier}\n${textOf(po)}`)
          .join("\n\n")
      const refusal = (): string | null => (all() === "" ? "There are no bytes." : null)
      return {
        copy: { run: () => desk.copy(all()), refusal },
        pager: { run: () => desk.view(all(), { name: `bytes-${safe(place.number)}` }), refusal }
      }
    }
  })
