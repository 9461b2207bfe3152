import { type DocumentNode, Kind, parse, type SelectionSetNode } from "graphql"
import type { Document } from "../../../src/connectors/channels/shopify/shopify-session.ts"
import type { Node } from "./shopify-recordings.ts"

/** What is asked of one kind of node, by the document itself: an oracle that knows nothing of our decoders. */
export type Asked = ReadonlyMap<string, Asked | null>

const askedOf = (set: SelectionSetNode): Asked =>
  new Map(
    set.selections.flatMap((one) =>
      one.kind === Kind.FIELD
        ? [
            [
              one.alias?.value ?? one.name.value,
              one.selectionSet === undefined ? null : askedOf(one.selectionSet)
            ] as const
          ]
        : []
    )
  )

const rootOf = (document: DocumentNode): SelectionSetNode => {
  const [operation] = document.definitions
  if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error("not an operation")
  return operation.selectionSet
}

/** What a document asks for below a path, as `orders.nodes.lineItems.nodes`. */
export const askedAt = (document: Document, path: string): Asked => {
  let asked: Asked = askedOf(rootOf(parse(document.text)))
  for (const step of path.split(".")) {
    const next = asked.get(step)
    if (next === undefined || next === null) throw new Error(`${step} of ${path} is not asked for`)
    asked = next
  }
  return asked
}

/** Paths that were asked for and are not there. Below null there is nothing to lack. */
export const missingFields = (asked: Asked, node: unknown, at = ""): ReadonlyArray<string> => {
  if (node === null) return []
  if (Array.isArray(node)) return node.flatMap((one, n) => missingFields(asked, one, `${at}${n}.`))
  if (typeof node !== "object") return [at.slice(0, -1)]
  return [...asked].flatMap(([name, below]) => {
    if (!(name in (node as Node))) return [`${at}${name}`]
    return below === null ? [] : missingFields(below, (node as Node)[name], `${at}${name}.`)
  })
}
