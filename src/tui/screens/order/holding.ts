import * as Effect from "effect/Effect"
import { timedHold } from "../../../domain/model/hold.ts"
import { holdUntil, releaseHold } from "../../../domain/operations/hold-until.ts"
import type { Desk, ScreenAction } from "../../screen.ts"
import type { LineAsking } from "./line-asking.ts"
import type { ShownPage } from "./note-asking.ts"
import type { OrderPage } from "./order-page.ts"

interface Wanted {
  readonly until: Date
  readonly reason: string
}

const longestLine = 300
const hourMs = 3_600_000
const unitMs: Readonly<Record<string, number>> = { h: hourMs, d: 24 * hourMs, w: 7 * 24 * hourMs }
const span = /^(\d{1,4})([hdw])$/
const stamp = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(Z|[+-]\d\d:\d\d))?$/
const ended = new Set(["completed", "canceled", "shipped"])

/** `4h`, `2d`, `1w` from now; or a date (midnight UTC), or a time with its zone, as the command takes them. */
const untilOf = (word: string, now: Date): Date | null => {
  const [, count, unit = ""] = span.exec(word) ?? []
  const step = unitMs[unit]
  if (count !== undefined && step !== undefined) return new Date(now.getTime() + Number(count) * step)
  const at = stamp.test(word) ? new Date(word) : null
  return at === null || Number.isNaN(at.getTime()) ? null : at
}

/** What a line means: until when, and why; or what lacks of it. */
export const holdOf = (typed: string, now: Date): Wanted | string => {
  const [word = "", ...rest] = typed.trim().split(/\s+/)
  if (word === "") return "Until when, and why? Such as: 2d the buyer is away; esc leaves."
  const until = untilOf(word, now)
  if (until === null) return `“${word}” is no time: 4h, 2d, 1w, 2026-12-24 or 2026-12-24T09:00Z.`
  if (until <= now) return "That time has passed: hold it until a later one."
  const reason = rest.join(" ")
  return reason === "" ? "Say why, behind the time: it is shown with the hold." : { until, reason }
}

/** For a shell: nothing between single quotes means anything there. */
const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`

const hold = (desk: Desk, { detail: { order } }: OrderPage, { until, reason }: Wanted): void => {
  const number = `#${order.channelOrderNumber}`
  desk.bridge.run(holdUntil(order.id, until, reason), (outcome) => {
    if (!outcome.ok) desk.say("need", `Nothing was held: ${outcome.message}`)
    else {
      const { message, left } = outcome.value
      const gone = left ? " A purchase order of it has left already: that one is not called back." : ""
      desk.say("done", `${number}: ${message}.${gone} z takes it back.`, {
        command: `orders hold ${order.id} --until ${until.toISOString().slice(0, 16)}Z --reason ${quoted(reason)}`
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
    const meant = (typed: string): Wanted | string => holdOf(typed, new Date(desk.clock.state.get().now))
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
