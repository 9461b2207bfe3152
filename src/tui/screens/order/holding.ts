import * as Effect from "effect/Effect"
import { timedHold } from "../../../domain/model/hold.ts"
import { shellWord } from "../../../domain/model/shell-word.ts"
import { holdUntil, releaseHold } from "../../../domain/operations/hold-until.ts"
import { type HoldWanted, holdOf } from "../../hold-line.ts"
import type { Desk, ScreenAction } from "../../screen.ts"
import type { LineAsking } from "./line-asking.ts"
import type { ShownPage } from "./note-asking.ts"
import type { OrderPage } from "./order-page.ts"

const longestLine = 300
const ended = new Set(["completed", "canceled", "shipped"])

const hold = (desk: Desk, { detail: { order } }: OrderPage, { until, reason }: HoldWanted): void => {
  const number = `#${order.channelOrderNumber}`
  desk.bridge.run(holdUntil(order.id, until, reason), (outcome) => {
    if (!outcome.ok) desk.say("need", `Nothing was held: ${outcome.message}`)
    else {
      const { message, left } = outcome.value
      const gone = left ? " A purchase order of it has left already: that one is not called back." : ""
      desk.say("done", `${number}: ${message}.${gone} z takes it back.`, {
        command: `orders hold ${order.id} --until ${until.toISOString().slice(0, 16)}Z --reason ${shellWord(reason)}`
      })
      desk.undoable({
        label: `the hold of ${number}`,
        until,
        run: Effect.as(releaseHold(order.id), `${number} is not held any more.`)
      })
    }
    desk.live.refresh()
  })
}

/** Holds the order until a time, for a reason; it is released by itself then, and by `L` before. */
export const holdAction = (desk: Desk, line: LineAsking, page: ShownPage): ScreenAction => ({
  run: () => {
    const read = page()
    if (read === null) return
    const number = `#${read.detail.order.channelOrderNumber}`
    const meant = (typed: string): HoldWanted | string => holdOf(typed, new Date(desk.clock.state.get().now))
    line.ask({
      prompt: `Hold ${number} until when, and why? Such as: 2d the buyer is away; enter goes on`,
      longest: longestLine,
      refusal: (typed) => {
        const wanted = meant(typed)
        return typeof wanted === "string" ? wanted : null
      },
      onDone: (typed) => {
        const wanted = meant(typed)
        if (typeof wanted === "string") return
        desk.ask({
          text: `HOLD ${number} until ${desk.clock.moment(wanted.until)}? Nothing of it is sent before; what has left is not called back.`,
          onYes: () => hold(desk, read, wanted)
        })
      }
    })
  },
  refusal: () => {
    const read = page()
    if (read === null) return "The order has not been read yet."
    const { order, holds } = read.detail
    if (ended.has(order.status)) return `It is ${order.status}: nothing of it is left to hold.`
    return holds.some(({ kind }) => kind === timedHold)
      ? "It is held until a time already: L lets it go on, then hold it anew."
      : null
  }
})
