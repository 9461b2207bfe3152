import type { MappingChange } from "../../../domain/model/mapping-change.ts"
import { formatSum } from "../../../domain/model/money.ts"
import type { Supplier } from "../../../domain/model/supplier.ts"
import type { ChangedMapping, UndoneMapping } from "../../../domain/operations/change-mapping.ts"
import type { Named } from "./mapping-form.ts"

export interface Names {
  readonly channels: ReadonlyArray<Named>
  readonly suppliers: ReadonlyArray<Supplier>
}

export const methodText = (supplier: Supplier | undefined, id: number | null): string => {
  const method = supplier?.shipMethods.find((m) => m.id === id)
  return method === undefined ? "" : `${method.carrier} ${method.method}`.trim()
}

/** `“Free Shipping” of acme-shop at Northwind`, `SKU OLD-LAMP of acme-shop`. */
export const wordsText = (change: MappingChange, { channels, suppliers }: Names): string => {
  const channel =
    change.channelId === null
      ? "every channel"
      : (channels.find(({ id }) => id === change.channelId)?.name ?? "")
  if (change.about === "sku") return `SKU ${change.sku} of ${channel}`
  const supplier = suppliers.find(({ id }) => id === change.supplierId)?.name ?? ""
  return `“${change.name}” of ${channel} at ${supplier}`
}

/** What it means then. */
export const meaningText = (change: MappingChange, { suppliers }: Names): string =>
  change.about === "sku"
    ? (change.to ?? "")
    : methodText(
        suppliers.find(({ id }) => id === change.supplierId),
        change.to
      )

const many = (n: number, one: string): string => `${n.toLocaleString("en-US")} ${one}${n === 1 ? "" : "s"}`

/** `43 freed: 9 are being sent ($1,204.00), 34 can be processed. 2 still wait.` */
export const changedText = (
  { freed, sent, sentTotals, left, later }: ChangedMapping,
  isStopped: boolean
): string => {
  const way = isStopped ? "to be sent once sends are allowed again" : "being sent"
  const ready = freed.length - sent.length
  const going = [
    ...(sent.length === 0 ? [] : [`${sent.length} ${way} (${formatSum(sentTotals)})`]),
    ...(ready === 0 ? [] : [`${ready} can be processed`])
  ]
  return [
    freed.length === 0 ? "No order was freed." : `${many(freed.length, "order")} freed: ${going.join(", ")}.`,
    ...(left === 0 ? [] : [`${left} still ${left === 1 ? "waits" : "wait"}.`]),
    ...(later === 0 ? [] : [`${many(later, "more order")} checked by a worker.`])
  ].join(" ")
}

/** `2 orders go back to RESOLVE; 1 order that went on since is NOT taken back.` */
export const undoText = ({ goBack, later, gone }: UndoneMapping): string =>
  `${[
    goBack === 0
      ? "No order goes back to RESOLVE"
      : `${many(goBack, "order")} ${goBack === 1 ? "goes" : "go"} back to RESOLVE`,
    ...(later === 0 ? [] : [`${many(later, "more order")} checked by a worker`]),
    ...(gone === 0
      ? []
      : [`${many(gone, "order")} that went on since ${gone === 1 ? "is" : "are"} NOT taken back`])
  ].join("; ")}.`

export const undoneText = (undone: UndoneMapping): string => `As before. ${undoText(undone)}`
