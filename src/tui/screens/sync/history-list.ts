import { type SyncRun, whyOf } from "../../../domain/model/sync-run.ts"
import { RowList } from "../../components/row-list.ts"
import { subscribeSlice } from "../../presenter/select.ts"
import { safe } from "../../safe-text.ts"
import type { Desk } from "../../screen.ts"
import {
  countsText,
  durationText,
  resultRole,
  resultWord,
  shortMoment,
  triggerWord,
  whatText
} from "./sync-words.ts"

const widths = { start: 11, end: 11, result: 8, counts: 11, took: 8, why: 8 }
const whatWidth = (width: number): number => (width >= 100 ? 28 : 18)
const isWide = (width: number): boolean => width >= 100

const endText = (run: SyncRun, desk: Desk): string =>
  run.endedAt === null ? "-" : shortMoment(desk.clock, run.endedAt)

const tookText = ({ startedAt, endedAt }: SyncRun): string =>
  endedAt === null ? "-" : durationText(endedAt.getTime() - startedAt.getTime())

/** Every run, newest first: orders, tracking and fulfillment push alike. */
export const historyList = (
  desk: Desk,
  hasFocus: () => boolean,
  focusChanged: (changed: () => void) => () => void
) =>
  new RowList<SyncRun>({
    keyOf: ({ id }) => String(id),
    hasFocus,
    header: (out) => {
      const dim = desk.theme.of("dim")
      out.cell(safe("HISTORY"), whatWidth(out.width), dim)
      out.cell(safe("START"), widths.start, dim)
      out.cell(safe("END"), widths.end, dim)
      out.cell(safe("RESULT"), widths.result, dim)
      out.cell(safe("NEW/UPD/ERR"), widths.counts, dim, "right")
      if (isWide(out.width)) {
        out.cell(safe("TOOK"), widths.took, dim, "right")
        out.cell(safe("WHY"), widths.why, dim)
      }
      out.cell(safe("ERROR"), out.width, dim)
    },
    format: (run, out) => {
      const text = desk.theme.of("text")
      out.cell(whatText(run.party, run.service, whatWidth(out.width)), whatWidth(out.width), text)
      out.cell(safe(shortMoment(desk.clock, run.startedAt)), widths.start, text)
      out.cell(safe(endText(run, desk)), widths.end, text)
      out.cell(safe(resultWord(run)), widths.result, desk.theme.of(resultRole(run)))
      out.cell(safe(countsText(run.counts)), widths.counts, text, "right")
      if (isWide(out.width)) {
        out.cell(safe(tookText(run)), widths.took, text, "right")
        out.cell(safe(triggerWord[run.trigger]), widths.why, desk.theme.of("dim"))
      }
      out.cell(safe(whyOf(run) ?? ""), out.width, desk.theme.of("need"))
    },
    layout: () => `${desk.clock.state.get().isUtc} ${desk.clock.day(desk.clock.state.get().now)}`,
    subscriptions: [
      focusChanged,
      (changed) => subscribeSlice(desk.clock.state, ({ isUtc }) => isUtc, changed)
    ]
  })
