import type { PurchaseOrder } from "../../domain/model/purchase-order.ts"
import type { Supplier } from "../../domain/model/supplier.ts"
import { oneLine } from "../files/machine-cell.ts"
import { settingOf } from "../files/sftp-settings.ts"
import {
  filledTemplate,
  type MailTemplate,
  mailTemplate,
  TemplateFault,
  type TemplateValue
} from "./mail-template.ts"

const defaultSubject = "Purchase order {po}"

const defaultBody = `Purchase order {po}
Ordered at {orderedAt}
Order source: {orderSource}
{channelValues}
Ship by: {carrier} {method}

Ship to:
  {shipTo}

Lines:
  {lines}

The same is attached as {attachments}.
Please quote the purchase order number and the line numbers.
`

const region = (order: PurchaseOrder): string =>
  [order.shipTo.city, order.shipTo.region, order.shipTo.postalCode, order.shipTo.country]
    .filter((part) => part !== "")
    .join(", ")

export const shipToLines = (order: PurchaseOrder): ReadonlyArray<string> => {
  const { name, company, address1, address2, phone } = order.shipTo
  return [name, company, address1, address2, region(order), phone].map(oneLine).filter((line) => line !== "")
}

type Place = (
  order: PurchaseOrder,
  about: { readonly supplier: string; readonly files: string }
) => TemplateValue

const places: Readonly<Record<string, Place>> = {
  po: (order) => order.number,
  revision: (order) => String(order.revision),
  orderedAt: (order) => order.orderedAt.toISOString(),
  orderSource: (order) => order.orderSource,
  channelOrder: (order) => order.channelOrderNumber,
  supplier: (_, { supplier }) => supplier,
  currency: (order) => order.currency,
  carrier: (order) => order.shipMethod.carrier,
  method: (order) => order.shipMethod.method,
  methodCode: (order) => order.shipMethod.code,
  name: (order) => order.shipTo.name,
  company: (order) => order.shipTo.company,
  address1: (order) => order.shipTo.address1,
  address2: (order) => order.shipTo.address2,
  city: (order) => order.shipTo.city,
  region: (order) => order.shipTo.region,
  postalCode: (order) => order.shipTo.postalCode,
  country: (order) => order.shipTo.country,
  phone: (order) => order.shipTo.phone,
  email: (order) => order.email,
  attachments: (_, { files }) => files,
  channelValues: (order) =>
    Object.entries(order.channelValues).map(([name, value]) => `${name}: ${oneLine(value)}`),
  shipTo: shipToLines,
  lines: (order) =>
    order.lines.map(
      (l) => `${l.quantity} x ${oneLine(l.supplierSku)}  ${oneLine(l.title)}  [line ${l.orderLineId}]`
    )
}

const blocks = new Set(["shipTo", "lines", "channelValues"])
const everywhere = new Set(Object.keys(places))
const inSubject = new Set(Object.keys(places).filter((name) => !blocks.has(name)))

const templates: Readonly<Record<"subject" | "body", (text: string) => MailTemplate>> = {
  subject: (text) => mailTemplate(text || defaultSubject, inSubject, blocks),
  body: (text) => mailTemplate(text || defaultBody, everywhere, blocks)
}

/** What keeps the supplier's templates from working, said at set-up; null: nothing. */
export const templateFault = (settings: Readonly<Record<string, string>>): string | null => {
  if (/[\r\n]/.test((settings.subject ?? "").trim())) return "subject has more than one line."
  if ((settings.subject ?? "").length > 200) return "subject is longer than 200 characters."
  for (const name of ["subject", "body"] as const)
    try {
      templates[name]((settings[name] ?? "").trim())
    } catch (cause) {
      if (cause instanceof TemplateFault) return `${name} ${cause.message}`
      throw cause
    }
  return null
}

const single = (value: TemplateValue): TemplateValue => (typeof value === "string" ? oneLine(value) : value)

/** Set-up refuses templates that do not work, so this throws only where one was changed behind our back. */
export const mailWords = (supplier: Supplier, order: PurchaseOrder, files: string) => {
  const about = { supplier: supplier.name, files }
  const values = Object.fromEntries([
    ...Object.entries(places).map(([name, place]) => [name, single(place(order, about))] as const),
    ...Object.entries(order.channelValues).map(([name, v]) => [`channel.${name}`, oneLine(v)] as const)
  ])
  const subject = filledTemplate(templates.subject(settingOf(supplier, "subject")), values).join(" ")
  const body = filledTemplate(
    templates.body((supplier.settings.body ?? "").trim() === "" ? "" : (supplier.settings.body ?? "")),
    values
  )
  return { subject, text: body.join("\r\n") }
}
