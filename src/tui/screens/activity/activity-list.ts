import { changeWords } from "../../../domain/model/activity-news.ts"
import type { ActivityRow } from "../../../domain/ports/activity-log.ts"
import { RowList } from "../../components/row-list.ts"
import { subscribeSlice } from "../../presenter/select.ts"
import { safe } from "../../safe-text.ts"
import type { Desk } from "../../screen.ts"

const narrow = { at: 11, by: 10, did: 14, to: 18 }
const wide = { at: 11, by: 16, did: 20, to: 26 }
const widthsOf = (width: number) => (width >= 100 ? wide : narrow)

export const subjectWords = ({ subject: { kind, name } }: ActivityRow): string =>
  [kind, name].filter((part) => part !== "").join(" ")

/** The day where it is not today's: `11-21 14:02`. */
const momentWords = (at: Date, { clock }: Desk): string =>
  clock.day(at) === clock.day(clock.state.get().now)
    ? clock.seconds(at)
    : `${clock.day(at).slice(5)} ${clock.minutes(at)}`

const whatWords = ({ act, changes, note }: ActivityRow): string =>
  [...(act === "added" ? [] : changes.map(changeWords)), ...(note === "" ? [] : [note])].join("; ")

export const activityList = (desk: Desk): RowList<ActivityRow> =>
  new RowList<ActivityRow>({
    keyOf: ({ id }) => String(id),
    header: (out) => {
      const dim = desk.theme.of("dim")
      const widths = widthsOf(out.width)
      out.cell(safe("AT"), widths.at, dim)
      out.cell(safe("BY"), widths.by, dim)
      out.cell(safe("DID"), widths.did, dim)
      out.cell(safe("TO"), widths.to, dim)
      out.cell(safe("WHAT"), out.width, dim)
    },
    format: (row, out) => {
      const text = desk.theme.of("text")
      const widths = widthsOf(out.width)
      out.cell(safe(momentWords(row.at, desk)), widths.at, desk.theme.of("dim"))
      out.cell(safe(row.actor), widths.by, text)
      out.cell(safe(row.act), widths.did, text)
      out.cell(safe(subjectWords(row)), widths.to, text)
      out.cell(safe(whatWords(row)), out.width, desk.theme.of("dim"))
    },
    layout: () => `${desk.clock.state.get().isUtc} ${desk.clock.day(desk.clock.state.get().now)}`,
    subscriptions: [(changed) => subscribeSlice(desk.clock.state, ({ isUtc }) => isUtc, changed)]
  })
