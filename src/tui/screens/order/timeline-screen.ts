import * as Effect from "effect/Effect"
import {
  type TimelineEntry,
  type TimelineFilter,
  type TimelineKey,
  timelineFilters,
  timelineWords
} from "../../../domain/model/timeline.ts"
import { orderMask } from "../../../domain/operations/reveal-order.ts"
import { OrderTimeline } from "../../../domain/ports/order-timeline.ts"
import { cell, piece } from "../../components/painted.ts"
import type { DocumentLine } from "../../components/scroll.ts"
import { clip, safe, wrapped } from "../../safe-text.ts"
import type { OpenScreenFor } from "../../screen.ts"
import { blankLine, type Pen, text } from "./pen.ts"
import { type OrderPlace, openReading } from "./reading-page.tsx"
import { Revealing } from "./revealing.ts"

const pageSize = 100
/** More than anybody scrolls through; the command has the rest. */
const mostPages = 20

interface Story {
  readonly filter: TimelineFilter
  readonly entries: ReadonlyArray<TimelineEntry>
  readonly isMore: boolean
}

/** So many pages, each from where the one before ended: what comes in at the top moves nothing out. */
const readPages = Effect.fn("readPages")(function* (
  id: OrderPlace["id"],
  filter: TimelineFilter,
  pages: number,
  isRevealed: boolean
) {
  const timeline = yield* OrderTimeline
  const entries: Array<TimelineEntry> = []
  let before: TimelineKey | null = null
  let isMore = true
  for (let page = 0; page < pages && isMore; page++) {
    const found: ReadonlyArray<TimelineEntry> = yield* timeline.page(id, filter, before, pageSize)
    entries.push(...found)
    before = found.at(-1) ?? null
    isMore = found.length === pageSize
  }
  const mask = yield* orderMask(id, isRevealed)
  return { filter, entries: entries.map(mask.entry), isMore } satisfies Story as Story
})

const refColumns = (pen: Pen): number => (pen.width < 100 ? 0 : 22)
const actorColumns = 18
const mostLines = 4

const entryLines = (entry: TimelineEntry, whenColumns: number, pen: Pen): ReadonlyArray<DocumentLine> => {
  const { theme, clock } = pen
  const refs = refColumns(pen)
  const room = pen.width - whenColumns - actorColumns - 7 - (refs === 0 ? 0 : refs + 2)
  const role = entry.isFailure ? "need" : entry.isPerson ? "accent" : "text"
  const [first = safe(""), ...more] = wrapped(safe(timelineWords(entry)), Math.max(16, room), mostLines)
  const ref = refs === 0 || entry.ref === "" ? [] : [cell(safe(entry.ref), refs, theme.of("dim"))]
  return [
    [
      cell(safe(clock.moment(entry.at)), whenColumns, theme.of("dim")),
      cell(first, Math.max(16, room), theme.of(role)),
      cell(clip(safe(entry.actor), actorColumns), actorColumns, theme.of("dim")),
      ...ref
    ],
    ...more.map(
      (line): DocumentLine => [cell(safe(""), whenColumns, theme.of("dim")), piece(line, theme.of(role))]
    ),
    // Where there is no column for it, it stands below: whose attempt it was is worth a line.
    ...(refs === 0 && entry.ref !== ""
      ? [[cell(safe(""), whenColumns, theme.of("dim")), piece(safe(entry.ref), theme.of("dim"))]]
      : [])
  ]
}

const empty: Readonly<Record<TimelineFilter, string>> = {
  all: "Nothing is recorded of it yet.",
  people: "No person has touched it. f shows the next sort.",
  machine: "No machine has touched it. f shows the next sort.",
  failures: "Nothing failed on its way. f shows the next sort."
}

const lines = ({ filter, entries, isMore }: Story, pen: Pen): ReadonlyArray<DocumentLine> => {
  const tabs = timelineFilters.flatMap((one) => [
    text(pen, one === filter ? `[${one}]` : ` ${one} `, one === filter ? "accent" : "dim"),
    text(pen, " ")
  ])
  const whenColumns = Math.max(8, ...entries.map(({ at }) => pen.clock.moment(at).length))
  return [
    tabs,
    blankLine,
    ...(entries.length === 0 ? [[text(pen, empty[filter], "dim")]] : []),
    ...entries.flatMap((entry) => entryLines(entry, whenColumns, pen)),
    ...(isMore ? [blankLine, [text(pen, "m shows older ones", "dim")]] : [])
  ]
}

const nextFilter = (filter: TimelineFilter): TimelineFilter =>
  timelineFilters[(timelineFilters.indexOf(filter) + 1) % timelineFilters.length] ?? "all"

/** Everything that happened to an order, newest first. */
export const openTimeline: OpenScreenFor<"order-timeline"> = (desk, place) => {
  let filter: TimelineFilter = "all"
  let pages = 1
  const revealing = new Revealing(desk, place)
  return openReading<Story>(desk, place, {
    what: "Timeline",
    read: () => readPages(place.id, filter, pages, revealing.isOn),
    lines,
    note: ({ entries, isMore }) => `${entries.length}${isMore ? " and more" : ""}`,
    actions: (story, again) => ({
      reveal: revealing.action(again),
      filter: {
        run: () => {
          filter = nextFilter(filter)
          pages = 1
          again()
        },
        label: () => nextFilter(filter)
      },
      more: {
        run: () => {
          pages += 1
          again()
        },
        refusal: () => {
          if (story()?.isMore !== true) return "There are no older ones."
          return pages < mostPages
            ? null
            : `For older ones: switchyard orders timeline ${place.number} --after`
        },
        isOffered: () => story()?.isMore === true
      },
      copy: {
        run: () =>
          desk.copy(
            (story()?.entries ?? [])
              .map((e) => `${e.at.toISOString()} ${e.actor} ${timelineWords(e)} ${e.ref}`.trimEnd())
              .join("\n")
          ),
        refusal: () => ((story()?.entries.length ?? 0) === 0 ? "There is nothing to copy." : null)
      }
    })
  })
}
