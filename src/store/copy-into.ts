import { Readable } from "node:stream"
import { pipeline } from "node:stream/promises"
import type { Sql } from "./database.ts"

/** Known to the driver, not to its types: how it tells a query that it failed. */
interface Rejectable {
  reject: (error: unknown) => void
}

/**
 * Streams rows into COPY. What the server says after the last byte (a key that is there twice) the driver tells to a
 * query that it has answered already, and to nobody else: so that telling is listened to.
 */
export const copyInto = async (
  sql: Sql,
  text: string,
  rows: AsyncIterable<Uint8Array | string>
): Promise<void> => {
  const copying = sql.unsafe(text)
  const refused = new Promise<never>((_, fail) => {
    const heard = copying as unknown as Rejectable
    const tell = heard.reject
    heard.reject = (error) => {
      fail(error)
      tell(error)
    }
  })
  refused.catch(() => {})
  const into = await copying.writable()
  await Promise.race([pipeline(Readable.from(rows, { objectMode: false }), into), refused])
}
