import type { MappingAsk, MappingChange } from "../../../domain/model/mapping-change.ts"
import { byNearness, isNear } from "../../../domain/model/method-nearness.ts"
import type { Supplier } from "../../../domain/model/supplier.ts"
import { causeId, type WaitingCause } from "../../../domain/model/waiting-cause.ts"
import type { AliasLine, MethodLine, SkuLine, UnnamedLine } from "../../../domain/ports/mapping-board.ts"
import { methodText } from "./mapping-text.ts"

export type Part = "methods" | "skus" | "aliases"

/** Words that orders wait for stand on top, with what looks most like them. */
export type MappingRow =
  | { readonly is: "waiting"; readonly cause: WaitingCause; readonly nearest: string }
  | { readonly is: "method"; readonly line: MethodLine }
  | { readonly is: "sku"; readonly line: SkuLine }
  | { readonly is: "unnamed"; readonly line: UnnamedLine }
  | { readonly is: "alias"; readonly line: AliasLine }

export const rowKey = (row: MappingRow): string => {
  switch (row.is) {
    case "waiting":
      return `waiting ${causeId(row.cause)}`
    case "method":
      return JSON.stringify([row.line.channelId, row.line.supplierId, row.line.channelMethodName])
    case "sku":
      return JSON.stringify([row.line.channelId, row.line.sku])
    case "unnamed":
      return `unnamed ${JSON.stringify([row.line.channel, row.line.product])}`
    case "alias":
      return `alias ${JSON.stringify([row.line.type, row.line.alias, row.line.product])}`
  }
}

/** A person has to say something: it is shown so. */
export const isAsking = (row: MappingRow): boolean =>
  row.is === "waiting" || row.is === "unnamed" || (row.is === "alias" && row.line.others.length > 0)

/** The nearest of the supplier's own, where a word of it is in the channel's. */
export const nearestMethod = (cause: WaitingCause, suppliers: ReadonlyArray<Supplier>): string => {
  const supplier = suppliers.find(({ id }) => id === cause.supplierId)
  const [method] = byNearness(cause.subject, supplier?.shipMethods ?? [])
  return method !== undefined && isNear(cause.subject, method) ? methodText(supplier, method.id) : ""
}

export interface RowText {
  readonly channel: string
  readonly words: string
  readonly supplier: string
  readonly meaning: string
  readonly by: string
  readonly at: Date | null
  readonly used: string
}

const usedText = ({ orders, isLeast }: MethodLine["used"]): string =>
  orders === 0 ? "-" : `${isLeast ? "≥" : ""}${orders.toLocaleString("en-US")}`

export const textsOf = (row: MappingRow): RowText => {
  switch (row.is) {
    case "waiting": {
      const { cause, nearest } = row
      return {
        channel: cause.channel ?? "",
        words: cause.subject,
        supplier: cause.supplier ?? "",
        meaning: nearest === "" ? "not mapped" : `nearest: ${nearest}`,
        by: "",
        at: null,
        used: `${cause.orders.toLocaleString("en-US")} ${cause.orders === 1 ? "waits" : "wait"}`
      }
    }
    case "method": {
      const { line } = row
      return {
        channel: line.channel ?? "every channel",
        words: line.channelMethodName,
        supplier: line.supplier,
        meaning: `${line.carrier} ${line.method}`.trim(),
        by: line.savedBy,
        at: line.savedAt,
        used: usedText(line.used)
      }
    }
    case "sku": {
      const { line } = row
      return {
        channel: line.channel,
        words: line.sku,
        supplier: line.product,
        meaning: line.title,
        by: line.savedBy ?? "",
        at: line.savedAt,
        used: usedText(line.used)
      }
    }
    case "unnamed": {
      const { channel, type, product, title, known } = row.line
      const meaning = known[0] === undefined ? title : `nearest: ${known[0]}`
      return { channel: type, words: "no alias", supplier: product, meaning, by: "", at: null, used: channel }
    }
    case "alias": {
      const { type, alias, product, title, others, channels, savedBy, savedAt } = row.line
      return {
        channel: type,
        words: alias,
        supplier: product,
        meaning: others.length === 0 ? title : `also of ${others.join(", ")}`,
        by: savedBy ?? "",
        at: savedAt,
        used: channels.length === 0 ? "-" : channels.join(", ")
      }
    }
  }
}

/** What the editor opens with. */
export const askOf = (row: MappingRow): MappingAsk | null => {
  switch (row.is) {
    case "method": {
      const { channelId, supplierId, channelMethodName: name, shipMethodId } = row.line
      return { about: "method", words: { channelId, supplierId, name }, now: shipMethodId }
    }
    case "sku": {
      const { channelId, sku, product } = row.line
      return { about: "sku", words: { channelId, sku }, now: product }
    }
    case "waiting": {
      const { kind, channelId, supplierId, subject } = row.cause
      if (kind === "ship_method_unmapped" && supplierId !== null)
        return { about: "method", words: { channelId, supplierId, name: subject } }
      return channelId === null ? null : { about: "sku", words: { channelId, sku: subject } }
    }
    case "unnamed":
    case "alias":
      return null
  }
}

/** The change that takes a saved row away; null: there is nothing saved. */
export const removalOf = (row: MappingRow): MappingChange | null => {
  switch (row.is) {
    case "waiting":
    case "unnamed":
    case "alias":
      return null
    case "method": {
      const { channelId, supplierId, channelMethodName: name } = row.line
      return { about: "method", channelId, supplierId, name, to: null }
    }
    case "sku":
      return { about: "sku", channelId: row.line.channelId, sku: row.line.sku, to: null }
  }
}

export const matches = (row: MappingRow, term: string): boolean => {
  if (term === "") return true
  const { channel, words, supplier, meaning, by, used } = textsOf(row)
  return [channel, words, supplier, meaning, by, row.is === "unnamed" ? used : ""]
    .join("\n")
    .toLowerCase()
    .includes(term.toLowerCase())
}
