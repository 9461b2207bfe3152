import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync
} from "node:fs"
import { join } from "node:path"
import {
  acknowledgementOf,
  cancelAnswerOf,
  type EdiAnswer,
  inventoryOf,
  noticeOf,
  receiptOf
} from "./edi-answers.ts"
import { type EdiRelation, orderOf, type ReadSet, readEdi, writeEdi } from "./edi-document.ts"
import type { Faults } from "./faults.ts"
import { type Counts, Ledger } from "./ledger.ts"
import type { SupplierOffice } from "./supplier-office.ts"

export interface EdiSupplierOptions {
  readonly office: SupplierOffice
  /** The account's root: `inbound`, `outbound` and `archive` are in it. */
  readonly root: string
  readonly relation: EdiRelation
  /** What was read and written, apart from the office's own book. */
  readonly ledgerFile: string
  /** How old a file must be before the translator takes it. */
  readonly collectAfterMs: number
  /** How long a late 997 is late. */
  readonly lateMs: number
  readonly faults: Faults
}

/** An answer as it is booked: its bytes never change, so a restart writes the same file. */
interface Booked {
  readonly file: string
  readonly content: string
  readonly dueAt: number
}

/**
 * A supplier by EDI: its translator empties the folder, answers each 850 with 997 and 855, each parcel with an 856, and
 * tells its stock. What its sender answers (997) is booked by the control number that it names.
 */
export class EdiSupplier {
  readonly office: SupplierOffice
  readonly #options: EdiSupplierOptions
  readonly #ledger: Ledger
  readonly #waiting = new Map<string, Booked>()
  readonly #noticed = new Set<string>()
  readonly #read = new Set<string>()
  #control = 0

  constructor(options: EdiSupplierOptions) {
    this.office = options.office
    this.#options = options
    this.#ledger = new Ledger(options.ledgerFile)
    for (const folder of ["inbound", "outbound", "archive"])
      mkdirSync(join(options.root, folder), { recursive: true })
    for (const { kind, key, detail } of this.#ledger.entries) this.#remember(kind, key, detail)
  }

  /** One round: takes what came in, ships what is due, lays out what was booked. */
  work(now: number): void {
    for (const name of readdirSync(this.#folder("inbound")).sort())
      if (!name.startsWith(".")) this.#collect(name, now)
    this.office.ship(now)
    for (const { parcel, at } of this.office.shippedParcels()) {
      const key = `${parcel.orderNumber}/${parcel.tracking}`
      if (this.#noticed.has(key)) continue
      this.#book("notice", key, {})
      this.#answer(noticeOf(parcel, `S-${parcel.tracking}`, new Date(at)), parcel.orderNumber, now)
    }
    this.#layOut(now)
  }

  /** Tells what is in stock. */
  advise(stock: ReadonlyArray<{ readonly sku: string; readonly quantity: number }>, when: Date): void {
    this.#answer(inventoryOf(stock, `STOCK-${this.#control + 1}`, when), "stock", when.getTime())
    this.#layOut(when.getTime())
  }

  /** How often each of our control numbers was answered by a 997 of the sender. */
  receipts(): Counts {
    return this.#ledger.books("receipt")
  }

  /** Every message that was written, as `set/control number`. */
  written(): ReadonlyArray<string> {
    return this.#ledger.ofKind("answer").map(({ key }) => key)
  }

  close(): void {
    this.#ledger.close()
  }

  #folder(name: "inbound" | "outbound" | "archive"): string {
    return join(this.#options.root, name)
  }

  #collect(name: string, now: number): void {
    const path = join(this.#folder("inbound"), name)
    try {
      const stats = statSync(path)
      if (!stats.isFile() || now - stats.ctimeMs < this.#options.collectAfterMs) return
      const source = `${name}#${stats.ino}.${Math.floor(stats.birthtimeMs)}`
      if (!this.#read.has(source)) this.#take(readFileSync(path, "utf8"), source, now)
      renameSync(path, freeName(this.#folder("archive"), name))
    } catch (cause) {
      // Its sender took it back while the translator reached for it.
      if ((cause as NodeJS.ErrnoException).code !== "ENOENT") throw cause
    }
  }

  #take(content: string, source: string, now: number): void {
    const read = readEdi(content, this.#options.relation)
    if ("unreadable" in read) this.#ledger.append("unreadable", source, read)
    else for (const set of read.sets) this.#takeSet(set, content, source, now)
    this.#book("read", source, {})
  }

  #takeSet(set: ReadSet, content: string, source: string, now: number): void {
    if (set.code === "997") {
      const [ak1] = set.segments
      this.#book("receipt", ak1?.[2] ?? "", { status: set.segments.at(-1)?.[1] ?? "" })
      return
    }
    if (set.code === "860") {
      this.#takeCancellation(set, now)
      return
    }
    const order = set.code === "850" ? orderOf(set) : { unreadable: `a ${set.code}` }
    const rejects = this.#options.faults.draw(["reject-receipt"]) !== null
    if ("unreadable" in order || rejects) {
      const reason = "unreadable" in order ? order.unreadable : "the translator's map is broken"
      this.office.refuse("unreadable" in order ? source : order.number, reason)
      this.#answer(receiptOf(set, false), set.control, now)
      return
    }
    // Booked, and then a death before the file was read to its end: it is not booked again.
    if (!this.office.hasTaken(source)) this.office.takeOrder(order, source, content)
    const isLate = this.#options.faults.draw(["late-receipt"]) !== null
    this.#answer(receiptOf(set, true), set.control, isLate ? now + this.#options.lateMs : now)
    this.#answer(acknowledgementOf(order, `E-${order.number}`, new Date(now)), order.number, now)
  }

  #takeCancellation(set: ReadSet, now: number): void {
    const bch = set.segments.find((segment) => segment[0] === "BCH")
    const number = bch?.[3] ?? ""
    const isWhole = bch?.[1] === "01"
    this.#answer(receiptOf(set, isWhole), set.control, now)
    if (isWhole) this.#answer(cancelAnswerOf(number, this.office.cancel(number), new Date(now)), number, now)
  }

  #answer(answer: EdiAnswer, about: string, dueAt: number): void {
    const control = this.#control + 1
    const content = writeEdi(this.#options.relation, answer, control, new Date())
    const name = about.replace(/[^A-Za-z0-9._-]/g, "_")
    const file = `${String(control).padStart(9, "0")}_${answer.code}_${name}.x12`
    const isTwice = answer.code === "856" && this.#options.faults.draw(["duplicate"]) !== null
    this.#book("answer", `${answer.code}/${control}`, { file, content, dueAt })
    // An office that is not sure whether it sent it: the same interchange in a file of another name.
    if (isTwice)
      this.#book("repeat", `${answer.code}/${control}`, {
        file: file.replace(".x12", "-again.x12"),
        content,
        dueAt
      })
  }

  #book(kind: string, key: string, detail: unknown): void {
    this.#ledger.append(kind, key, detail)
    this.#remember(kind, key, detail)
  }

  #remember(kind: string, key: string, detail: unknown): void {
    if (kind === "read") this.#read.add(key)
    else if (kind === "notice") this.#noticed.add(key)
    else if (kind === "laid") this.#waiting.delete(key)
    else if (kind === "answer" || kind === "repeat") {
      const booked = detail as Booked
      this.#waiting.set(booked.file, booked)
      if (kind === "answer") this.#control = Math.max(this.#control, Number(key.split("/")[1]))
    }
  }

  #layOut(now: number): void {
    for (const { file, content, dueAt } of [...this.#waiting.values()]) {
      if (now < dueAt) continue
      const temporary = join(this.#folder("outbound"), `.${file}.tmp`)
      writeFileSync(temporary, content, { flush: true })
      renameSync(temporary, join(this.#folder("outbound"), file))
      this.#book("laid", file, {})
    }
  }
}

function freeName(folder: string, name: string): string {
  for (let again = 0; ; again += 1) {
    const path = join(folder, again === 0 ? name : `${name}.${again + 1}`)
    if (!existsSync(path)) return path
  }
}
