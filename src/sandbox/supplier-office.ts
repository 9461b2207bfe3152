import { mkdirSync, renameSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { stringify } from "csv-stringify/sync"
import type { SupplierProfile } from "./catalog.ts"
import { chance } from "./chance.ts"
import { delayMsOf, type Faults } from "./faults.ts"
import { type Counts, Ledger, type LedgerEntry } from "./ledger.ts"
import { type Parcel, parcelsOf } from "./parcels.ts"
import { type ReceivedOrder, readPurchaseOrders, repeatedLine } from "./purchase-order-file.ts"

export interface OfficeOptions {
  readonly profile: SupplierProfile
  readonly seed: number
  readonly ledgerFile: string
  /** Where shipment files are laid for whoever collects them; null: whoever wants to know has to ask. */
  readonly outbound: string | null
  readonly shipAfterMs: number
  readonly faults: Faults
  /** Half of what would be a shipment file is written in a mail instead, and lies nowhere else. Absent: everything is a file. */
  readonly tellByMail?: ShipmentMail
}

/** Sends the content of a shipment file to the merchant, in a mail. */
export type ShipmentMail = (file: string, numbers: ReadonlyArray<string>, csv: string) => void

const shareByMail = 0.5

interface Shipped {
  readonly parcel: Parcel
  readonly file: string
}

/** The part of a supplier that is the same however orders arrive: it books them, and ships what it has booked. */
export class SupplierOffice {
  readonly profile: SupplierProfile
  readonly #options: OfficeOptions
  readonly #ledger: Ledger
  readonly #booked = new Set<string>()
  readonly #waiting = new Map<string, { readonly parcel: Parcel; readonly dueAt: number }>()
  readonly #unfinished = new Set<NodeJS.Timeout>()
  readonly #sources = new Set<string>()
  #files = 0

  constructor(options: OfficeOptions) {
    this.profile = options.profile
    this.#options = options
    this.#ledger = new Ledger(options.ledgerFile)
    if (options.outbound !== null) mkdirSync(options.outbound, { recursive: true })
    for (const entry of this.#ledger.entries) this.#remember(entry)
    this.#layOutWhatIsMissing()
  }

  /** Where everything in the book came from. */
  get sources(): ReadonlySet<string> {
    return this.#sources
  }

  /** True: what is in this file (or mail) is in the book already. */
  hasTaken(source: string): boolean {
    return this.#sources.has(source)
  }

  /** Books every purchase order in the content. It is on the disk when this returns. */
  take(content: string, source: string): void {
    const read = readPurchaseOrders(content)
    if ("unreadable" in read) {
      this.#book("unreadable", source, { source, reason: read.unreadable }, content)
      return
    }
    for (const order of read.orders) this.takeOrder(order, source, content)
  }

  takeOrder(order: ReceivedOrder, source: string, content: string): void {
    const twice = repeatedLine(order)
    if (twice === null) this.#book("purchase-order", order.number, { source, order }, content)
    else this.#book("unreadable", order.number, { source, reason: `line ${twice} comes twice` }, content)
  }

  /** Takes a whole order back, unless a parcel of it has left. Says whether it did. */
  cancel(number: string): boolean {
    const shipped = this.#ledger
      .ofKind("shipment")
      .some(({ detail }) => (detail as Shipped).parcel.orderNumber === number)
    if (shipped || !this.#booked.has(number)) return false
    this.#book("canceled", number, {})
    return true
  }

  /** Writes shipment files for all parcels whose time has come. */
  ship(now: number): void {
    const due = [...this.#waiting.values()].flatMap(({ parcel, dueAt }) => (now >= dueAt ? [parcel] : []))
    if (due.length === 0) return
    this.#files += 1
    const file = `shipments-${String(this.#files).padStart(5, "0")}.csv`
    for (const parcel of due) this.#book("shipment", parcelKey(parcel), { parcel, file })
    this.#layOut(file, due)
  }

  purchaseOrderBooks(): Counts {
    return this.#ledger.books("purchase-order")
  }

  shipmentBooks(): Counts {
    return this.#ledger.books("shipment")
  }

  /** Every parcel that has left, with its time. */
  shippedParcels(): ReadonlyArray<{ readonly parcel: Parcel; readonly at: string }> {
    return this.#ledger
      .ofKind("shipment")
      .map(({ detail, at }) => ({ parcel: (detail as Shipped).parcel, at }))
  }

  /** Pieces that were asked for, by the sender's line: the same line under two numbers is a doubled order too. */
  pieceBooks(): Counts {
    const pieces: Record<string, number> = {}
    for (const { detail } of this.#ledger.ofKind("purchase-order"))
      for (const line of (detail as { readonly order: ReceivedOrder }).order.lines)
        pieces[line.lineId] = (pieces[line.lineId] ?? 0) + line.quantity
    return pieces
  }

  unreadable(): ReadonlyArray<unknown> {
    return this.#ledger.ofKind("unreadable").map((entry) => entry.detail)
  }

  refused(): Counts {
    return this.#ledger.books("refused")
  }

  /** Said no to the sender: nothing is shipped for it. */
  refuse(number: string, reason: string): void {
    this.#book("refused", number, { reason })
  }

  close(): void {
    for (const timer of this.#unfinished) clearTimeout(timer)
    this.#ledger.close()
  }

  #book(kind: string, key: string, detail: unknown, hashed?: string): void {
    this.#remember(this.#ledger.append(kind, key, detail, hashed))
  }

  #remember(entry: LedgerEntry): void {
    if (entry.kind === "shipment") this.#waiting.delete(entry.key)
    else if (entry.kind === "shipment-file") this.#files += 1
    else if (entry.kind === "canceled") this.#forget(entry.key)
    else if (entry.kind !== "refused") this.#rememberArrival(entry)
  }

  #forget(number: string): void {
    for (const [key, { parcel }] of this.#waiting)
      if (parcel.orderNumber === number) this.#waiting.delete(key)
  }

  #rememberArrival(entry: LedgerEntry): void {
    const { source, order } = entry.detail as { readonly source: string; readonly order?: ReceivedOrder }
    this.#sources.add(source)
    // What came twice is counted twice and shipped once: the ledger has shown the fault already.
    if (order === undefined || this.#booked.has(order.number)) return
    this.#booked.add(order.number)
    for (const parcel of parcelsOf(this.#options.seed, this.profile, order)) {
      const dueAt = Date.parse(entry.at) + this.#options.shipAfterMs * (1 + parcel.part)
      this.#waiting.set(parcelKey(parcel), { parcel, dueAt })
    }
  }

  /** A death between the book and the folder: the parcels have left, only the file is not there yet. */
  #layOutWhatIsMissing(): void {
    const laidOut = new Set(this.#ledger.ofKind("shipment-file").map((entry) => entry.key))
    const shipped = this.#ledger.ofKind("shipment").map((entry) => entry.detail as Shipped)
    for (const [file, parcels] of Map.groupBy(shipped, (s) => s.file))
      if (!laidOut.has(file)) {
        this.#files += 1
        this.#layOut(
          file,
          parcels.map((s) => s.parcel)
        )
      }
  }

  #isForMail(file: string): boolean {
    const { tellByMail, seed } = this.#options
    return tellByMail !== undefined && chance(seed, "told by mail", file) < shareByMail
  }

  #layOut(file: string, parcels: ReadonlyArray<Parcel>): void {
    const { outbound, faults } = this.#options
    if (outbound === null) return
    const fault = faults.draw(["garbage", "half", "duplicate"])
    const whole = shipmentCsv(parcels) + (fault?.kind === "garbage" ? `,"${"\u0000".repeat(3)},x,,\n` : "")
    const finish = () => {
      writeDurablyNamed(outbound, file, whole)
      this.#ledger.append("shipment-file", file, { parcels: parcels.length }, whole)
    }
    if (this.#isForMail(file)) {
      this.#options.tellByMail?.(file, [...new Set(parcels.map((parcel) => parcel.orderNumber))], whole)
      this.#ledger.append("shipment-file", file, { parcels: parcels.length }, whole)
      return
    }
    // An office that is not sure whether it sent it: the same parcels once more, in a file of another name.
    if (fault?.kind === "duplicate") writeDurablyNamed(outbound, file.replace(".csv", "-again.csv"), whole)
    if (fault?.kind !== "half") {
      finish()
      return
    }
    // An office that does not rename: for a while there is half a file under the final name.
    writeFileSync(join(outbound, file), whole.slice(0, Math.floor(whole.length / 2)))
    const timer = setTimeout(() => {
      this.#unfinished.delete(timer)
      finish()
    }, delayMsOf(fault))
    this.#unfinished.add(timer)
  }
}

const parcelKey = (parcel: Parcel): string => `${parcel.orderNumber}/${parcel.tracking}`

/** Under a temporary name, then renamed: a reader of the folder never sees half a file. */
function writeDurablyNamed(folder: string, file: string, content: string): void {
  const temporary = join(folder, `.${file}.tmp`)
  writeFileSync(temporary, content, { flush: true })
  renameSync(temporary, join(folder, file))
}

const shipmentCsv = (parcels: ReadonlyArray<Parcel>): string =>
  stringify(
    parcels.flatMap((parcel) =>
      parcel.lines.map((line) => ({
        po_number: parcel.orderNumber,
        line_id: line.lineId,
        sku: line.sku,
        qty: line.quantity,
        carrier: parcel.carrier,
        service: parcel.service,
        tracking: parcel.tracking,
        ship_date: new Date().toISOString().slice(0, 10)
      }))
    ),
    { header: true }
  )
