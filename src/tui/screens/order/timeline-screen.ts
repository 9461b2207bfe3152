import * as Effect from "effect/Effect"
import { jobText, originWords, shortJobText } from "../../../domain/model/job-mark.ts"
import {
  type TimelineEntry,
  type TimelineFilter,
  type TimelineKey,
  timelineFilters,
  timelineKeyText,
  timelineWords
} from "../../../domain/model/timeline.ts"
import { orderMask } from "../../../domain/operations/reveal-order.ts"
import { OrderTimeline } from "../../../domain/ports/order-timeline.ts"
import type { EntryDocument } from "../../components/entry-list.ts"
import { cell, piece } from "../../components/painted.ts"
import type { DocumentLine } from "../../components/scroll.ts"
import { clip, safe, wrapped } from "../../safe-text.ts"
import type { OpenScreenFor } from "../../screen.ts"
import { actorColumns, blankLine, type Pen, text } from "./pen.ts"
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

const besideColumns = 34
const mostLines = 4

/** Of which send or push it was, and which job did it: in a column where there is room for one, else in a line below. */
const besideWords = ({ ref, job }: TimelineEntry): ReadonlyArray<string> =>
  [ref, job === null ? "" : shortJobText(job)].filter((words) => words !== "")

interface Columns {
  readonly when: number
  readonly actor: number
}

const entryLines = (entry: TimelineEntry, columns: Columns, pen: Pen): ReadonlyArray<DocumentLine> => {
  const { theme, clock } = pen
  const hasColumn = pen.width >= 110
  const dim = theme.of("dim")
  const room = Math.max(
    16,
    pen.width - columns.when - columns.actor - 7 - (hasColumn ? besideColumns + 2 : 0)
  )
  const style = theme.of(entry.isFailure ? "need" : entry.isPerson ? "accent" : "text")
  const words = wrapped(safe(timelineWords(entry, (at) => clock.moment(at))), room, mostLines)
  const beside = besideWords(entry)
  const inColumn = hasColumn ? beside.map((one) => clip(safe(one), besideColumns)) : []
  const height = Math.max(1, words.length, inColumn.length)
  return [
    ...Array.from({ length: height }, (_, y): DocumentLine => {
      const [when = "", who = ""] = y === 0 ? [clock.moment(entry.at), entry.actor] : []
      return [
        cell(safe(when), columns.when, dim),
        cell(words[y] ?? safe(""), room, style),
        cell(clip(safe(who), columns.actor), columns.actor, dim),
        cell(inColumn[y] ?? safe(""), besideColumns, dim)
      ]
    }),
    ...(hasColumn || beside.length === 0
      ? []
      : [[cell(safe(""), columns.when, dim), piece(safe(beside.join(" · ")), dim)]])
  ]
}

const empty: Readonly<Record<TimelineFilter, string>> = {
  all: "Nothing is recorded of it yet.",
  people: "No person has touched it. f shows the next sort.",
  machine: "No machine has touched it. f shows the next sort.",
  failures: "Nothing failed on its way. f shows the next sort."
}

const document = ({ filter, entries, isMore }: Story, pen: Pen): EntryDocument => {
  const tabs = timelineFilters.flatMap((one) => [
    text(pen, one === filter ? `[${one}]` : ` ${one} `, one === filter ? "accent" : "dim"),
    text(pen, " ")
  ])
  const columns = {
    when: Math.max(8, ...entries.map(({ at }) => pen.clock.moment(at).length)),
    actor: actorColumns(entries)
  }
  return {
    head: [tabs, blankLine, ...(entries.length === 0 ? [[text(pen, empty[filter], "dim")]] : [])],
    entries: entries.map((entry) => ({
      key: timelineKeyText(entry),
      lines: entryLines(entry, columns, pen)
    })),
    foot: isMore ? [blankLine, [text(pen, "m shows older ones", "dim")]] : []
  }
}

const selectedOf = (story: Story | null, key: string | null): TimelineEntry | undefined =>
  story?.entries.find((entry) => timelineKeyText(entry) === key)

const noJob = ({ isPerson }: TimelineEntry): string =>
  isPerson ? "A person did it: there is no job." : "Which job did it was not written down then."

/** The whole name of the job: what `jobs show` takes. */
const footLines = (story: Story, key: string, pen: Pen): ReadonlyArray<DocumentLine> => {
  const entry = selectedOf(story, key)
  if (entry === undefined) return []
  const by = `by ${entry.actor}`
  if (entry.job === null) return [[text(pen, noJob(entry), "dim")], [text(pen, by, "dim")]]
  const from = entry.from === null ? "" : `, ${originWords(entry.from)}`
  return [[text(pen, `Job ${jobText(entry.job)}${from}`)], [text(pen, `${by}; enter opens the job`, "dim")]]
}

const copied = ({ ref, job }: TimelineEntry): string =>
  [ref, job === null ? "" : jobText(job)].filter((words) => words !== "").join(" · ")

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
    entries: document,
    foot: footLines,
    note: ({ entries, isMore }) => `${entries.length}${isMore ? " and more" : ""}`,
    actions: (story, again, selected) => ({
      job: {
        run: () => {
          const entry = selectedOf(story(), selected())
          if (entry?.job != null)
            desk.open({ screen: "job", id: entry.job.id, queue: entry.job.queue, wroteAt: entry.at })
        },
        refusal: () => {
          const entry = selectedOf(story(), selected())
          if (entry === undefined) return "There is nothing here."
          return entry.job === null ? noJob(entry) : null
        },
        isOffered: () => selectedOf(story(), selected())?.job != null
      },
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
              .map((e) =>
                `${e.at.toISOString()} ${e.actor} ${timelineWords(e, (at) => at.toISOString())} ${copied(e)}`.trimEnd()
              )
              .join("\n")
          ),
        refusal: () => ((story()?.entries.length ?? 0) === 0 ? "There is nothing to copy." : null)
      }
    })
  })
}
