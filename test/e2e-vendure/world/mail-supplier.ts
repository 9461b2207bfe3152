import { mkdir, open } from "node:fs/promises"
import { join } from "node:path"
import { Ledger, sha256 } from "./ledger.ts"
import { parseMail } from "./mime.ts"
import type { SftpLogin } from "./openssh-server.ts"
import {
  type Arrival,
  DEFAULT_COLUMNS,
  type PurchaseOrderColumns,
  readBooks,
  type SupplierBooks
} from "./purchase-order-books.ts"
import { ShipmentFolder } from "./shipment-files.ts"
import { type Envelope, SmtpInbox, type SmtpLogin } from "./smtp-inbox.ts"

interface AcceptedMail {
  readonly name: string
  readonly messageId: string
  readonly envelope: Envelope
  readonly headers: Readonly<Record<string, string>>
  readonly rawFile: string
  readonly sha256: string
  readonly acceptedAt: string
  readonly attachments: ReadonlyArray<Arrival>
}

export interface MailSupplierBooks extends SupplierBooks {
  readonly messages: number
  /** Message-IDs that were accepted more than once. */
  readonly doubledMessageIds: ReadonlyArray<string>
  /** Messages in which no attached CSV was found. */
  readonly withoutPurchaseOrder: ReadonlyArray<string>
}

/** A supplier that takes purchase orders by e-mail, and for now puts its shipments into an SFTP folder. */
export class MailSupplier {
  readonly address: string
  readonly columns: PurchaseOrderColumns
  readonly sftpLogin: SftpLogin
  readonly shipments: ShipmentFolder
  readonly #ledger: Ledger<AcceptedMail>
  readonly #messages: string
  #inbox: SmtpInbox | undefined
  #accepted = 0

  private constructor(sftpLogin: SftpLogin, officeFolder: string, columns: PurchaseOrderColumns) {
    this.address = "orders@birch.example.test"
    this.columns = columns
    this.sftpLogin = sftpLogin
    this.#ledger = new Ledger(join(officeFolder, "messages.jsonl"))
    this.#messages = join(officeFolder, "messages")
    this.shipments = new ShipmentFolder({
      outbound: join(sftpLogin.folder, "outbound"),
      ledgerFile: join(officeFolder, "shipments.jsonl")
    })
  }

  static async open(options: {
    readonly sftpLogin: SftpLogin
    readonly officeFolder: string
    readonly columns?: PurchaseOrderColumns
  }): Promise<MailSupplier> {
    const supplier = new MailSupplier(
      options.sftpLogin,
      options.officeFolder,
      options.columns ?? DEFAULT_COLUMNS
    )
    await mkdir(supplier.#messages, { recursive: true })
    await mkdir(join(options.sftpLogin.folder, "outbound"), { recursive: true })
    supplier.#inbox = await SmtpInbox.open((raw, envelope) => supplier.#keep(raw, envelope))
    return supplier
  }

  get inbox(): SmtpInbox {
    if (this.#inbox === undefined) throw new Error("the mail supplier is not open")
    return this.#inbox
  }

  get login(): SmtpLogin {
    return this.inbox.login
  }

  async #keep(raw: Buffer, envelope: Envelope): Promise<void> {
    this.#accepted += 1
    const name = String(this.#accepted).padStart(5, "0")
    const rawFile = join(this.#messages, `${name}.eml`)
    await writeDurably(rawFile, raw)
    const { headers, parts } = parseMail(raw)
    const files = parts.filter((part) => part.filename !== undefined || part.contentType === "text/csv")
    await this.#ledger.append({
      name,
      messageId: headers.get("message-id") ?? "",
      envelope,
      headers: Object.fromEntries(headers),
      rawFile,
      sha256: sha256(raw),
      acceptedAt: new Date().toISOString(),
      attachments: files.map((part) => ({
        name: `${name}/${part.filename ?? "unnamed.csv"}`,
        sha256: sha256(part.content),
        content: part.content.toString("utf8")
      }))
    })
  }

  async books(): Promise<MailSupplierBooks> {
    const messages = await this.#ledger.read()
    const sheets = messages.map((message) => message.attachments.filter(isSheet))
    return {
      ...readBooks(sheets.flat(), this.columns),
      messages: messages.length,
      doubledMessageIds: repeated(messages.map((message) => message.messageId)),
      withoutPurchaseOrder: messages
        .filter((_, index) => sheets[index]?.length === 0)
        .map((message) => message.name)
    }
  }

  close(): Promise<void> {
    return this.inbox.close()
  }
}

function isSheet(attachment: Arrival): boolean {
  return attachment.name.toLowerCase().endsWith(".csv")
}

function repeated(values: ReadonlyArray<string>): ReadonlyArray<string> {
  return [...new Set(values.filter((value, index) => values.indexOf(value) !== index))]
}

async function writeDurably(file: string, content: Buffer): Promise<void> {
  const handle = await open(file, "wx")
  try {
    await handle.writeFile(content)
    await handle.sync()
  } finally {
    await handle.close()
  }
}
