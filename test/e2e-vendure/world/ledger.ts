import { createHash } from "node:crypto"
import { mkdir, open, readFile } from "node:fs/promises"
import { dirname } from "node:path"

/** A counterparty's own book: lines are added and never changed, and are on the disk before anybody is told. */
export class Ledger<Entry> {
  readonly #file: string

  constructor(file: string) {
    this.#file = file
  }

  async append(entry: Entry): Promise<void> {
    await mkdir(dirname(this.#file), { recursive: true })
    const handle = await open(this.#file, "a")
    try {
      await handle.appendFile(`${JSON.stringify(entry)}\n`)
      await handle.sync()
    } finally {
      await handle.close()
    }
  }

  async read(): Promise<ReadonlyArray<Entry>> {
    const text = await readFile(this.#file, "utf8").catch((cause: NodeJS.ErrnoException) => {
      if (cause.code === "ENOENT") return ""
      throw cause
    })
    return text
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line) as Entry)
  }
}

export function sha256(content: Buffer | string): string {
  return createHash("sha256").update(content).digest("hex")
}
