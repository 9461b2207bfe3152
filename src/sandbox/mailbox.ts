import { Ledger } from "./ledger.ts"

/** A mail in a folder, as its server holds it. */
export interface StoredMail {
  readonly uid: number
  readonly raw: Buffer
  readonly flags: Set<string>
  readonly receivedAt: Date
}

class Folder {
  readonly mails: Array<StoredMail> = []
  next = 1
}

type Change =
  | { readonly put: { readonly folder: string; readonly raw: string; readonly at: string } }
  | { readonly create: string }
  | { readonly flag: { readonly folder: string; readonly uid: number; readonly flag: string } }
  | { readonly copy: { readonly folder: string; readonly uid: number; readonly to: string } }
  | { readonly expunge: { readonly folder: string; readonly uid: number } }

/** The merchant's mailbox, where suppliers' answers come to: every change is a line of its book, so it survives a restart. */
export class Mailbox {
  readonly folders = new Map<string, Folder>([["INBOX", new Folder()]])
  uidValidity = 7
  readonly #ledger: Ledger | null

  /** Without a file it lives as long as its process. */
  constructor(file: string | null = null) {
    this.#ledger = file === null ? null : new Ledger(file)
    for (const entry of this.#ledger?.entries ?? []) this.#apply(entry.detail as Change)
  }

  folder(name: string): Folder {
    const found = this.folders.get(name)
    if (found === undefined) throw new Error(`no folder ${name}`)
    return found
  }

  /** A mail arrives. */
  put(raw: string | Buffer, folder = "INBOX", receivedAt = new Date()): number {
    const bytes = typeof raw === "string" ? Buffer.from(raw.replace(/\r?\n/g, "\r\n")) : raw
    this.#change({ put: { folder, raw: bytes.toString("base64"), at: receivedAt.toISOString() } })
    return this.folder(folder).next - 1
  }

  create(folder: string): void {
    this.#change({ create: folder })
  }

  flag(folder: string, uid: number, flag: string): void {
    this.#change({ flag: { folder, uid, flag } })
  }

  /** The number that the copy has in its folder. */
  copy(folder: string, uid: number, to: string): number {
    this.#change({ copy: { folder, uid, to } })
    return this.folder(to).next - 1
  }

  expunge(folder: string, uid: number): void {
    this.#change({ expunge: { folder, uid } })
  }

  close(): void {
    this.#ledger?.close()
  }

  #change(change: Change): void {
    this.#ledger?.append("mailbox", Object.keys(change)[0] ?? "", change)
    this.#apply(change)
  }

  #apply(change: Change): void {
    if ("put" in change) {
      const { folder, raw, at } = change.put
      this.#add(folder, { raw: Buffer.from(raw, "base64"), flags: new Set(), receivedAt: new Date(at) })
    } else if ("create" in change) {
      if (!this.folders.has(change.create)) this.folders.set(change.create, new Folder())
    } else if ("flag" in change) this.#find(change.flag)?.flags.add(change.flag.flag)
    else if ("copy" in change) {
      const mail = this.#find(change.copy)
      if (mail !== undefined) this.#add(change.copy.to, { ...mail, flags: new Set(mail.flags) })
    } else {
      const { mails } = this.folder(change.expunge.folder)
      const at = mails.findIndex((mail) => mail.uid === change.expunge.uid)
      if (at !== -1) mails.splice(at, 1)
    }
  }

  #add(name: string, mail: Omit<StoredMail, "uid">): void {
    const folder = this.folder(name)
    folder.mails.push({ ...mail, uid: folder.next })
    folder.next += 1
  }

  #find(of: { readonly folder: string; readonly uid: number }): StoredMail | undefined {
    return this.folder(of.folder).mails.find((mail) => mail.uid === of.uid)
  }
}
