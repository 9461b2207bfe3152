import { createHash } from "node:crypto"
import type { RenderedPurchaseOrder } from "../../domain/model/dispatch-intent.ts"
import type { PurchaseOrder } from "../../domain/model/purchase-order.ts"
import type { Supplier } from "../../domain/model/supplier.ts"
import { type MailAddress, mailAddress, mimeMessage } from "../mime.ts"
import { oneLine } from "./machine-cell.ts"
import { purchaseOrderCsv, purchaseOrderFileName } from "./purchase-order-csv.ts"
import { settingOf } from "./sftp-settings.ts"

/** An address that cannot be used is refused by `send`; until then the bytes name nobody. */
const nobody: MailAddress = { name: "", address: "invalid@invalid" }

const atoms = (text: string): string => text.toLowerCase().replace(/[^a-z0-9_-]/g, "-")

const messageId = (supplier: Supplier, order: PurchaseOrder, from: MailAddress): string =>
  `<${atoms(order.number)}.${order.revision}.${supplier.id}.switchyard@${from.address.split("@")[1]}>`

const line = (label: string, value: string): ReadonlyArray<string> =>
  value === "" ? [] : [`${label}${oneLine(value)}`]

const bodyText = (order: PurchaseOrder, fileName: string): string => {
  const { shipTo, shipMethod } = order
  const region = [shipTo.city, shipTo.region, shipTo.postalCode, shipTo.country]
    .filter((p) => p !== "")
    .join(", ")
  return [
    `Purchase order ${order.number}`,
    `Ordered at ${order.orderedAt.toISOString()}`,
    ...line("Order source: ", order.orderSource),
    ...line("Ship by: ", `${shipMethod.carrier} ${shipMethod.method}`),
    "",
    "Ship to:",
    ...[shipTo.name, shipTo.company, shipTo.address1, shipTo.address2, region, shipTo.phone].flatMap((part) =>
      line("  ", part)
    ),
    "",
    "Lines:",
    ...order.lines.map(
      (l) => `  ${l.quantity} x ${oneLine(l.supplierSku)}  ${oneLine(l.title)}  [line ${l.orderLineId}]`
    ),
    "",
    `The same is attached as ${fileName}. Please quote the purchase order number and the line numbers.`,
    ""
  ].join("\r\n")
}

/** The whole mail is the content of the intent: a repeat is the same message with the same Message-ID. */
export const purchaseOrderMail = (supplier: Supplier, order: PurchaseOrder): RenderedPurchaseOrder => {
  const from = mailAddress(settingOf(supplier, "from")) ?? nobody
  const to = mailAddress(settingOf(supplier, "to")) ?? nobody
  const replyTo = mailAddress(settingOf(supplier, "replyTo"))
  const fileName = purchaseOrderFileName(order)
  const id = messageId(supplier, order, from)
  const content = mimeMessage({
    from,
    to,
    ...(replyTo === null ? {} : { replyTo }),
    subject: `Purchase order ${order.number}`,
    date: order.orderedAt,
    messageId: id,
    boundary: `=_switchyard_${createHash("sha256").update(id).digest("hex").slice(0, 32)}`,
    text: bodyText(order, fileName),
    attachment: { name: fileName, type: "text/csv", content: purchaseOrderCsv(order) }
  })
  return { content, identifiers: { messageId: id, to: to.address, fileName } }
}
