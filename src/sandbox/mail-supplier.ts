import { mkdirSync } from "node:fs"
import { discontinued } from "./catalog.ts"
import { type Counts, Ledger, sha256 } from "./ledger.ts"
import { deskAddress, type MailDesk } from "./mail-desk.ts"
import type { Envelope } from "./mail-server.ts"
import type { Mailbox } from "./mailbox.ts"
import { type ReadMail, readMail } from "./mime.ts"
import { readPurchaseOrders } from "./purchase-order-file.ts"
import type { SupplierOffice } from "./supplier-office.ts"

export const ordersAddress = deskAddress

/** Who reads the mail of the sandbox: Baker Supply its orders, and everybody else's alerts end in one mailbox. */
export class Mailroom {
  readonly office: SupplierOffice
  readonly #desk: MailDesk
  readonly #mailbox: Ledger
  #messages = 0

  constructor(
    office: SupplierOffice,
    places: {
      /** Where readers of the supplier's shipment files move what they have read. */
      readonly archive: string
      readonly mailboxFile: string
      /** Who writes the supplier's answers, into the merchant's mailbox. */
      readonly desk: MailDesk
    }
  ) {
    this.office = office
    this.#desk = places.desk
    this.#mailbox = new Ledger(places.mailboxFile)
    mkdirSync(places.archive, { recursive: true })
  }

  /** Keeps the message, or says why it is refused for good. */
  keep(raw: Buffer, envelope: Envelope): string | null {
    const others = envelope.to.filter((address) => address.toLowerCase() !== ordersAddress)
    if (others.length < envelope.to.length) {
      const refusal = this.#keepOrder(raw)
      if (refusal !== null) return refusal
    }
    if (others.length > 0) this.#keepAlert(raw, envelope.from, others)
    return null
  }

  alertBooks(): Counts {
    return this.#mailbox.books("alert-mail")
  }

  /** The merchant's mailbox, where the supplier's answers come to. */
  get letters(): Mailbox {
    return this.#desk.mailbox
  }

  letterBooks(): Counts {
    return this.#desk.books()
  }

  alerts(): ReadonlyArray<unknown> {
    return this.#mailbox.ofKind("alert-mail").map((entry) => entry.detail)
  }

  close(): void {
    this.#mailbox.close()
    this.#desk.close()
    this.office.close()
  }

  #keepOrder(raw: Buffer): string | null {
    const { headers, parts } = readMail(raw)
    const sheets = parts.filter((part) => part.filename?.toLowerCase().endsWith(".csv") === true)
    // A question about an order that it has: somebody reads it, and it is no order.
    if (sheets.length === 0 && headers.has("in-reply-to")) {
      const key = headers.get("message-id") ?? sha256(raw)
      this.#mailbox.append("supplier-letter", key, { subject: headers.get("subject") ?? "" }, raw)
      this.#answer({ headers, parts }, "We look into it and write again.")
      return null
    }
    if (sheets.length === 0) return "No CSV file is attached; we cannot read this purchase order"
    const contents = sheets.map((sheet) => sheet.content.toString("utf8"))
    const refused = contents.flatMap(numbersForDiscontinued)
    for (const number of refused) this.office.refuse(number, `${discontinued.supplierSku} is discontinued`)
    if (refused.length > 0) return `${discontinued.supplierSku} is discontinued, purchase order refused`
    if (this.#desk.bounces({ headers, parts })) return null
    // Every arrival counts, also a message that came before: that is what a doubled purchase order is.
    this.#messages += 1
    const source = `${headers.get("message-id") ?? "no message-id"}#${sha256(raw)}.${Date.now()}.${this.#messages}`
    for (const content of contents) this.office.take(content, source)
    this.#answer({ headers, parts }, "Thank you, we have your order and pack it now.")
    return null
  }

  /** The desk writes back, into the thread and to the address that the mail asks for. */
  #answer({ headers }: ReadMail, text: string): void {
    this.#desk.write({
      to: headers.get("reply-to") ?? headers.get("from") ?? "",
      subject: `Re: ${headers.get("subject") ?? ""}`,
      answers: headers.get("message-id") ?? "",
      text
    })
  }

  #keepAlert(raw: Buffer, from: string, to: ReadonlyArray<string>): void {
    const { headers, parts } = readMail(raw)
    const subject = headers.get("subject") ?? ""
    const text = parts.find((part) => part.filename === undefined)?.content.toString("utf8") ?? ""
    const key = headers.get("message-id") ?? sha256(raw)
    this.#mailbox.append("alert-mail", key, { from, to, subject, text: text.slice(0, 4_000) }, raw)
  }
}

const numbersForDiscontinued = (content: string): ReadonlyArray<string> => {
  const read = readPurchaseOrders(content)
  if ("unreadable" in read) return []
  return read.orders
    .filter((order) => order.lines.some((line) => line.sku === discontinued.supplierSku))
    .map((order) => order.number)
}
