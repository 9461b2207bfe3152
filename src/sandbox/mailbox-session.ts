import type { Socket } from "node:net"
import type { Mailbox, StoredMail } from "./mailbox.ts"

export interface MailboxLogin {
  readonly user: string
  readonly password?: string
  readonly token?: string
}

/** How this server differs from a good one. */
export interface MailboxManners {
  /** Without MOVE a client copies, marks and expunges. */
  readonly withoutMove?: boolean
  /** Flags of one's own are refused. */
  readonly withoutKeywords?: boolean
  /** Hears every command by its name; false: the connection ends in place of an answer. */
  readonly hear?: (command: string) => boolean
  /** What this command meets; "drop-answer" ends the connection when it was done. */
  readonly meet?: (command: string) => "drop-request" | "drop-answer" | "server-error" | null
}

const literal = (bytes: Buffer): Buffer => Buffer.concat([Buffer.from(`{${bytes.length}}\r\n`), bytes])
const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
const two = (n: number) => String(n).padStart(2, "0")
const internalDate = (d: Date) =>
  `"${two(d.getUTCDate())}-${months[d.getUTCMonth()]}-${d.getUTCFullYear()} ${two(d.getUTCHours())}:${two(d.getUTCMinutes())}:${two(d.getUTCSeconds())} +0000"`

/** Atoms, quoted strings, and what stands in brackets or parentheses as one word. */
const words = (line: string): ReadonlyArray<string> => {
  const found: Array<string> = []
  let at = 0
  while (at < line.length) {
    if (line[at] === " ") {
      at += 1
      continue
    }
    let word = ""
    let depth = 0
    if (line[at] === '"') {
      for (at += 1; line[at] !== '"' && at < line.length; at += 1) {
        if (line[at] === "\\") at += 1
        word += line[at]
      }
      at += 1
    } else
      for (; at < line.length && (depth > 0 || line[at] !== " "); at += 1) {
        if ("([".includes(line[at] ?? "")) depth += 1
        if (")]".includes(line[at] ?? "")) depth -= 1
        word += line[at]
      }
    found.push(word)
  }
  return found
}

const inSet = (set: string, uid: number, last: number): boolean =>
  set.split(",").some((part) => {
    const [from = "0", to = from] = part.split(":")
    const of = (end: string) => (end === "*" ? last : Number(end))
    const [low, high] = [of(from), of(to)].sort((a, b) => a - b)
    return uid >= (low ?? 0) && uid <= (high ?? 0)
  })

/** The header fields that were asked for, with their folded lines, and the empty line that ends a head. */
const fieldsOf = (raw: Buffer, names: ReadonlyArray<string>): Buffer => {
  const text = raw.toString("latin1")
  const head = text.slice(0, text.search(/\r\n\r\n|$/))
  const fields = head.split(/\r\n(?![ \t])/)
  const wanted = fields.filter((field) => names.includes((field.split(":")[0] ?? "").toLowerCase()))
  return Buffer.from(`${wanted.map((field) => `${field}\r\n`).join("")}\r\n`, "latin1")
}

/** One conversation in IMAP4rev1 (RFC 3501, with UIDPLUS and MOVE): strict where it knows a command, and no more than is used. */
export class MailboxSession {
  readonly #mailbox: Mailbox
  readonly #options: MailboxLogin & MailboxManners
  readonly #socket: Socket
  #buffer = Buffer.alloc(0)
  #line = ""
  #signedIn = false
  /** It does what it is told, and says nothing any more. */
  #muted = false
  #selected: string | null = null
  /** The tag of an AUTHENTICATE that waits for its answer. */
  #awaiting: { readonly tag: string; readonly method: string } | null = null

  constructor(mailbox: Mailbox, options: MailboxLogin & MailboxManners, socket: Socket) {
    this.#mailbox = mailbox
    this.#options = options
    this.#socket = socket
  }

  take(chunk: Buffer): void {
    this.#buffer = Buffer.concat([this.#buffer, chunk])
    for (;;) {
      const end = this.#buffer.indexOf("\r\n")
      if (end === -1) return
      const text = this.#buffer.subarray(0, end).toString("latin1")
      const size = /\{(\d+)\}$/.exec(text)
      if (size !== null) {
        const from = end + 2
        const length = Number(size[1])
        if (this.#buffer.length < from + length) {
          if (!this.#line.endsWith(text)) this.#socket.write("+ go on\r\n")
          this.#line = this.#line.endsWith(text) ? this.#line : this.#line + text
          return
        }
        const before = this.#line.endsWith(text) ? this.#line : this.#line + text
        this.#line = `${before.slice(0, -size[0].length)}"${this.#buffer.subarray(from, from + length).toString("latin1")}"`
        this.#buffer = this.#buffer.subarray(from + length)
        continue
      }
      this.#buffer = this.#buffer.subarray(end + 2)
      const line = this.#line + text
      this.#line = ""
      this.#command(line)
    }
  }

  #say(text: string): unknown {
    return this.#muted || this.#socket.write(`${text}\r\n`)
  }

  #command(line: string): unknown {
    if (this.#awaiting !== null) {
      const { tag, method } = this.#awaiting
      this.#awaiting = null
      return this.#authenticate(tag, method, line)
    }
    const [tag = "*", first = "", ...rest] = words(line)
    const uid = first.toUpperCase() === "UID"
    const name = (uid ? `UID ${rest[0]}` : first).toUpperCase()
    const given = uid ? rest.slice(1) : rest
    if (this.#options.hear?.(name) === false) return this.#socket.destroy()
    const open = ["CAPABILITY", "LOGIN", "AUTHENTICATE", "LOGOUT", "NOOP", "ID"].includes(name)
    if (!this.#signedIn && !open) return this.#say(`${tag} BAD not signed in`)
    if (name.startsWith("UID ") && this.#selected === null)
      return this.#say(`${tag} BAD no folder is selected`)
    const fault = this.#options.meet?.(name) ?? null
    if (fault === "drop-request") return this.#socket.destroy()
    if (fault === "server-error") return this.#say(`${tag} NO [UNAVAILABLE] not now`)
    this.#muted = fault === "drop-answer"
    this.#answer(tag, name, given)
    if (this.#muted) this.#socket.destroy()
  }

  #answer(tag: string, name: string, given: ReadonlyArray<string>): unknown {
    switch (name) {
      case "CAPABILITY":
        this.#say(`* CAPABILITY ${this.#capabilities()}`)
        return this.#say(`${tag} OK done`)
      case "LOGIN":
        return this.#signIn(tag, given[0] === this.#options.user && given[1] === this.#options.password)
      case "AUTHENTICATE":
        if (given[1] !== undefined) return this.#authenticate(tag, given[0] ?? "", given[1])
        this.#awaiting = { tag, method: given[0] ?? "" }
        return this.#say("+ ")
      case "LOGOUT":
        this.#say("* BYE")
        this.#say(`${tag} OK done`)
        return this.#socket.end()
      case "NOOP":
        return this.#say(`${tag} OK done`)
      case "LIST":
      case "LSUB":
        // An empty pattern asks for the separator and the root's name alone.
        if (given[1] === "") this.#say(`* ${name} (\\Noselect) "/" ""`)
        else for (const path of this.#mailbox.folders.keys()) this.#say(`* ${name} () "/" "${path}"`)
        return this.#say(`${tag} OK done`)
      case "CREATE":
        this.#mailbox.create(given[0] ?? "")
        return this.#say(`${tag} OK done`)
      case "SELECT":
        return this.#select(tag, given[0] ?? "")
      case "UID SEARCH":
        return this.#search(tag, given)
      case "UID FETCH":
        return this.#fetch(tag, given[0] ?? "", given.slice(1).join(" "))
      case "UID STORE":
        return this.#store(tag, given)
      case "UID COPY":
      case "UID MOVE":
        return this.#copy(tag, name === "UID MOVE", given[0] ?? "", given[1] ?? "")
      case "UID EXPUNGE":
        this.#expunge((mail) => mail.flags.has("\\Deleted") && inSet(given[0] ?? "", mail.uid, this.#last()))
        return this.#say(`${tag} OK done`)
      default:
        return this.#say(`${tag} BAD unknown command`)
    }
  }

  #capabilities(): string {
    const move = this.#options.withoutMove === true ? "" : " MOVE"
    return `IMAP4rev1 UIDPLUS SASL-IR AUTH=PLAIN AUTH=XOAUTH2${move}`
  }

  #signIn(tag: string, right: boolean): unknown {
    this.#signedIn = right
    return this.#say(
      right ? `${tag} OK [CAPABILITY ${this.#capabilities()}] welcome` : `${tag} NO [AUTHENTICATIONFAILED] no`
    )
  }

  #authenticate(tag: string, method: string, answer: string): unknown {
    const { user, password, token } = this.#options
    const text = Buffer.from(answer, "base64").toString()
    if (method.toUpperCase() === "PLAIN") {
      const [, name, pass] = text.split("\0")
      return this.#signIn(tag, name === user && pass === password && password !== undefined)
    }
    this.#signIn(tag, token !== undefined && text === `user=${user}\u0001auth=Bearer ${token}\u0001\u0001`)
  }

  #select(tag: string, name: string): unknown {
    const folder = this.#mailbox.folders.get(name)
    if (folder === undefined) return this.#say(`${tag} NO [NONEXISTENT] no such folder`)
    this.#selected = name
    const own = this.#options.withoutKeywords === true ? "" : " \\*"
    this.#say("* FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft)")
    this.#say(`* OK [PERMANENTFLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft${own})] limited`)
    this.#say(`* ${folder.mails.length} EXISTS`)
    this.#say("* 0 RECENT")
    this.#say(`* OK [UIDVALIDITY ${this.#mailbox.uidValidity}] valid`)
    this.#say(`* OK [UIDNEXT ${folder.next}] next`)
    this.#say(`${tag} OK [READ-WRITE] selected`)
  }

  #mails(): Array<StoredMail> {
    return this.#mailbox.folder(this.#selected ?? "").mails
  }

  #last(): number {
    return this.#mails().at(-1)?.uid ?? 0
  }

  #search(tag: string, given: ReadonlyArray<string>): unknown {
    let found: ReadonlyArray<StoredMail> = this.#mails()
    for (let i = 0; i < given.length; i += 1) {
      const key = (given[i] ?? "").toUpperCase()
      if (key === "ALL") continue
      const value = given[++i] ?? ""
      if (key === "UNKEYWORD") found = found.filter((mail) => !mail.flags.has(value))
      else if (key === "SINCE")
        found = found.filter((mail) => mail.receivedAt >= new Date(`${value} 00:00:00 UTC`))
      else return this.#say(`${tag} BAD unknown search key ${key}`)
    }
    this.#say(`* SEARCH${found.map((mail) => ` ${mail.uid}`).join("")}`)
    this.#say(`${tag} OK done`)
  }

  #fetch(tag: string, set: string, items: string): unknown {
    const all = words(items.replace(/^\(|\)$/g, ""))
    for (const [index, mail] of this.#mails().entries()) {
      if (!inSet(set, mail.uid, this.#last())) continue
      const parts = all.map((item) => this.#item(mail, item))
      if (parts.some((part) => part === null)) return this.#say(`${tag} BAD unknown fetch item in ${items}`)
      const body = parts.flatMap((part, i) => [Buffer.from(i === 0 ? "" : " "), part ?? Buffer.alloc(0)])
      this.#socket.write(
        Buffer.concat([Buffer.from(`* ${index + 1} FETCH (`), ...body, Buffer.from(")\r\n")])
      )
    }
    this.#say(`${tag} OK done`)
  }

  #item(mail: StoredMail, item: string): Buffer | null {
    const name = item.toUpperCase()
    if (name === "UID") return Buffer.from(`UID ${mail.uid}`)
    if (name === "RFC822.SIZE") return Buffer.from(`RFC822.SIZE ${mail.raw.length}`)
    if (name === "INTERNALDATE") return Buffer.from(`INTERNALDATE ${internalDate(mail.receivedAt)}`)
    if (name === "FLAGS") return Buffer.from(`FLAGS (${[...mail.flags].join(" ")})`)
    const fields = /^BODY\.PEEK\[HEADER\.FIELDS \(([^)]*)\)\]$/.exec(name)
    if (fields !== null) {
      const names = (fields[1] ?? "").toLowerCase().split(" ")
      const label = Buffer.from(`BODY[HEADER.FIELDS (${fields[1]})] `)
      return Buffer.concat([label, literal(fieldsOf(mail.raw, names))])
    }
    const whole = /^BODY\.PEEK\[\](?:<(\d+)\.(\d+)>)?$/.exec(name)
    if (whole === null) return null
    const from = Number(whole[1] ?? 0)
    const most = Number(whole[2] ?? mail.raw.length)
    const label = whole[1] === undefined ? "BODY[] " : `BODY[]<${from}> `
    return Buffer.concat([Buffer.from(label), literal(mail.raw.subarray(from, from + most))])
  }

  #store(tag: string, given: ReadonlyArray<string>): unknown {
    const [set = "", how = "", list = ""] = given
    const flags = list.replace(/^\(|\)$/g, "").split(" ")
    if (!/^\+FLAGS(\.SILENT)?$/i.test(how)) return this.#say(`${tag} BAD only +FLAGS is known`)
    for (const mail of this.#mails())
      if (inSet(set, mail.uid, this.#last()))
        for (const flag of flags) this.#mailbox.flag(this.#selected ?? "", mail.uid, flag)
    this.#say(`${tag} OK done`)
  }

  #copy(tag: string, move: boolean, set: string, name: string): unknown {
    const target = this.#mailbox.folders.get(name)
    if (move && this.#options.withoutMove === true) return this.#say(`${tag} BAD unknown command`)
    if (target === undefined) return this.#say(`${tag} NO [TRYCREATE] no such folder`)
    const chosen = this.#mails().filter((mail) => inSet(set, mail.uid, this.#last()))
    const made = chosen.map((mail) => this.#mailbox.copy(this.#selected ?? "", mail.uid, name))
    const code = `[COPYUID ${this.#mailbox.uidValidity} ${chosen.map((m) => m.uid).join(",")} ${made.join(",")}]`
    if (move) {
      if (chosen.length > 0) this.#say(`* OK ${code} moved`)
      this.#expunge((mail) => chosen.includes(mail))
    }
    this.#say(move || chosen.length === 0 ? `${tag} OK done` : `${tag} OK ${code} copied`)
  }

  #expunge(which: (mail: StoredMail) => boolean): void {
    const mails = this.#mails()
    for (let i = mails.length - 1; i >= 0; i -= 1) {
      const mail = mails[i]
      if (mail === undefined || !which(mail)) continue
      this.#mailbox.expunge(this.#selected ?? "", mail.uid)
      this.#say(`* ${i + 1} EXPUNGE`)
    }
  }
}
