import { mkdir, writeFile } from "node:fs/promises"
import { extname, join } from "node:path"
import * as Effect from "effect/Effect"
import { Refusal } from "../domain/ports/failure.ts"

interface Written {
  readonly number: string
  readonly transport: string
  readonly identifiers: Readonly<Record<string, string>>
  readonly content: Uint8Array
}

const longestName = 100

/** Numbers begin with a prefix that a person chose: no character of it may lead out of the folder. */
const safeName = (name: string): string =>
  name
    .replace(/[^A-Za-z0-9._-]/g, "_")
    .replace(/^\.+/, "_")
    .slice(-longestName)

/** A mail names its attachment, not itself. */
const ownEndings: Readonly<Record<string, string>> = { email: ".eml", "http-json": ".json" }

const endingOf = ({ transport, identifiers }: Written): string => {
  const ending = ownEndings[transport] ?? extname(identifiers.fileName ?? "")
  return /^\.[A-Za-z0-9]{1,8}$/.test(ending) ? ending : ".txt"
}

const reasonOf = (error: unknown): string => {
  if (error instanceof Error && "code" in error && error.code === "EEXIST") return "it is there already"
  return error instanceof Error ? error.message : String(error)
}

const attempt = <A>(path: string, work: () => Promise<A>) =>
  Effect.tryPromise({
    try: work,
    catch: (error) => new Refusal({ message: `${path} cannot be written: ${reasonOf(error)}.` })
  })

/** One file a purchase order, by its number. It holds a buyer's address: only its owner may read it. */
export const writePreview = Effect.fn("writePreview")(function* (
  folder: string,
  purchaseOrders: ReadonlyArray<Written>
) {
  if (purchaseOrders.length === 0) return []
  yield* attempt(folder, () => mkdir(folder, { recursive: true, mode: 0o700 }))
  return yield* Effect.forEach(purchaseOrders, (p) => {
    const path = join(folder, `${safeName(p.number)}${endingOf(p)}`)
    return Effect.as(
      attempt(path, () => writeFile(path, p.content, { flag: "wx", mode: 0o600 })),
      path
    )
  })
})
