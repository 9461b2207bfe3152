import * as Effect from "effect/Effect"
import { orderName } from "../../domain/model/order.ts"
import { readShadowReport, type ShadowReportRow } from "../../domain/operations/shadow-report.ts"
import { answer, table } from "../answer.ts"
import type { Run } from "../command-row.ts"
import { number, text } from "../input.ts"
import { moment } from "../moment.ts"
import { countOf } from "../wording.ts"

const ourPart = (r: ShadowReportRow): string =>
  r.wouldSend.length === 0
    ? `held: ${r.held[0] ?? "nothing to send"}`
    : r.wouldSend.map((w) => `${w.units} to ${w.supplier} by ${w.method}`).join("; ")

const marks = { agrees: "agrees", differs: "DIFFERS", open: "open" } as const

export const report: Run = (input) =>
  Effect.gen(function* () {
    const days = number(input, "days") ?? 7
    const found = yield* readShadowReport(text(input, "channel") ?? null, days)
    const { agrees, differs, open } = found.counts
    const rows = found.rows.map((r) => [
      orderName(r.number),
      r.channel,
      moment(r.placedAt),
      ourPart(r),
      `${r.outcome} (${r.channelStatus})`,
      marks[r.agreement]
    ])
    return answer(found, [
      `${countOf(found.rows.length, "order")} in shadow, placed since ${moment(found.since)}: ${agrees} agree, ${differs} differ, ${open} are still open at the shop.`,
      ...(found.cut ? ["There are more: name a channel, or fewer --days."] : []),
      ...found.notAsked.map(
        (n) => `${n.channel} could not be asked now, so its last known word counts: ${n.why}`
      ),
      ...(rows.length === 0
        ? ["Nothing is in shadow mode, or nothing was placed in these days."]
        : [table(["order", "channel", "placed", "we would have sent", "the shop says", ""], rows)])
    ])
  })
