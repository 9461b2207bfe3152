import * as Exit from "effect/Exit"
import * as Schema from "effect/Schema"
import * as SchemaIssue from "effect/SchemaIssue"
import { foreignText } from "../foreign-text.ts"

/** A foreign thing read, or why it cannot be, with the places. */
export type Decoded<A> =
  | { readonly _tag: "Read"; readonly value: A }
  | { readonly _tag: "Odd"; readonly reason: string }

const issuesOf = SchemaIssue.makeFormatterStandardSchemaV1()
const mostIssues = 5

const placeOf = (path: ReadonlyArray<unknown> | undefined): string =>
  (path ?? [])
    .map((p) => (typeof p === "object" && p !== null && "key" in p ? String(p.key) : String(p)))
    .join(".")

export const decoderOf = <S extends Schema.Decoder<unknown>>(
  schema: S
): ((item: unknown) => Decoded<S["Type"]>) => {
  const decode = Schema.decodeUnknownExit(schema)
  // To look for all faults takes twice as long: asked of those alone that have one.
  const decodeForFaults = Schema.decodeUnknownExit(schema, { errors: "all" })
  return (item) => {
    const exit = decode(item)
    if (Exit.isSuccess(exit)) return { _tag: "Read", value: exit.value }
    const found = Exit.findErrorOption(decodeForFaults(item))
    const issues = found._tag === "Some" ? issuesOf(found.value.issue).issues : []
    const reasons = issues.map((i) => `${placeOf(i.path)}: ${foreignText(i.message)}`)
    return { _tag: "Odd", reason: reasons.slice(0, mostIssues).join("; ") }
  }
}

/** No database can keep a NUL character. */
export const withoutNul = <A>(item: unknown, read: (item: unknown) => Decoded<A>): Decoded<A> =>
  (JSON.stringify(item) ?? "").includes("\\u0000")
    ? { _tag: "Odd", reason: "holds a NUL character, which no database can keep" }
    : read(item)
