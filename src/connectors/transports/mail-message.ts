import type { RenderedPurchaseOrder } from "../../domain/model/dispatch-intent.ts"
import type { Supplier } from "../../domain/model/supplier.ts"
import type { CancelMessage, ChangeMessage, SupplierMessage } from "../../domain/model/supplier-message.ts"
import { oneLine } from "../files/machine-cell.ts"
import { mimeMessage } from "../mime.ts"
import { mailNames } from "./mail-names.ts"
import { tokenOf } from "./mail-token.ts"
import { shipToLines } from "./purchase-order-mail-text.ts"

interface Words {
  readonly subject: string
  readonly lines: ReadonlyArray<string>
}

const known = (message: SupplierMessage): string =>
  message.supplierOrderNumber === "" ? "" : ` (your order ${oneLine(message.supplierOrderNumber)})`

const cancelWords = (message: CancelMessage): Words => {
  const reason = [message.code, message.reason]
    .map(oneLine)
    .filter((part) => part !== "")
    .join(", ")
  return {
    subject: `Cancel request: purchase order ${message.number}`,
    lines: [
      `Please cancel ${message.whole ? "all that is open" : "the following"} of purchase order ${oneLine(message.number)}${known(message)}:`,
      "",
      ...message.lines.map((l) => `  ${l.quantity} x ${oneLine(l.supplierSku)}  [line ${l.orderLineId}]`),
      "",
      ...(reason === "" ? [] : [`Reason: ${reason}`, ""]),
      "Please answer this mail: which of it is canceled, and what has left already?",
      ""
    ]
  }
}

const changeWords = (message: ChangeMessage): Words => ({
  subject: `Change request: purchase order ${message.number}`,
  lines: [
    `Please change purchase order ${oneLine(message.number)}${known(message)}:`,
    "",
    ...message.differences.map((difference) => `  ${oneLine(difference)}`),
    "",
    "All of it, as it should be now:",
    ...shipToLines(message.order).map((line) => `  ${line}`),
    `  Ship by: ${oneLine(`${message.order.shipMethod.carrier} ${message.order.shipMethod.method}`)}`,
    ...message.order.lines.map(
      (l) => `  ${l.quantity} x ${oneLine(l.supplierSku)}  ${oneLine(l.title)}  [line ${l.orderLineId}]`
    ),
    "",
    "This is no new order. Please answer this mail: can it still be changed?",
    ""
  ]
})

/**
 * What follows a purchase order, as a plain mail in its thread. Its token is the one that the order travelled with. null: a mail cannot say it.
 */
export const messageMail = (supplier: Supplier, message: SupplierMessage): RenderedPurchaseOrder | null => {
  if (message.kind === "authorize") return null
  const words = message.kind === "cancel" ? cancelWords(message) : changeWords(message)
  const about = `${message.revision}.${message.kind}.${message.sequence}`
  const names = mailNames(supplier, message.number, about, tokenOf(message.sentAs.replyTo ?? ""))
  const inReplyTo = message.sentAs.messageId
  const content = mimeMessage({
    from: names.from,
    to: names.to,
    cc: names.cc,
    ...(names.replyTo !== null && { replyTo: names.replyTo }),
    subject: words.subject,
    date: message.askedAt ?? null,
    messageId: names.messageId,
    ...(inReplyTo !== undefined && { inReplyTo }),
    boundary: names.boundary,
    text: words.lines.join("\r\n")
  })
  return { content, identifiers: { ...names.identifiers, ...(inReplyTo !== undefined && { inReplyTo }) } }
}
