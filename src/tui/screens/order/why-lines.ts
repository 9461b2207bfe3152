import { statusLabel } from "../../../domain/model/order-status.ts"
import { type Standstill, standstillOf } from "../../../domain/model/standstill.ts"
import { timeLeft } from "../../age.ts"
import type { DocumentLine } from "../../components/scroll.ts"
import type { Role } from "../../theme.ts"
import type { OrderPage } from "./order-page.ts"
import { blankLine, type Pen, paragraph, text } from "./pen.ts"

const movers: Readonly<Record<Standstill["mover"], { readonly words: string; readonly role: Role }>> = {
  you: { words: "It waits for you.", role: "need" },
  machine: { words: "It goes on by itself: a worker does it.", role: "text" },
  supplier: { words: "It waits for the supplier.", role: "doubt" },
  channel: { words: "It waits for the channel.", role: "doubt" },
  time: { words: "It goes on by itself.", role: "text" }
}

const stillOf = ({ standstill }: OrderPage, now: number): Standstill | null =>
  standstillOf(standstill, new Date(now))

/** What changes with the time: nothing ticks where no gate opens by itself. */
export const whyTicks = (page: OrderPage, now: number): string => {
  const still = stillOf(page, now)
  return still === null
    ? ""
    : `${still.gate} ${still.until === null ? "" : timeLeft(still.until.getTime(), now)}`
}

const moverWords = (still: Standstill, pen: Pen): string => {
  const { words } = movers[still.mover]
  if (still.until === null) return words
  const { now } = pen.clock.state.get()
  const left = still.until.getTime() - now
  // A moment that has come is no promise: what comes then comes with somebody's next turn.
  if (left <= 0) return `${words} It has been due since ${pen.clock.moment(still.until)}.`
  return `${words} At ${pen.clock.moment(still.until)}, in ${timeLeft(still.until.getTime(), now)}.`
}

/** The one gate, and the key that clears it: every key that is named acts on this page. */
export const whyLines = (page: OrderPage, pen: Pen): ReadonlyArray<DocumentLine> => {
  const status = statusLabel(page.detail.order.status)
  const still = stillOf(page, pen.clock.state.get().now)
  if (still === null)
    return [
      [text(pen, `It is ${status}: finished, nothing is left to move. t shows how it came to this.`, "done")],
      blankLine
    ]
  return [
    [text(pen, "WHY IS IT NOT MOVING?  ", "dim"), text(pen, still.gate, movers[still.mover].role)],
    ...paragraph(pen, still.text, "text", 2),
    ...paragraph(pen, moverWords(still, pen), movers[still.mover].role, 2),
    [
      text(pen, `  ${still.key}`, "accent"),
      text(pen, ` ${still.does}`),
      ...(still.command === null ? [] : [text(pen, `   switchyard ${still.command}`, "dim")])
    ],
    blankLine
  ]
}
