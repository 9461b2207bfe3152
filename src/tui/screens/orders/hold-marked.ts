import * as Effect from "effect/Effect"
import type { OrderId } from "../../../domain/model/order.ts"
import { shellWord } from "../../../domain/model/shell-word.ts"
import {
  type HoldPreview,
  holdOrders,
  previewHold,
  releaseHeld
} from "../../../domain/operations/hold-until.ts"
import type { HoldWanted } from "../../hold-line.ts"
import { grouped } from "../../order-words.ts"
import type { Desk, Question } from "../../screen.ts"

export interface HoldTarget {
  readonly ids: ReadonlyArray<OrderId>
  /** `#1042`, or `12 marked`. */
  readonly name: string
}

/** More than this is answered by the number, as PROCESS is (decisions A15). */
const withoutCount = 10

const keptWords = ({ already, over }: HoldPreview): string => {
  const parts = [
    ...(already === 0 ? [] : [`${grouped(already)} held until a time already`]),
    ...(over === 0 ? [] : [`${grouped(over)} over`])
  ]
  return parts.length === 0 ? "" : ` Left as they are: ${parts.join(", ")}.`
}

const ordersWords = (count: number): string => (count === 1 ? "1 order" : `${grouped(count)} orders`)

const questionOf = (
  { name, ids }: HoldTarget,
  preview: HoldPreview,
  until: string
): Omit<Question, "onYes"> => {
  const count = preview.ids.length
  const what = ids.length === 1 ? name : `${ordersWords(count)} of ${name}`
  const text = `HOLD ${what} until ${until}`
  const rest = `Nothing of it is sent before.${keptWords(preview)}`
  return count > withoutCount
    ? { text: `${text}. ${rest}`, typed: String(count) }
    : { text: `${text}? ${rest}` }
}

const hold = (desk: Desk, { ids, name }: HoldTarget, { until, reason }: HoldWanted): void => {
  desk.bridge.run(holdOrders(ids, until, reason), (outcome) => {
    if (!outcome.ok) desk.say("need", `Nothing was held: ${outcome.message}`)
    else {
      const { ids: held, left } = outcome.value
      const what = ids.length === 1 ? name : ordersWords(held.length)
      const gone = left === 0 ? "" : ` Of ${left} a purchase order has left already: it is not called back.`
      desk.say("done", `${what} held until ${desk.clock.moment(until)}.${gone} z takes it back.`, {
        command: `orders hold ${held.join(" ")} --until ${until.toISOString().slice(0, 16)}Z --reason ${shellWord(reason)}`
      })
      desk.undoable({
        label: `the hold of ${what}`,
        until,
        run: Effect.map(releaseHeld(held), (count) => `${ordersWords(count)} not held any more.`)
      })
    }
    desk.live.refresh()
  })
}

/** Says first how many of them that would hold. */
export const askToHold = (desk: Desk, target: HoldTarget, wanted: HoldWanted): void => {
  desk.bridge.run(previewHold(target.ids), (outcome) => {
    if (!outcome.ok) desk.say("need", outcome.message)
    else if (outcome.value.ids.length === 0)
      desk.say("need", `Nothing to hold.${keptWords(outcome.value)} L on the order's page lets one go on.`)
    else
      desk.ask({
        ...questionOf(target, outcome.value, desk.clock.moment(wanted.until)),
        onYes: () => hold(desk, target, wanted)
      })
  })
}
