import type { Faults } from "./faults.ts"
import { type Counts, Ledger, sha256 } from "./ledger.ts"
import type { Mailbox } from "./mailbox.ts"

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

  constructor(mailbox: Mailbox, ledgerFile: string, faults: Faults) {
    this.mailbox = mailbox
    this.#ledger = new Ledger(ledgerFile)
    this.#faults = faults
  }

  write(letter: Letter): void {
    const id = sha256(`${letter.answers} ${letter.subject} ${letter.text}`).slice(0, 32)
    const { answers } = letter
    const mail = [
      `From: ${desk}`,
      `To: ${letter.to}`,
      `Subject: ${letter.subject}`,
      `Date: ${new Date().toUTCString().replace("GMT", "+0000")}`,
      `Message-ID: <${id}@baker.example>`,
      ...(answers === "" ? [] : [`In-Reply-To: ${answers}`, `References: ${answers}`]),
      "MIME-Version: 1.0",
      ...bodyOf(letter, id)
    ].join("\r\n")
    this.#ledger.append("letter", `<${id}@baker.example>`, { subject: letter.subject })
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
