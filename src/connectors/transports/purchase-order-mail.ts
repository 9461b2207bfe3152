import type * as Redacted from "effect/Redacted"
import type { RenderedPurchaseOrder } from "../../domain/model/dispatch-intent.ts"
import type { PurchaseOrder } from "../../domain/model/purchase-order.ts"
import type { Supplier } from "../../domain/model/supplier.ts"
import { settingOf } from "../files/sftp-settings.ts"
import { type MailAttachment, mimeMessage } from "../mime.ts"
import { mailNames } from "./mail-names.ts"
import { replyToken } from "./mail-token.ts"
import { purchaseOrderCsv, purchaseOrderFileName } from "./purchase-order-csv.ts"
import { mailWords } from "./purchase-order-mail-text.ts"

export const attachmentChoices = ["csv", "pdf", "csv+pdf", "none"] as const

/** What rendering cannot fetch by itself: see `prepare` of the transport. */
export interface MailTools {
  readonly replyKey: Redacted.Redacted | null
  readonly pdf: ((order: PurchaseOrder) => Uint8Array) | null
}

export const wantsPdf = (supplier: Supplier): boolean => settingOf(supplier, "attachments").includes("pdf")

const attachmentsOf = (
  supplier: Supplier,
  order: PurchaseOrder,
  tools: MailTools
): ReadonlyArray<MailAttachment> => {
  const wanted = (settingOf(supplier, "attachments") || "csv").split("+")
  const csv = purchaseOrderFileName(order)
  const files: Array<MailAttachment> = []
  if (wanted.includes("csv"))
    files.push({ name: csv, type: "text/csv; charset=utf-8", content: purchaseOrderCsv(order) })
  if (wanted.includes("pdf")) {
    if (tools.pdf === null) throw new Error("a PDF is drawn before its tools are prepared")
    files.push({ name: csv.replace(/csv$/, "pdf"), type: "application/pdf", content: tools.pdf(order) })
  }
  return files
}

/** The whole mail is the content of the intent: a repeat is the same message with the same Message-ID. */
export const purchaseOrderMail = (
  supplier: Supplier,
  order: PurchaseOrder,
  tools: MailTools
): RenderedPurchaseOrder => {
  const token = tools.replyKey === null ? null : replyToken(tools.replyKey, order.number)
  const names = mailNames(supplier, order.number, String(order.revision), token)
  const attachments = attachmentsOf(supplier, order, tools)
  const fileName = attachments.map((file) => file.name).join(", ")
  const content = mimeMessage({
    from: names.from,
    to: names.to,
    cc: names.cc,
    ...(names.replyTo !== null && { replyTo: names.replyTo }),
    ...mailWords(supplier, order, fileName),
    date: order.orderedAt,
    messageId: names.messageId,
    boundary: names.boundary,
    attachments
  })
  return { content, identifiers: { ...names.identifiers, ...(fileName !== "" && { fileName }) } }
}
