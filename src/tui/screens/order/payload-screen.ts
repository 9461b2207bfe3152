import * as Effect from "effect/Effect"
import type { OrderId } from "../../../domain/model/order.ts"
import { orderMask } from "../../../domain/operations/reveal-order.ts"
import { type OrderPayload, OrderTimeline } from "../../../domain/ports/order-timeline.ts"
import type { DocumentLine } from "../../components/scroll.ts"
import type { OpenScreenFor } from "../../screen.ts"
import { foldedLines } from "./folded-lines.ts"
import { blankLine, type Pen, paragraph, text } from "./pen.ts"
import { openReading } from "./reading-page.tsx"
import { Revealing } from "./revealing.ts"

interface Found {
  readonly payload: OrderPayload | null
}

const readPayload = Effect.fn("readPayload")(function* (id: OrderId, isRevealed: boolean) {
  const payload = yield* (yield* OrderTimeline).payload(id)
  if (payload === null) return { payload } satisfies Found as Found
  const shown = (yield* orderMask(id, isRevealed)).payload(payload.payload)
  const cut = payload.length - payload.payload.length
  return { payload: { ...payload, payload: shown, length: shown.length + cut } } satisfies Found as Found
})

/** JSON is easier to read with its lines; anything else stays as it came. */
const readable = (payload: string): string => {
  try {
    return JSON.stringify(JSON.parse(payload), null, 2)
  } catch {
    return payload
  }
}

const lines = ({ payload }: Found, pen: Pen): ReadonlyArray<DocumentLine> => {
  if (payload === null)
    return paragraph(
      pen,
      "What its channel sent is not kept: it was taken in by an older version, or this kind of channel hands none over.",
      "dim",
      0
    )
  const cut = payload.length - payload.payload.length
  return [
    [
      text(
        pen,
        `As the channel sent it, received ${pen.clock.moment(payload.receivedAt)}, ${payload.length.toLocaleString("en-US")} characters`,
        "dim"
      )
    ],
    ...(cut > 0 ? [[text(pen, `The last ${cut} characters were not kept.`, "doubt")]] : []),
    blankLine,
    ...foldedLines(readable(payload.payload), pen)
  ]
}

/** The channel's own words. */
export const openPayload: OpenScreenFor<"order-payload"> = (desk, place) => {
  const revealing = new Revealing(desk, place)
  return openReading<Found>(desk, place, {
    what: "Payload",
    read: () => readPayload(place.id, revealing.isOn),
    lines,
    actions: (found, again) => {
      const all = (): string => found()?.payload?.payload ?? ""
      const refusal = (): string | null => (all() === "" ? "There is no payload." : null)
      return {
        reveal: revealing.action(again),
        copy: { run: () => desk.copy(all()), refusal },
        pager: { run: () => desk.view(readable(all()), { name: `payload-${place.number}` }), refusal }
      }
    }
  })
}
