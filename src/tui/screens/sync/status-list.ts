import type { SyncLine } from "../../../domain/ports/sync-board.ts"
import { RowList } from "../../components/row-list.ts"
import type { LineWriter } from "../../presenter/line-writer.ts"
import { subscribeSlice } from "../../presenter/select.ts"
import { safe } from "../../safe-text.ts"
import type { Desk } from "../../screen.ts"
import { countsText, resultRole, resultWord, serviceWord, shortMoment } from "./sync-words.ts"

const widths = { last: 18, next: 11, counts: 13, backlog: 7 }
const whatWidth = (width: number): number => (width >= 100 ? 30 : 20)
const rest = (width: number): number =>
  Math.max(0, width - whatWidth(width) - widths.last - widths.next - widths.counts - widths.backlog - 5)

const lastText = (line: SyncLine, desk: Desk): string => {
  if (line.last === null) return "never"
  if (line.last.state === "running") return "running"
  return `${shortMoment(desk.clock, line.last.endedAt ?? line.last.startedAt)} ${resultWord(line.last)}`
}

const nextText = (line: SyncLine, desk: Desk): string => {
  if (!line.enabled) return "off"
  return line.nextAt === null ? "-" : shortMoment(desk.clock, line.nextAt)
}

const writeLine = (line: SyncLine, out: LineWriter, desk: Desk): void => {
  const { theme } = desk
  const text = theme.of(line.enabled ? "text" : "dim")
  out.cell(safe(`${line.party} ${serviceWord[line.service]}`), whatWidth(out.width), text)
  out.cell(
    safe(lastText(line, desk)),
    widths.last,
    line.last === null ? text : theme.of(resultRole(line.last))
  )
  out.cell(safe(nextText(line, desk)), widths.next, text)
  out.cell(safe(line.last === null ? "-" : countsText(line.last.counts)), widths.counts, text, "right")
  out.cell(safe(line.backlog.toLocaleString("en-US")), widths.backlog, text, "right")
  out.cell(safe(line.last?.error ?? ""), rest(out.width), theme.of("need"))
}

export const statusList = (
  desk: Desk,
  hasFocus: () => boolean,
  focusChanged: (changed: () => void) => () => void
) =>
  new RowList<SyncLine>({
    keyOf: ({ partyKind, partyId, service }) => `${partyKind}/${partyId}/${service}`,
    hasFocus,
    header: (out) => {
      const dim = desk.theme.of("dim")
      out.cell(safe("WHAT"), whatWidth(out.width), dim)
      out.cell(safe("LAST"), widths.last, dim)
      out.cell(safe("NEXT"), widths.next, dim)
      out.cell(safe("NEW/UPD/ERR"), widths.counts, dim, "right")
      out.cell(safe("BACKLOG"), widths.backlog, dim, "right")
    },
    format: (line, out) => writeLine(line, out, desk),
    layout: () => `${desk.clock.state.get().isUtc} ${desk.clock.day(desk.clock.state.get().now)}`,
    subscriptions: [
      focusChanged,
      (changed) => subscribeSlice(desk.clock.state, ({ isUtc }) => isUtc, changed)
    ]
  })
