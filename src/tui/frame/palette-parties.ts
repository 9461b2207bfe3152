import * as Effect from "effect/Effect"
import { ChannelStore } from "../../domain/ports/channel-store.ts"
import { OrderBoard } from "../../domain/ports/order-board.ts"
import { SupplierStore } from "../../domain/ports/supplier-store.ts"
import type { Frame } from "./frame.ts"
import type { PaletteEntry } from "./palette-entry.ts"

const readParties = Effect.gen(function* () {
  const channels = yield* (yield* ChannelStore).list()
  const suppliers = yield* (yield* SupplierStore).list()
  return { channels, suppliers }
})

/** `channel acme-shop`, `supplier Northwind`: asked for once, when the palette is opened. */
export const partyEntries = (frame: Frame, done: (entries: ReadonlyArray<PaletteEntry>) => void): void => {
  frame.bridge.run(readParties, (outcome) => {
    // Without a database the palette has all the rest; the first line says that it is away.
    if (!outcome.ok) return
    const entry = (kind: string, id: number, name: string, run: () => void): PaletteEntry => ({
      id: `${kind} ${id}`,
      kind: "go",
      text: `${kind} ${name}`,
      detail: "",
      refusal: null,
      run
    })
    const { channels, suppliers } = outcome.value
    done([
      ...channels.map(({ id, name }) =>
        entry("channel", id, name, () => frame.leaving(() => frame.open({ screen: "channel", id, name })))
      ),
      ...suppliers.map(({ id, name }) =>
        entry("supplier", id, name, () => frame.leaving(() => frame.open({ screen: "supplier", id, name })))
      )
    ])
  })
}

const spoken = /^(?:#\s*|orders?\s+#?)(\S.*)$/i

/** What was typed behind `#`, `order` or `orders`; null: something else was typed. */
export const orderNumberOf = (query: string): string | null => spoken.exec(query.trim())?.[1]?.trim() ?? null

const mostAlike = 20

const findOrders = (number: string) =>
  Effect.gen(function* () {
    const { rows } = yield* (yield* OrderBoard).page({ search: number }, null, mostAlike)
    const same = (given: string): boolean => given.toLowerCase().replace(/^#/, "") === number.toLowerCase()
    return { exact: rows.filter(({ channelOrderNumber }) => same(channelOrderNumber)), rows }
  })

/** The order of this number; where there is none or more than one, the list of those that are like it. */
const openOrder = (frame: Frame, number: string): void => {
  frame.bridge.run(findOrders(number), (outcome) => {
    if (!outcome.ok) {
      frame.say("need", outcome.message)
      return
    }
    const { exact, rows } = outcome.value
    const [only, ...more] = exact
    if (only !== undefined && more.length === 0)
      frame.open({ screen: "order", id: only.id, number: only.channelOrderNumber })
    else if (rows.length > 0) frame.open({ screen: "orders", filter: { search: number } })
    else frame.say("need", `There is no order “${number}”.`)
  })
}

/** `#1042`, `orders 1042`: that order, looked for when it is chosen. */
export const orderEntry = (frame: Frame, query: string): PaletteEntry | null => {
  const number = orderNumberOf(query)
  if (number === null) return null
  return {
    id: `order ${number}`,
    kind: "go",
    text: `order #${number}`,
    detail: "or the orders that are like it",
    refusal: null,
    run: () => frame.leaving(() => openOrder(frame, number))
  }
}
