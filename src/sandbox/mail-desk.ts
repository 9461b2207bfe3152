import type { Faults } from "./faults.ts"
import { type Counts, Ledger, sha256 } from "./ledger.ts"
import type { Mailbox } from "./mailbox.ts"
import type { ReadMail } from "./mime.ts"

export const deskAddress = "orders@baker.example"
const desk = `Baker Supply <${deskAddress}>`

interface Letter {
  readonly to: string
  readonly subject: string
  /** The mail that it answers; empty: none. */
  readonly answers: string
  readonly text: string
  /** A file that goes along. */
  readonly sheet?: { readonly name: string; readonly csv: string }
}

const textPart = ["Content-Type: text/plain; charset=utf-8", ""]

const bodyOf = ({ text, sheet }: Letter, id: string): ReadonlyArray<string> => {
  if (sheet === undefined) return [...textPart, text, ""]
  const border = `part-${id.slice(0, 16)}`
  return [
    `Content-Type: multipart/mixed; boundary="${border}"`,
    "",
    `--${border}`,
    ...textPart,
    text,
    `--${border}`,
    `Content-Type: text/csv; name="${sheet.name}"`,
    `Content-Disposition: attachment; filename="${sheet.name}"`,
    "Content-Transfer-Encoding: base64",
    "",
    Buffer.from(sheet.csv).toString("base64").replace(/.{76}/g, "$&\r\n"),
    `--${border}--`,
    ""
  ]
}

/** Who writes for the supplier. Every letter is in its book before it lies in the merchant's mailbox. */
export class MailDesk {
  readonly mailbox: Mailbox
  readonly #ledger: Ledger
  readonly #faults: Faults
  #returned = 0

  constructor(mailbox: Mailbox, ledgerFile: string, faults: Faults) {
    this.mailbox = mailbox
    this.#ledger = new Ledger(ledgerFile)
    this.#faults = faults
  }

  write(letter: Letter): void {
    const id = sha256(`${letter.answers} ${letter.subject} ${letter.text}`).slice(0, 32)
    const { answers } = letter
    this.#lay(`<${id}@baker.example>`, letter.subject, [
      `From: ${desk}`,
      `To: ${letter.to}`,
      `Subject: ${letter.subject}`,
      `Date: ${new Date().toUTCString().replace("GMT", "+0000")}`,
      `Message-ID: <${id}@baker.example>`,
      ...(answers === "" ? [] : [`In-Reply-To: ${answers}`, `References: ${answers}`]),
      "MIME-Version: 1.0",
      ...bodyOf(letter, id)
    ])
  }

  /** Whether this mail never gets to the desk: then its mail server says so, with what it knows of the mail. */
  bounces({ headers }: ReadMail): boolean {
    if (this.#faults.draw(["reject-receipt"]) === null) return false
    this.#returned += 1
    const original = headers.get("message-id") ?? ""
    const id = sha256(`${original} came back ${this.#returned} ${Date.now()}`).slice(0, 32)
    this.#lay(`<${id}@mx.baker.example>`, "Undelivered", [
      "From: mailer-daemon@mx.baker.example",
      `To: ${headers.get("reply-to") ?? headers.get("from") ?? ""}`,
      "Subject: Undelivered",
      "Auto-Submitted: auto-replied",
      `Message-ID: <${id}@mx.baker.example>`,
      "MIME-Version: 1.0",
      'Content-Type: multipart/report; report-type=delivery-status; boundary="report"',
      "",
      "--report",
      ...textPart,
      "It could not be delivered.",
      "--report",
      "Content-Type: message/delivery-status",
      "",
      "Reporting-MTA: dns; mx.baker.example",
      "",
      `Final-Recipient: rfc822; ${deskAddress}`,
      "Action: failed",
      "Status: 4.2.2",
      "Diagnostic-Code: smtp; 452 4.2.2 the mailbox is full",
      "",
      "--report",
      "Content-Type: text/rfc822-headers",
      "",
      ...["From", "To", "Reply-To", "Message-ID", "Subject"].flatMap((name) => {
        const value = headers.get(name.toLowerCase())
        return value === undefined ? [] : [`${name}: ${value}`]
      }),
      "",
      "--report--",
      ""
    ])
    return true
  }

  #lay(id: string, subject: string, lines: ReadonlyArray<string>): void {
    const mail = lines.join("\r\n")
    this.#ledger.append("letter", id, { subject })
    this.mailbox.put(mail)
    // A mail system that is not sure whether it delivered it.
    if (this.#faults.draw(["duplicate"]) !== null) this.mailbox.put(mail)
  }

  /** By Message-ID. */
  books(): Counts {
    return this.#ledger.books("letter")
  }

  close(): void {
    this.#ledger.close()
    this.mailbox.close()
  }
}
