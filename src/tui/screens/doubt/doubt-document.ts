import { evidenceWords } from "../../../domain/model/evidence-words.ts"
import { age } from "../../age.ts"
import { besideEachOther } from "../../components/beside.ts"
import { type Piece, piece } from "../../components/painted.ts"
import type { DocumentLine } from "../../components/scroll.ts"
import type { Reading } from "../../live-query.ts"
import { safe, wrapped } from "../../safe-text.ts"
import type { Desk } from "../../screen.ts"
import type { Role } from "../../theme.ts"
import { troubleText } from "../../trouble-text.ts"
import type { DoubtShown } from "./doubt-actions.ts"

interface Page {
  readonly desk: Desk
  readonly width: number
}

const text = ({ desk }: Page, words: string, role: Role = "text"): Piece =>
  piece(safe(words), desk.theme.of(role))

/** A page can be scrolled: what decides whether something is sent twice is not cut while there is anything of it left. */
const mostLines = 20

const lines = (page: Page, words: string, role: Role = "text"): ReadonlyArray<DocumentLine> =>
  wrapped(safe(words), page.width - 6, mostLines).map((line) => [
    text(page, "  "),
    piece(line, page.desk.theme.of(role))
  ])

const sentLines = ({ intent }: DoubtShown, page: Page): ReadonlyArray<DocumentLine> => [
  [text(page, "WHAT WE SENT", "dim")],
  ...lines(
    page,
    `${intent.kind === "order" ? "" : `${intent.kind} of ${intent.number}, `}order #${intent.channelOrderNumber} to ${intent.supplier} by ${intent.transport}, attempt ${intent.attempt}`
  ),
  ...lines(page, `${intent.content.length.toLocaleString("en-US")} B, sha256 ${intent.contentHash}`),
  ...Object.entries(intent.identifiers).flatMap(([name, value]) => lines(page, `${name} ${value}`))
]

const evidenceLines = ({ evidence, intent }: DoubtShown, page: Page): ReadonlyArray<DocumentLine> => [
  [text(page, "WHAT IS KNOWN SINCE", "dim")],
  ...(evidence.length === 0 ? lines(page, "Nothing was recorded.", "dim") : []),
  ...evidence.flatMap((row) => {
    const { at, kind: event, detail } = row
    const said = evidenceWords({ at, event, subject: intent.number, before: null, after: null, detail })
    return lines(page, `${page.desk.clock.moment(at)}  ${said}  by ${row.actor}`)
  })
]

/** A hash stays whole, so that it can be compared. */
const sentColumns = 72
const leastBeside = 116

/** What was sent and what is known of it, side by side where there is room for two. */
const bothSides = (shown: DoubtShown, page: Page): ReadonlyArray<DocumentLine> => {
  if (page.width < leastBeside) return [...sentLines(shown, page), [], ...evidenceLines(shown, page)]
  const columns = Math.max(sentColumns, Math.floor(page.width / 2))
  const left = sentLines(shown, { ...page, width: columns })
  const right = evidenceLines(shown, { ...page, width: page.width - columns })
  return besideEachOther(left, right, columns, page.desk.theme.of("text"))
}

export const doubtDocument = (
  number: string,
  reading: Reading<DoubtShown>,
  page: Page
): ReadonlyArray<DocumentLine> => {
  const { value } = reading
  if (value === null) return [[text(page, troubleText(reading) ?? `Reading ${number} …`)]]
  const { now } = page.desk.clock.state.get()
  const isOpen = value.intent.state === "in_doubt"
  const since = `in doubt since ${page.desk.clock.moment(value.intent.since)} (${age(value.intent.since, now)})`
  const head = isOpen
    ? `${since}: it may have arrived, so it is never sent again by itself.`
    : `Settled: it is ${value.intent.state.replaceAll("_", " ")}.`
  return [
    ...wrapped(safe(head), page.width - 2, 3).map((line) => [
      piece(line, page.desk.theme.of(isOpen ? "doubt" : "done", "bold"))
    ]),
    [],
    ...bothSides(value, page)
  ]
}
