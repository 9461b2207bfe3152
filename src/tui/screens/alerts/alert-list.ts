import type { AlertRow } from "../../../domain/ports/alert-store.ts"
import { age } from "../../age.ts"
import { RowList } from "../../components/row-list.ts"
import { fittingNumber } from "../../fitting-number.ts"
import { subscribeSlice } from "../../presenter/select.ts"
import { safe } from "../../safe-text.ts"
import type { Desk } from "../../screen.ts"
import { stateOf, toldWords } from "./alert-words.ts"

const widths = { state: 9, last: 5, count: 6, told: 18 }
const isWide = (width: number): boolean => width >= 100
const whatWidth = (width: number): number =>
  width - widths.state - widths.last - widths.count - 3 - (isWide(width) ? widths.told + 1 : 0)

/** Open alerts, the urgent ones first, then those that went, newest first. */
export const alertList = (desk: Desk): RowList<AlertRow> =>
  new RowList<AlertRow>({
    keyOf: ({ id }) => String(id),
    header: (out) => {
      const dim = desk.theme.of("dim")
      out.cell(safe("STATE"), widths.state, dim)
      out.cell(safe("WHAT"), whatWidth(out.width), dim)
      out.cell(safe("COUNT"), widths.count, dim, "right")
      out.cell(safe("LAST"), widths.last, dim, "right")
      if (isWide(out.width)) out.cell(safe("TOLD"), widths.told, dim)
    },
    format: (alert, out) => {
      const { word, role } = stateOf(alert)
      const text = desk.theme.of(alert.goneAt === null ? "text" : "dim")
      const told = toldWords(alert)
      const party = alert.channelName === null ? "" : `${alert.channelName}: `
      out.cell(
        safe(word),
        widths.state,
        word === "URGENT" ? desk.theme.of(role, "bold") : desk.theme.of(role)
      )
      out.cell(safe(`${party}${alert.title}`), whatWidth(out.width), text)
      out.cell(safe(fittingNumber(alert.count, widths.count)), widths.count, text, "right")
      out.cell(safe(age(alert.lastAt, desk.clock.state.get().now)), widths.last, text, "right")
      if (isWide(out.width)) out.cell(safe(told.word), widths.told, desk.theme.of(told.role))
    },
    layout: () => Math.floor(desk.clock.state.get().now / 60_000),
    subscriptions: [
      (changed) => subscribeSlice(desk.clock.state, ({ now }) => Math.floor(now / 60_000), changed)
    ]
  })
