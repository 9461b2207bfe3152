import { mkdir, readdir, readFile, rename } from "node:fs/promises"
import { join } from "node:path"
import { Ledger, sha256 } from "./ledger.ts"
import type { SftpLogin } from "./openssh-server.ts"
import {
  type Arrival,
  DEFAULT_COLUMNS,
  type PurchaseOrderColumns,
  readBooks,
  type SupplierBooks
} from "./purchase-order-books.ts"
import { ShipmentFolder } from "./shipment-files.ts"

interface CollectedFile extends Arrival {
  /** As it lay in the inbound folder; a partner may send the same name again later. */
  readonly file: string
  readonly collectedAt: string
}

/** What senders call files that are not finished. A supplier takes everything else, whole or not. */
const UNFINISHED = /^\.|\.(tmp|part|partial|filepart|uploading)$/i

/** A supplier that trades by files over OpenSSH: takes purchase orders from `inbound/`, puts shipments into `outbound/`. */
export class SftpSupplier {
  readonly login: SftpLogin
  readonly columns: PurchaseOrderColumns
  readonly shipments: ShipmentFolder
  readonly #ledger: Ledger<CollectedFile>
  readonly #archive: string
  #collecting: Promise<unknown> = Promise.resolve()

  private constructor(login: SftpLogin, officeFolder: string, columns: PurchaseOrderColumns) {
    this.login = login
    this.columns = columns
    this.#ledger = new Ledger(join(officeFolder, "purchase-orders.jsonl"))
    this.#archive = join(officeFolder, "collected")
    this.shipments = new ShipmentFolder({
      outbound: join(login.folder, "outbound"),
      ledgerFile: join(officeFolder, "shipments.jsonl")
    })
  }

  /** `officeFolder` is the supplier's own and must not lie in what the login can see by a relative path. */
  static async open(options: {
    readonly login: SftpLogin
    readonly officeFolder: string
    readonly columns?: PurchaseOrderColumns
  }): Promise<SftpSupplier> {
    const supplier = new SftpSupplier(options.login, options.officeFolder, options.columns ?? DEFAULT_COLUMNS)
    await mkdir(supplier.#archive, { recursive: true })
    await mkdir(supplier.#inbound, { recursive: true })
    await mkdir(join(options.login.folder, "outbound"), { recursive: true })
    return supplier
  }

  get #inbound(): string {
    return join(this.login.folder, "inbound")
  }

  /** Takes what lies in `inbound/` into the books and out of the folder, as partners do. Returns how many files. */
  collect(): Promise<number> {
    const turn = this.#collecting.then(() => this.#collectNow())
    // A failed turn is its caller's to handle; the next one begins all the same.
    this.#collecting = turn.catch(() => undefined)
    return turn
  }

  async #collectNow(): Promise<number> {
    const files = (await readdir(this.#inbound)).filter((file) => !UNFINISHED.test(file)).sort()
    const before = (await this.#ledger.read()).length
    for (const [index, file] of files.entries()) {
      const name = `${String(before + index + 1).padStart(5, "0")}-${file}`
      // Out of the folder first: from here on a look-up by the sender no longer finds it.
      await rename(join(this.#inbound, file), join(this.#archive, name))
      const content = await readFile(join(this.#archive, name))
      await this.#ledger.append({
        name,
        file,
        sha256: sha256(content),
        collectedAt: new Date().toISOString(),
        content: content.toString("utf8")
      })
    }
    return files.length
  }

  /** What was received, collected or not: nothing that lies in `inbound/` at this moment is left out. */
  async books(): Promise<SupplierBooks> {
    await this.collect()
    return readBooks(await this.#ledger.read(), this.columns)
  }
}
