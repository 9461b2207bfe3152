import type { SendGate } from "../../../domain/model/send-gate.ts"
import { timeLeft } from "../../age.ts"
import type { DocumentLine } from "../../components/scroll.ts"
import { gatesOf, type OrderPage, windowEnd } from "./order-page.ts"
import { blankLine, type Pen, paragraph, text } from "./pen.ts"

const opens = ({ until, clears, key }: SendGate, pen: Pen): string => {
  const when = until === null ? "" : `Opens by itself at ${pen.clock.moment(until)}. `
  const helps =
    key !== null ? `${key} takes it away.` : clears === null ? "" : `Takes it away: switchyard ${clears}`
  return `${when}${helps}`.trim()
}

/** `leaves in 24s`; "" when no window is open. */
export const undoWords = (page: OrderPage, now: number): string => {
  const end = windowEnd(page.facts, now)
  return end === null ? "" : `leaves in ${timeLeft(end, now)}`
}

/** Why it is not moving: the first thing that keeps each purchase order here, and what opens it. */
export const gateLines = (page: OrderPage, pen: Pen): ReadonlyArray<DocumentLine> => {
  const now = pen.clock.state.get().now
  const gates = gatesOf(page.facts, now)
  if (gates.length === 0) return []
  return [
    blankLine,
    [text(pen, "WHY IT IS NOT MOVING", "doubt")],
    ...gates.flatMap(({ number, gate }) => {
      if (gate.gate === "window" && gate.until !== null) {
        const left = `it leaves in ${timeLeft(gate.until, now)}, at ${pen.clock.moment(gate.until)}`
        return paragraph(pen, `${number}: ${left}. Until then z takes PROCESS back.`, "ready", 2)
      }
      const helps = opens(gate, pen)
      return [
        ...paragraph(pen, `${number}: ${gate.text}`, "text", 2),
        ...(helps === "" ? [] : paragraph(pen, helps, "dim", 2))
      ]
    })
  ]
}
