import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, statSync } from "node:fs"
import { join } from "node:path"
import type { SupplierOffice } from "./supplier-office.ts"

export interface SftpSupplierOptions {
  readonly office: SupplierOffice
  /** The account's root: `inbound`, `outbound` and `archive` are in it. */
  readonly root: string
  /** How old a file must be before the clerk takes it. */
  readonly collectAfterMs: number
}

/**
 * A supplier whose clerk empties an SFTP folder. Collected files go to `archive`, where the sender may look them up; what
 * starts with a dot or ends in a temporary ending is somebody's unfinished upload and is left alone.
 */
export class SftpSupplier {
  readonly office: SupplierOffice
  readonly #inbound: string
  readonly #archive: string
  readonly #collectAfterMs: number

  constructor(options: SftpSupplierOptions) {
    this.office = options.office
    this.#inbound = join(options.root, "inbound")
    this.#archive = join(options.root, "archive")
    this.#collectAfterMs = options.collectAfterMs
    for (const folder of [this.#inbound, this.#archive]) mkdirSync(folder, { recursive: true })
  }

  /** One round of the clerk: books what came in, ships what is due. */
  work(now: number): void {
    for (const name of readdirSync(this.#inbound)) if (isFinished(name)) this.#collectIfThere(name, now)
    this.office.ship(now)
  }

  /** Its sender may take a file back while the clerk reaches for it. */
  #collectIfThere(name: string, now: number): void {
    try {
      this.#collect(name, now)
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== "ENOENT") throw cause
    }
  }

  #collect(name: string, now: number): void {
    const path = join(this.#inbound, name)
    const stats = statSync(path)
    if (!stats.isFile() || now - stats.ctimeMs < this.#collectAfterMs) return
    // The same name may come again: what tells one arrival from another is the file itself.
    const source = `${name}#${stats.ino}.${Math.floor(stats.birthtimeMs)}`
    // Booked, and then a death before the file was moved: it is moved now, and not booked again.
    if (!this.office.hasTaken(source)) this.office.take(readFileSync(path, "utf8"), source)
    renameSync(path, freeName(this.#archive, name))
  }
}

const isFinished = (name: string): boolean => !name.startsWith(".") && name.toLowerCase().endsWith(".csv")

function freeName(folder: string, name: string): string {
  for (let again = 0; ; again += 1) {
    const path = join(folder, again === 0 ? name : `${name}.${again + 1}`)
    if (!existsSync(path)) return path
  }
}
