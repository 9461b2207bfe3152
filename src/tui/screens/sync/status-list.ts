import { paceOf } from "../../../domain/model/sync-progress.ts"
import { isWaiting, whyOf } from "../../../domain/model/sync-run.ts"
import type { SyncLine } from "../../../domain/ports/sync-board.ts"
import { RowList } from "../../components/row-list.ts"
import type { LineWriter } from "../../presenter/line-writer.ts"
import { subscribeSlice } from "../../presenter/select.ts"
import { safe } from "../../safe-text.ts"
import type { Desk } from "../../screen.ts"
import { countsText, resultRole, resultWord, shortMoment, whatText } from "./sync-words.ts"

const isWide = (width: number): boolean => width >= 100

const widthsOf = (width: number) =>
  isWide(width)
    ? { what: 30, last: 18, next: 11, counts: 13, backlog: 7 }
    : { what: 20, last: 12, next: 5, counts: 11, backlog: 7 }

const lastText = ({ last }: SyncLine, desk: Desk, isNarrow: boolean): string => {
  if (last === null) return "never"
  if (last.state === "running") {
    const { seen } = paceOf(last, new Date(desk.clock.state.get().now))
    const word = isNarrow && !isWaiting(last) ? "run" : resultWord(last)
    return seen === 0 ? resultWord(last) : `${word} ${seen.toLocaleString("en-US")}`
  }
  return `${shortMoment(desk.clock, last.endedAt ?? last.startedAt, isNarrow)} ${resultWord(last)}`
}

const nextText = ({ enabled, nextAt }: SyncLine, desk: Desk, isNarrow: boolean): string => {
  if (!enabled) return "off"
  return nextAt === null ? "-" : shortMoment(desk.clock, nextAt, isNarrow)
}

const writeLine = (line: SyncLine, out: LineWriter, desk: Desk): void => {
  const { theme } = desk
  const widths = widthsOf(out.width)
  const isNarrow = !isWide(out.width)
  const text = theme.of(line.enabled ? "text" : "dim")
  const { last } = line
  out.cell(whatText(line.party, line.service, widths.what), widths.what, text)
  out.cell(
    safe(lastText(line, desk, isNarrow)),
    widths.last,
    last === null ? text : theme.of(resultRole(last))
  )
  out.cell(safe(nextText(line, desk, isNarrow)), widths.next, text)
  out.cell(safe(last === null ? "-" : countsText(last.counts)), widths.counts, text, "right")
  out.cell(safe(line.backlog.toLocaleString("en-US")), widths.backlog, text, "right")
  out.cell(safe(last === null ? "" : (whyOf(last) ?? "")), out.width, theme.of("need"))
}

const writeHeader = (out: LineWriter, desk: Desk): void => {
  const widths = widthsOf(out.width)
  const dim = desk.theme.of("dim")
  out.cell(safe("WHAT"), widths.what, dim)
  out.cell(safe("LAST"), widths.last, dim)
  out.cell(safe("NEXT"), widths.next, dim)
  out.cell(safe("NEW/UPD/ERR"), widths.counts, dim, "right")
  out.cell(safe("BACKLOG"), widths.backlog, dim, "right")
  out.cell(safe("ERROR"), out.width, dim)
}

/** One line per service of each party: when it ran, what came of it, when it runs again, what waits. */
export const statusList = (
  desk: Desk,
  hasFocus: () => boolean,
  focusChanged: (changed: () => void) => () => void
): RowList<SyncLine> =>
  new RowList<SyncLine>({
    keyOf: ({ partyKind, partyId, service }) => `${partyKind}/${partyId}/${service}`,
    hasFocus,
    header: (out) => writeHeader(out, desk),
    format: (line, out) => writeLine(line, out, desk),
    layout: () => `${desk.clock.state.get().isUtc} ${desk.clock.day(desk.clock.state.get().now)}`,
    subscriptions: [
      focusChanged,
      (changed) => subscribeSlice(desk.clock.state, ({ isUtc }) => isUtc, changed)
    ]
  })
