import * as Effect from "effect/Effect"
import { type OrderPayload, OrderTimeline } from "../../../domain/ports/order-timeline.ts"
import type { DocumentLine } from "../../components/scroll.ts"
import type { OpenScreenFor } from "../../screen.ts"
import { foldedLines } from "./folded-lines.ts"
import { blankLine, type Pen, paragraph, text } from "./pen.ts"
import { openReading } from "./reading-page.tsx"

interface Found {
  readonly payload: OrderPayload | null
}

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
export const openPayload: OpenScreenFor<"order-payload"> = (desk, place) =>
  openReading<Found>(desk, place, {
    what: "Payload",
    read: () =>
      Effect.map(
        Effect.flatMap(OrderTimeline, (t) => t.payload(place.id)),
        (payload) => ({ payload })
      ),
    lines,
    actions: (found) => {
      const all = (): string => found()?.payload?.payload ?? ""
      const refusal = (): string | null => (all() === "" ? "There is no payload." : null)
      return {
        copy: { run: () => desk.copy(all()), refusal },
        pager: { run: () => desk.view(readable(all()), { name: `payload-${place.number}` }), refusal }
      }
    }
  })
